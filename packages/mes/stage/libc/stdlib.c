#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <sys/wait.h>
#include <errno.h>
#include "sys.h"

char **environ;
static void (*at_exit[32])(void);
static int at_exit_count;
void (*__flush_all)(void);      /* set by stdio when it is used */

int atexit(void (*function)(void))
{
	if (at_exit_count == 32) return -1;
	at_exit[at_exit_count++] = function;
	return 0;
}

void _exit(int status) { for (;;) SYS1(1, status); }

void exit(int status)
{
	while (at_exit_count) at_exit[--at_exit_count]();
	if (__flush_all) __flush_all();
	_exit(status);
}

int main();

void __libc_start(int argc, char **argv, char **envp)
{
	environ = envp;
	exit(main(argc, argv, envp));
}

void abort(void)
{
	raise(SIGABRT);
	_exit(127);
}

int abs(int n) { return n < 0 ? -n : n; }
long labs(long n) { return n < 0 ? -n : n; }
long long llabs(long long n) { return n < 0 ? -n : n; }

div_t div(int a, int b) { div_t r; r.quot = a / b; r.rem = a % b; return r; }
ldiv_t ldiv(long a, long b) { ldiv_t r; r.quot = a / b; r.rem = a % b; return r; }
lldiv_t lldiv(long long a, long long b) { lldiv_t r; r.quot = a / b; r.rem = a % b; return r; }

static unsigned int random_state = 1;
void srand(unsigned int seed) { random_state = seed; }
int rand(void)
{
	random_state = random_state * 1103515245 + 12345;
	return (random_state >> 1) & RAND_MAX;
}

static void swap(char *a, char *b, size_t size)
{
	while (size--) {
		char c = *a;
		*a++ = *b;
		*b++ = c;
	}
}

/* heap sort: no recursion, no bad case */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	char *p = base;
	size_t start = count / 2, end = count;

	while (end > 1) {
		size_t root, child;

		if (start > 0)
			start--;
		else {
			end--;
			swap(p, p + end * size, size);
		}
		for (root = start; (child = 2 * root + 1) < end; root = child) {
			if (child + 1 < end && compare(p + child * size, p + (child + 1) * size) < 0) child++;
			if (compare(p + root * size, p + child * size) >= 0) break;
			swap(p + root * size, p + child * size, size);
		}
	}
}

void *bsearch(const void *key, const void *base, size_t count, size_t size,
	int (*compare)(const void *, const void *))
{
	const char *p = base;

	while (count > 0) {
		size_t half = count / 2;
		int order = compare(key, p + half * size);

		if (order == 0) return (void *)(p + half * size);
		if (order > 0) {
			p += (half + 1) * size;
			count -= half + 1;
		} else
			count = half;
	}
	return 0;
}

char *getenv(const char *name)
{
	size_t n = strlen(name);
	char **e;

	for (e = environ; e && *e; e++)
		if (strncmp(*e, name, n) == 0 && (*e)[n] == '=') return *e + n + 1;
	return 0;
}

/* replaces or adds NAME=value; the environment is copied when it grows */
int putenv(char *definition)
{
	size_t n = strcspn(definition, "="), count = 0;
	char **e, **larger;

	for (e = environ; e && *e; e++, count++)
		if (strncmp(*e, definition, n + 1) == 0) {
			*e = definition;
			return 0;
		}
	larger = malloc((count + 2) * sizeof(char *));
	if (!larger) return -1;
	memcpy(larger, environ, count * sizeof(char *));
	larger[count] = definition;
	larger[count + 1] = 0;
	environ = larger;
	return 0;
}

int setenv(const char *name, const char *value, int overwrite)
{
	char *definition;

	if (!overwrite && getenv(name)) return 0;
	definition = malloc(strlen(name) + strlen(value) + 2);
	if (!definition) return -1;
	strcpy(stpcpy(stpcpy(definition, name), "="), value);
	return putenv(definition);
}

int unsetenv(const char *name)
{
	size_t n = strlen(name);
	char **from, **to = environ;

	for (from = environ; from && *from; from++)
		if (strncmp(*from, name, n) != 0 || (*from)[n] != '=') *to++ = *from;
	if (to) *to = 0;
	return 0;
}

int system(const char *command)
{
	int status = -1;
	pid_t child;

	if (!command) return 1;
	child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)0);
		_exit(127);
	}
	if (child > 0) waitpid(child, &status, 0);
	return status;
}

char *realpath(const char *path, char *resolved)
{
	if (!resolved) resolved = malloc(4096);
	if (!resolved) return 0;
	if (path[0] == '/')
		return strcpy(resolved, path);
	if (!getcwd(resolved, 4096 - strlen(path) - 1)) return 0;
	strcat(resolved, "/");
	return strcat(resolved, path);
}
