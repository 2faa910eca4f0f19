#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H

typedef SCM size_t;
typedef SCM ulong;
typedef long ssize_t;
typedef long off_t;
typedef long intptr_t;
typedef unsigned long uintptr_t;
typedef long clock_t;
typedef long dev_t;
typedef int pid_t;
typedef int mode_t;
typedef int uid_t;
typedef int gid_t;

#endif
