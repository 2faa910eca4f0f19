#ifndef _UNISTD_H
#define _UNISTD_H
#include <sys/types.h>
#include <stddef.h>
#include <sys/utsname.h>

#ifdef __M2__
#include <x86/linux/unistd.c>
#endif

#endif
