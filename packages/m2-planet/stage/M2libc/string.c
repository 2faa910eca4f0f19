/* Strings and pieces of memory, as in C. Bytes compare as unsigned numbers. */

size_t strlen(char* s)
{
	int n = 0;
	while (s[n] != 0) n += 1;
	return n;
}

/* The same, but looks no further than room bytes; 0 for NULL */
size_t strnlen_s(char* s, size_t room)
{
	size_t n = 0;
	if (NULL == s) return 0;
	while (n < room) {
		if (s[n] == 0) return n;
		n += 1;
	}
	return n;
}

char* strcpy(char* to, char* from)
{
	int i = 0;
	while (from[i] != 0) {
		to[i] = from[i];
		i += 1;
	}
	to[i] = 0;
	return to;
}

/* Writes count bytes: what is there of from, then zeros */
char* strncpy(char* to, char* from, size_t count)
{
	size_t i = 0;
	while (i < count) {
		if (from[i] == 0) break;
		to[i] = from[i];
		i += 1;
	}
	while (i < count) {
		to[i] = 0;
		i += 1;
	}
	return to;
}

char* strcat(char* to, char* from)
{
	strcpy(to + strlen(to), from);
	return to;
}

/* Appends count bytes at most, and a zero */
char* strncat(char* to, char* from, size_t count)
{
	char* end = to + strlen(to);
	size_t i = strnlen_s(from, count);
	end[i] = 0;
	while (i > 0) {
		i -= 1;
		end[i] = from[i];
	}
	return to;
}

int strcmp(char* a, char* b)
{
	int i = 0;
	while (a[i] == b[i]) {
		if (a[i] == 0) return 0;
		i += 1;
	}
	return (a[i] & 0xFF) - (b[i] & 0xFF);
}

int strncmp(char* a, char* b, size_t count)
{
	size_t i;
	for (i = 0; i < count; i += 1) {
		if (a[i] != b[i]) return (a[i] & 0xFF) - (b[i] & 0xFF);
		if (a[i] == 0) return 0;
	}
	return 0;
}

/* The first c in s, or NULL. The final zero can be looked for too. */
char* strchr(char* s, int c)
{
	char wanted = c;
	while (*s != wanted) {
		if (*s == 0) return NULL;
		s++;
	}
	return s;
}

/* The last c in s, or NULL */
char* strrchr(char* s, int c)
{
	char* found = NULL;
	char wanted = c;
	while (*s != 0) {
		if (*s == wanted) found = s;
		s++;
	}
	if (wanted == 0) return s;
	return found;
}

int __is_in(char c, char* set)
{
	while (*set != 0) {
		if (*set == c) return 1;
		set++;
	}
	return 0;
}

/* How many characters at the start of s are in the set */
size_t strspn(char* s, char* set)
{
	size_t n = 0;
	while (__is_in(s[n], set)) n += 1;
	return n;
}

/* How many characters at the start of s are not in the set */
size_t strcspn(char* s, char* set)
{
	size_t n = 0;
	while (s[n] != 0) {
		if (__is_in(s[n], set)) return n;
		n += 1;
	}
	return n;
}

/* The first character of s that is in the set, or NULL */
char* strpbrk(char* s, char* set)
{
	s = s + strcspn(s, set);
	if (*s == 0) return NULL;
	return s;
}

#ifndef __HAVE_MEMSET
#define __HAVE_MEMSET
void* memset(void* to, int value, int size)
{
	char* bytes = to;
	int i;
	for (i = 0; i < size; i += 1) bytes[i] = value;
	return to;
}
#endif

void* memcpy(void* to, void* from, size_t count)
{
	char* t = to;
	char* f = from;
	size_t i;
	for (i = 0; i < count; i += 1) t[i] = f[i];
	return to;
}

/* The same for pieces that overlap */
void* memmove(void* to, void* from, size_t count)
{
	char* t = to;
	char* f = from;
	if (t < f) return memcpy(to, from, count);
	while (count > 0) {
		count -= 1;
		t[count] = f[count];
	}
	return to;
}

int memcmp(void* a, void* b, size_t count)
{
	char* x = a;
	char* y = b;
	size_t i;
	for (i = 0; i < count; i += 1) {
		if (x[i] != y[i]) return (x[i] & 0xFF) - (y[i] & 0xFF);
	}
	return 0;
}

/* Where part first stands in s, or NULL */
char* strstr(char* s, char* part)
{
	size_t size = strlen(part);
	while (strncmp(s, part, size) != 0) {
		if (*s == 0) return NULL;
		s++;
	}
	return s;
}

void* malloc(unsigned size);

char* strdup(char* s)
{
	char* copy = malloc(strlen(s) + 1);
	if (NULL == copy) return NULL;
	return strcpy(copy, s);
}
