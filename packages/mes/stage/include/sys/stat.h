#ifndef _SYS_STAT_H
#define _SYS_STAT_H
#include <sys/types.h>
/* as the system calls stat, lstat and fstat of i386 Linux fill it */
struct stat {
	unsigned long st_dev;
	unsigned long st_ino;
	unsigned short st_mode;
	unsigned short st_nlink;
	unsigned short st_uid;
	unsigned short st_gid;
	unsigned long st_rdev;
	long st_size;
	unsigned long st_blksize;
	unsigned long st_blocks;
	time_t st_atime;
	unsigned long st_atime_nsec;
	time_t st_mtime;
	unsigned long st_mtime_nsec;
	time_t st_ctime;
	unsigned long st_ctime_nsec;
	unsigned long reserved[2];
};
#define S_IFMT 0170000
#define S_IFDIR 0040000
#define S_IFREG 0100000
#define S_IFLNK 0120000
#define S_ISDIR(mode) (((mode) & S_IFMT) == S_IFDIR)
#define S_ISREG(mode) (((mode) & S_IFMT) == S_IFREG)
#define S_ISLNK(mode) (((mode) & S_IFMT) == S_IFLNK)
#define S_IRUSR 0400
#define S_IWUSR 0200
#define S_IXUSR 0100
int stat(const char *name, struct stat *result);
int lstat(const char *name, struct stat *result);
int fstat(int descriptor, struct stat *result);
int chmod(const char *name, mode_t mode);
int mkdir(const char *name, mode_t mode);
mode_t umask(mode_t mask);
#endif
