/* Text to floating numbers, each rounded once to its own precision. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <ctype.h>
#include <errno.h>
#include "decimal.h"

#define MOST_DIGITS 800         /* what lies beyond only says that there is more */

static int hex_digit(int c)
{
	if (isdigit(c)) return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *read_exponent(const char *s, int mark, int *exponent)
{
	const char *p = s;
	int negative = 0, n = 0;

	if ((*p | 32) != mark) return s;
	p++;
	if (*p == '-' || *p == '+') negative = *p++ == '-';
	if (!isdigit(*p)) return s;
	for (; isdigit(*p); p++) if (n < 100000) n = n * 10 + *p - '0';
	*exponent += negative ? -n : n;
	return p;
}

/* 0x1.8p3: the digits are turned into bits of a mantissa, then into text of halves */
static long double read_hex(const char *s, const char **end)
{
	long double x = 0;
	int exponent = 0, point = 0, seen = 0;

	for (;; s++) {
		int d = hex_digit(*s);
		if (*s == '.' && !point) {
			point = 1;
			continue;
		}
		if (d < 0) break;
		seen = 1;
		x = x * 16 + d;
		if (point) exponent -= 4;
	}
	if (!seen) return 0;
	s = read_exponent(s, 'p', &exponent);
	for (; exponent > 0; exponent--) x *= 2;
	for (; exponent < 0; exponent++) x /= 2;
	*end = s;
	return x;
}

static long double read_decimal(const char *s, const char **end, int bits, int least, int most)
{
	char digits[MOST_DIGITS + 1];
	int n = 0, exponent = 0, point = 0, seen = 0;

	for (;; s++) {
		if (*s == '.' && !point) {
			point = 1;
			continue;
		}
		if (!isdigit(*s)) break;
		seen = 1;
		if (n < MOST_DIGITS) {
			if (n || *s != '0') digits[n++] = *s;
			if (point) exponent--;
		} else {
			if (*s != '0') digits[MOST_DIGITS - 1] |= 1;
			if (!point) exponent++;
		}
	}
	if (!seen) return 0;
	s = read_exponent(s, 'e', &exponent);
	*end = s;
	return __binary(digits, n, exponent, bits, least, most);
}

static long double read_float(const char *s, char **end, int bits, int least, int most)
{
	const char *start = s, *after = 0;
	long double x;
	int negative = 0;

	while (isspace(*(const unsigned char *)s)) s++;
	if (*s == '-' || *s == '+') negative = *s++ == '-';
	if (strncasecmp(s, "inf", 3) == 0) {
		after = s + (strncasecmp(s, "infinity", 8) == 0 ? 8 : 3);
		x = 1.0L / 0.0L;
	} else if (strncasecmp(s, "nan", 3) == 0) {
		after = s + 3;
		x = 0.0L / 0.0L;
	} else if (s[0] == '0' && (s[1] | 32) == 'x' && (hex_digit(s[2]) >= 0 || (s[2] == '.' && hex_digit(s[3]) >= 0)))
		x = read_hex(s + 2, &after);
	else {
		x = read_decimal(s, &after, bits, least, most);
		if (after && x - x != 0) errno = ERANGE;
	}
	if (end) *end = (char *)(after ? after : start);
	return negative ? -x : x;
}

long double strtold(const char *s, char **end) { return read_float(s, end, 64, -16382, 16383); }
double strtod(const char *s, char **end) { return read_float(s, end, 53, -1022, 1023); }
float strtof(const char *s, char **end) { return read_float(s, end, 24, -126, 127); }
double atof(const char *s) { return strtod(s, 0); }
