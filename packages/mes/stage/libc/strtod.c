/* Text to floating numbers, each rounded once to its own precision. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <ctype.h>
#include "decimal.h"

#define MOST_DIGITS 800         /* what lies beyond only says that there is more */

static int hex_digit(int c)
{
	if (isdigit(c)) return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
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

/* Digits of the base, maybe with a point; then an exponent, which counts powers of ten, or of two when the base is 16.
   *end stays where it is when there is no digit. */
static long double read_digits(const char *s, const char **end, int base, int bits, int least, int most)
{
	char digits[MOST_DIGITS];
	int n = 0, exponent = 0, point = 0, seen = 0;

	for (;; s++) {
		int digit = hex_digit(*s);

		if (*s == '.' && !point) {
			point = 1;
			continue;
		}
		if (digit >= base) break;
		seen = 1;
		if (n < MOST_DIGITS) {
			if (n || digit) digits[n++] = digit;
			exponent -= point;
		} else {
			if (digit) digits[MOST_DIGITS - 1] |= 1;
			exponent += !point;
		}
	}
	if (!seen) return 0;
	if (base == 16) exponent *= 4;
	*end = read_exponent(s, base == 16 ? 'p' : 'e', &exponent);
	return __binary(digits, n, base, exponent, bits, least, most);
}

/* nan, or nan(word) */
static const char *after_nan(const char *s)
{
	const char *p = s + 3;

	if (*p != '(') return p;
	do p++; while (isalnum(*p) || *p == '_');
	return *p == ')' ? p + 1 : s + 3;
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
		after = after_nan(s);
		x = 0.0L / 0.0L;
	} else if (s[0] == '0' && (s[1] | 32) == 'x' && hex_digit(s[2 + (s[2] == '.')]) < 16)
		x = read_digits(s + 2, &after, 16, bits, least, most);
	else
		x = read_digits(s, &after, 10, bits, least, most);
	if (end) *end = (char *)(after ? after : start);
	return negative && after ? -x : x;
}

long double strtold(const char *s, char **end) { return read_float(s, end, 64, -16382, 16383); }
double strtod(const char *s, char **end) { return read_float(s, end, 53, -1022, 1023); }
float strtof(const char *s, char **end) { return read_float(s, end, 24, -126, 127); }
double atof(const char *s) { return strtod(s, 0); }
