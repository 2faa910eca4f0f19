#include <unistd.h>
#include <fcntl.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <time.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <sys/mman.h>
#include "sys.h"

int access(const char *name, int mode) { return SYS2(33, name, mode); }
unsigned int alarm(unsigned int seconds) { return SYS1(27, seconds); }
int chdir(const char *name) { return SYS1(12, name); }
int chmod(const char *name, mode_t mode) { return SYS2(15, name, mode); }
int close(int descriptor) { return SYS1(6, descriptor); }
int dup(int descriptor) { return SYS1(41, descriptor); }
int dup2(int from, int to) { return SYS2(63, from, to); }
int execve(const char *name, char *const arguments[], char *const environment[])
{
	return SYS3(11, name, arguments, environment);
}
int execv(const char *name, char *const arguments[]) { return execve(name, arguments, environ); }
pid_t fork(void) { return SYS0(2); }
int fsync(int descriptor) { return SYS1(118, descriptor); }
int ftruncate(int descriptor, off_t size) { return SYS2(93, descriptor, size); }
uid_t getuid(void) { return SYS0(24); }
gid_t getgid(void) { return SYS0(47); }
uid_t geteuid(void) { return SYS0(49); }
gid_t getegid(void) { return SYS0(50); }
pid_t getpid(void) { return SYS0(20); }
pid_t getppid(void) { return SYS0(64); }
int link(const char *from, const char *to) { return SYS2(9, from, to); }
off_t lseek(int descriptor, off_t offset, int from) { return SYS3(19, descriptor, offset, from); }
int mkdir(const char *name, mode_t mode) { return SYS2(39, name, mode); }
int mprotect(void *from, size_t size, int protection) { return SYS3(125, from, size, protection); }
int pipe(int descriptors[2]) { return SYS1(42, descriptors); }
ssize_t read(int descriptor, void *to, size_t size) { return SYS3(3, descriptor, to, size); }
ssize_t readlink(const char *name, char *to, size_t size) { return SYS3(85, name, to, size); }
int rename(const char *from, const char *to) { return SYS2(38, from, to); }
int rmdir(const char *name) { return SYS1(40, name); }
int symlink(const char *from, const char *to) { return SYS2(83, from, to); }
mode_t umask(mode_t mask) { return SYS1(60, mask); }
int unlink(const char *name) { return SYS1(10, name); }
ssize_t write(int descriptor, const void *from, size_t size) { return SYS3(4, descriptor, from, size); }
int stat(const char *name, struct stat *result) { return SYS2(106, name, result); }
int lstat(const char *name, struct stat *result) { return SYS2(107, name, result); }
int fstat(int descriptor, struct stat *result) { return SYS2(108, descriptor, result); }
pid_t waitpid(pid_t process, int *status, int options) { return SYS4(114, process, status, options, 0); }
pid_t wait(int *status) { return waitpid(-1, status, 0); }
int kill(pid_t process, int number) { return SYS2(37, process, number); }
int raise(int number) { return kill(getpid(), number); }
int gettimeofday(struct timeval *now, struct timezone *zone) { return SYS2(78, now, zone); }
int clock_gettime(int clock, struct timespec *result) { return SYS2(265, clock, result); }
int nanosleep(const struct timespec *wanted, struct timespec *rest) { return SYS2(162, wanted, rest); }
time_t time(time_t *result) { return SYS1(13, result); }

int remove(const char *name)
{
	if (unlink(name) == 0) return 0;
	return errno == EISDIR ? rmdir(name) : -1;
}

int open(const char *name, int flags, ...)
{
	va_list arguments;
	int mode = 0;

	va_start(arguments, flags);
	if (flags & O_CREAT) mode = va_arg(arguments, int);
	va_end(arguments);
	return SYS3(5, name, flags, mode);
}

int creat(const char *name, unsigned int mode) { return open(name, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int fcntl(int descriptor, int command, ...)
{
	va_list arguments;
	int argument;

	va_start(arguments, command);
	argument = va_arg(arguments, int);
	va_end(arguments);
	return SYS3(55, descriptor, command, argument);
}

/* TCGETS succeeds on terminals only */
int isatty(int descriptor)
{
	char settings[64];

	return SYS3(54, descriptor, 0x5401, settings) == 0;
}

static char *heap_end;

int brk(void *end)
{
	char *now = (char *)__syscall(45, (int)end, 0, 0, 0, 0);

	if (now < (char *)end) {
		errno = ENOMEM;
		return -1;
	}
	heap_end = now;
	return 0;
}

void *sbrk(int change)
{
	char *old;

	if (!heap_end) brk(0);
	old = heap_end;
	if (change && brk(old + change) < 0) return (void *)-1;
	return old;
}

char *getcwd(char *to, size_t size)
{
	if (!to) to = malloc(size ? size : (size = 4096));
	return to && SYS2(183, to, size) >= 0 ? to : 0;
}

unsigned int sleep(unsigned int seconds)
{
	struct timespec wanted, rest;

	wanted.tv_sec = seconds;
	wanted.tv_nsec = rest.tv_sec = 0;
	return nanosleep(&wanted, &rest) == 0 ? 0 : rest.tv_sec;
}

/* the file in each directory of PATH */
int execvp(const char *name, char *const arguments[])
{
	const char *path = getenv("PATH");
	char full[4096];

	if (strchr(name, '/')) return execv(name, arguments);
	if (!path) path = "/bin:/usr/bin";
	while (*path) {
		size_t n = strcspn(path, ":");
		if (n + strlen(name) + 2 < sizeof full) {
			memcpy(full, path, n);
			full[n] = 0;
			if (n) strcat(full, "/");
			strcat(full, name);
			execv(full, arguments);
		}
		path += n;
		if (*path) path++;
	}
	errno = ENOENT;
	return -1;
}

/* the arguments lie on the stack as an array already */
int execl(const char *name, const char *argument, ...) { return execv(name, (char *const *)&argument); }
int execlp(const char *name, const char *argument, ...) { return execvp(name, (char *const *)&argument); }

int sigemptyset(sigset_t *set) { *set = 0; return 0; }
int sigaddset(sigset_t *set, int number) { *set |= 1UL << (number - 1); return 0; }

/* the kernel's old sigaction has the mask before the flags */
struct kernel_action { void (*handler)(int); sigset_t mask; unsigned long flags; void (*restorer)(void); };

int sigaction(int number, const struct sigaction *new, struct sigaction *old)
{
	struct kernel_action to, from;
	int result;

	if (new) {
		to.handler = new->sa_handler;
		to.mask = new->sa_mask;
		to.flags = new->sa_flags & ~0x04000000;
		to.restorer = 0;
	}
	result = SYS3(67, number, new ? &to : 0, &from);
	if (result == 0 && old) {
		old->sa_handler = from.handler;
		old->sa_mask = from.mask;
		old->sa_flags = from.flags;
	}
	return result;
}

void (*signal(int number, void (*handler)(int)))(int)
{
	struct sigaction new, old;

	new.sa_handler = handler;
	new.sa_mask = 0;
	new.sa_flags = SA_RESTART;
	return sigaction(number, &new, &old) == 0 ? old.sa_handler : SIG_ERR;
}

void *dlopen(const char *name, int mode) { return 0; }
void *dlsym(void *library, const char *name) { return 0; }
int dlclose(void *library) { return -1; }
char *dlerror(void) { return "a static program cannot load libraries"; }
