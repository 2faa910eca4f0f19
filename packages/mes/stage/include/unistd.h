#ifndef _UNISTD_H
#define _UNISTD_H
#include <stddef.h>
#include <sys/types.h>
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
extern char **environ;
int access(const char *name, int mode);
unsigned int alarm(unsigned int seconds);
int brk(void *end);
void *sbrk(int change);
int chdir(const char *name);
int close(int descriptor);
int dup(int descriptor);
int dup2(int from, int to);
void _exit(int status);
int execl(const char *name, const char *argument, ...);
int execlp(const char *name, const char *argument, ...);
int execv(const char *name, char *const arguments[]);
int execve(const char *name, char *const arguments[], char *const environment[]);
int execvp(const char *name, char *const arguments[]);
pid_t fork(void);
int fsync(int descriptor);
int ftruncate(int descriptor, off_t size);
char *getcwd(char *to, size_t size);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
pid_t getpid(void);
pid_t getppid(void);
int isatty(int descriptor);
int link(const char *from, const char *to);
off_t lseek(int descriptor, off_t offset, int from);
int pipe(int descriptors[2]);
ssize_t read(int descriptor, void *to, size_t size);
ssize_t readlink(const char *name, char *to, size_t size);
int rmdir(const char *name);
unsigned int sleep(unsigned int seconds);
int symlink(const char *from, const char *to);
int unlink(const char *name);
ssize_t write(int descriptor, const void *from, size_t size);
#endif
