#include <string.h>
#include <stdlib.h>
#include <errno.h>
#include <ctype.h>

void *memmove(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (t <= f || t >= f + n)
		return memcpy(to, from, n);
	while (n--) t[n] = f[n];
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y) return *x - *y;
	return 0;
}

void *memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	for (; n; n--, p++)
		if (*p == (unsigned char)c) return (void *)p;
	return 0;
}

void *memmem(const void *s, size_t n, const void *part, size_t m)
{
	const char *p = s;

	for (; n >= m; n--, p++)
		if (memcmp(p, part, m) == 0) return (void *)p;
	return 0;
}

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p) p++;
	return p - s;
}

size_t strnlen(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i]) i++;
	return i;
}

char *stpcpy(char *to, const char *from)
{
	while ((*to = *from++)) to++;
	return to;
}

char *strcpy(char *to, const char *from) { stpcpy(to, from); return to; }
char *strcat(char *to, const char *from) { stpcpy(to + strlen(to), from); return to; }

char *strncpy(char *to, const char *from, size_t n)
{
	size_t i;

	for (i = 0; i < n && from[i]; i++) to[i] = from[i];
	for (; i < n; i++) to[i] = 0;
	return to;
}

char *strncat(char *to, const char *from, size_t n)
{
	char *p = to + strlen(to);

	while (n-- && *from) *p++ = *from++;
	*p = 0;
	return to;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *(const unsigned char *)a - *(const unsigned char *)b;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a) return *(const unsigned char *)a - *(const unsigned char *)b;
	return 0;
}

int strcoll(const char *a, const char *b) { return strcmp(a, b); }

int strcasecmp(const char *a, const char *b) { return strncasecmp(a, b, -1); }

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		int x = tolower(*(const unsigned char *)a), y = tolower(*(const unsigned char *)b);
		if (x != y || !x) return x - y;
	}
	return 0;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c) return (char *)s;
		if (!*s) return 0;
	}
}

char *strrchr(const char *s, int c)
{
	const char *last = 0;

	do
		if (*s == (char)c) last = s;
	while (*s++);
	return (char *)last;
}

char *index(const char *s, int c) { return strchr(s, c); }
char *rindex(const char *s, int c) { return strrchr(s, c); }

char *strstr(const char *s, const char *part)
{
	size_t n = strlen(part);

	for (;; s++) {
		if (strncmp(s, part, n) == 0) return (char *)s;
		if (!*s) return 0;
	}
}

size_t strspn(const char *s, const char *accept)
{
	size_t n = 0;

	while (s[n] && strchr(accept, s[n])) n++;
	return n;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t n = 0;

	while (s[n] && !strchr(reject, s[n])) n++;
	return n;
}

char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : 0;
}

char *strtok_r(char *s, const char *separators, char **rest)
{
	if (!s) s = *rest;
	s += strspn(s, separators);
	if (!*s) {
		*rest = s;
		return 0;
	}
	*rest = s + strcspn(s, separators);
	if (**rest) *(*rest)++ = 0;
	return s;
}

char *strtok(char *s, const char *separators)
{
	static char *rest;

	return strtok_r(s, separators, &rest);
}

char *strndup(const char *s, size_t n)
{
	size_t size = strnlen(s, n);
	char *copy = malloc(size + 1);

	if (copy) {
		memcpy(copy, s, size);
		copy[size] = 0;
	}
	return copy;
}

char *strdup(const char *s) { return strndup(s, strlen(s)); }

char *strlwr(char *s)
{
	char *p;

	for (p = s; *p; p++) *p = tolower(*p);
	return s;
}

char *strupr(char *s)
{
	char *p;

	for (p = s; *p; p++) *p = toupper(*p);
	return s;
}

int bcmp(const void *a, const void *b, size_t n) { return memcmp(a, b, n); }
void bcopy(const void *from, void *to, size_t n) { memmove(to, from, n); }
void bzero(void *s, size_t n) { memset(s, 0, n); }

static const struct { int number; const char *text; } errors[] = {
	{0, "Success"}, {EPERM, "Operation not permitted"}, {ENOENT, "No such file or directory"},
	{ESRCH, "No such process"}, {EINTR, "Interrupted system call"}, {EIO, "Input/output error"},
	{ENXIO, "No such device or address"}, {E2BIG, "Argument list too long"},
	{ENOEXEC, "Exec format error"}, {EBADF, "Bad file descriptor"}, {ECHILD, "No child processes"},
	{EAGAIN, "Resource temporarily unavailable"}, {ENOMEM, "Cannot allocate memory"},
	{EACCES, "Permission denied"}, {EFAULT, "Bad address"}, {ENOTBLK, "Block device required"},
	{EBUSY, "Device or resource busy"}, {EEXIST, "File exists"}, {EXDEV, "Invalid cross-device link"},
	{ENODEV, "No such device"}, {ENOTDIR, "Not a directory"}, {EISDIR, "Is a directory"},
	{EINVAL, "Invalid argument"}, {ENFILE, "Too many open files in system"},
	{EMFILE, "Too many open files"}, {ENOTTY, "Inappropriate ioctl for device"},
	{ETXTBSY, "Text file busy"}, {EFBIG, "File too large"}, {ENOSPC, "No space left on device"},
	{ESPIPE, "Illegal seek"}, {EROFS, "Read-only file system"}, {EMLINK, "Too many links"},
	{EPIPE, "Broken pipe"}, {EDOM, "Numerical argument out of domain"},
	{ERANGE, "Numerical result out of range"}, {EDEADLK, "Resource deadlock avoided"},
	{ENAMETOOLONG, "File name too long"}, {ENOLCK, "No locks available"},
	{ENOSYS, "Function not implemented"}, {ENOTEMPTY, "Directory not empty"},
	{ELOOP, "Too many levels of symbolic links"}, {ENODATA, "No data available"},
	{EPROTO, "Protocol error"}, {EOVERFLOW, "Value too large for defined data type"},
	{EILSEQ, "Invalid or incomplete multibyte or wide character"},
	{EOPNOTSUPP, "Operation not supported"}, {ECONNRESET, "Connection reset by peer"},
	{ETIMEDOUT, "Connection timed out"}, {ECONNREFUSED, "Connection refused"},
	{EINPROGRESS, "Operation now in progress"},
};

char *strerror(int number)
{
	static char unknown[32] = "Unknown error ";
	unsigned int i, n = number;
	char *p = unknown + 31;

	for (i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].number == number) return (char *)errors[i].text;
	do *--p = '0' + n % 10; while (n /= 10);
	strcpy(unknown + 14, p);
	return unknown;
}
