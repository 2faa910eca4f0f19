#ifndef _SYS_STAT_H
#define _SYS_STAT_H
#include <sys/types.h>

int chmod(char* name, int mode);
int fchmod(int descriptor, int mode);
int mkdir(char* name, int mode);
int mknod(char* name, int mode, int device);
int umask(int mode);

#ifdef __M2__
#include <x86/linux/sys/stat.c>
#endif

#endif
