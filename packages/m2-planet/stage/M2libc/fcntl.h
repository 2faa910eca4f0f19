#ifndef _FCNTL_H
#define _FCNTL_H
#include <sys/types.h>

int open(char* name, int flags, int mode);

#ifdef __M2__
#include <x86/linux/fcntl.c>
#include <fcntl.c>
#endif

#endif
