/* Text to integers, one reader for all. */
#include <stdlib.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>

static int digit_of(int c)
{
	if (isdigit(c)) return c - '0';
	if (isalpha(c)) return (c | 32) - 'a' + 10;
	return 99;
}

/* value of at most `most`, sign apart; *over tells of more */
static unsigned long long read_number(const char *s, char **end, int base, int *negative, int *over)
{
	const char *start = s, *p;
	unsigned long long n = 0;

	*negative = *over = 0;
	while (isspace(*(const unsigned char *)s)) s++;
	if (*s == '-' || *s == '+') *negative = *s++ == '-';
	if ((base == 0 || base == 16) && s[0] == '0' && (s[1] | 32) == 'x' && digit_of(s[2]) < 16) {
		s += 2;
		base = 16;
	}
	if (base == 0) base = *s == '0' ? 8 : 10;
	for (p = s; digit_of(*(const unsigned char *)p) < base; p++) {
		if (n >> 57) {
			unsigned long long next = n * base + digit_of(*p);
			if (n > ULLONG_MAX / base || next < n) *over = 1;
		}
		n = n * base + digit_of(*p);
	}
	if (end) *end = (char *)(p == s ? start : p);
	return n;
}

unsigned long long strtoull(const char *s, char **end, int base)
{
	int negative, over;
	unsigned long long n = read_number(s, end, base, &negative, &over);

	if (over) {
		errno = ERANGE;
		return ULLONG_MAX;
	}
	return negative ? -n : n;
}

long long strtoll(const char *s, char **end, int base)
{
	int negative, over;
	unsigned long long n = read_number(s, end, base, &negative, &over);

	if (over || n > (unsigned long long)LLONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LLONG_MIN : LLONG_MAX;
	}
	return negative ? -n : n;
}

unsigned long strtoul(const char *s, char **end, int base)
{
	int negative, over;
	unsigned long long n = read_number(s, end, base, &negative, &over);

	if (over || n > ULONG_MAX) {
		errno = ERANGE;
		return ULONG_MAX;
	}
	return negative ? -n : n;
}

long strtol(const char *s, char **end, int base)
{
	int negative, over;
	unsigned long long n = read_number(s, end, base, &negative, &over);

	if (over || n > (unsigned long long)LONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LONG_MIN : LONG_MAX;
	}
	return negative ? -n : n;
}

int atoi(const char *s) { return strtol(s, 0, 10); }
long atol(const char *s) { return strtol(s, 0, 10); }
long long atoll(const char *s) { return strtoll(s, 0, 10); }
