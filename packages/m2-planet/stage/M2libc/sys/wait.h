#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H
#include <sys/types.h>

int waitpid(int process, int* status, int options);

#define WEXITSTATUS(status) (((status) >> 8) & 0xFF)
#define WTERMSIG(status) ((status) & 0x7F)
#define WIFEXITED(status) (((status) & 0x7F) == 0)

#include <unistd.h>

#endif
