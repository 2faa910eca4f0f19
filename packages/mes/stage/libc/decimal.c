/* Naturals are arrays of 32-bit words, least significant first. */
#include <string.h>
#include <errno.h>
#include "decimal.h"

typedef unsigned int word;
typedef unsigned long long dword;

#define WORDS 1700              /* 10^4933 * 2^16500 and more */

struct natural { int n; word w[WORDS]; };

union parts { long double x; struct { dword mantissa; unsigned short sign_exponent; } p; };

int __signbitl(long double x)
{
	union parts u;

	u.x = x;
	return u.p.sign_exponent >> 15;
}

static void multiply_add(struct natural *a, word factor, word carry)
{
	int i;

	for (i = 0; i < a->n; i++) {
		dword t = (dword)a->w[i] * factor + carry;
		a->w[i] = t;
		carry = t >> 32;
	}
	if (carry) a->w[a->n++] = carry;
}

/* quotient in place; returns the remainder */
static word divide_small(struct natural *a, word divisor)
{
	word rest = 0;
	int i, bit;

	for (i = a->n - 1; i >= 0; i--) {
		word w = a->w[i], q = 0;
		for (bit = 31; bit >= 0; bit--) {
			rest = rest << 1 | (w >> bit & 1);
			if (rest >= divisor) {
				rest -= divisor;
				q |= 1U << bit;
			}
		}
		a->w[i] = q;
	}
	while (a->n && !a->w[a->n - 1]) a->n--;
	return rest;
}

static void shift_left(struct natural *a, int bits)
{
	int whole = bits / 32, i;

	if (!a->n) return;
	if (bits % 32) multiply_add(a, 1U << bits % 32, 0);
	if (whole) {
		for (i = a->n - 1; i >= 0; i--) a->w[i + whole] = a->w[i];
		for (i = 0; i < whole; i++) a->w[i] = 0;
		a->n += whole;
	}
}

static int compare(struct natural *a, struct natural *b)
{
	int i;

	if (a->n != b->n) return a->n < b->n ? -1 : 1;
	for (i = a->n - 1; i >= 0; i--)
		if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
	return 0;
}

/* a -= b, for a >= b */
static void subtract(struct natural *a, struct natural *b)
{
	word borrow = 0;
	int i;

	for (i = 0; i < a->n; i++) {
		word y = i < b->n ? b->w[i] : 0;
		dword t = (dword)a->w[i] - y - borrow;
		a->w[i] = t;
		borrow = (t >> 32) & 1;
	}
	while (a->n && !a->w[a->n - 1]) a->n--;
}

static int bits_of(struct natural *a)
{
	int bits = 0;
	word top;

	if (!a->n) return 0;
	for (top = a->w[a->n - 1]; top; top >>= 1) bits++;
	return 32 * (a->n - 1) + bits;
}

static void set(struct natural *a, dword v)
{
	a->w[0] = v;
	a->w[1] = v >> 32;
	a->n = a->w[1] ? 2 : a->w[0] ? 1 : 0;
}

static void power_of_ten(struct natural *a, int exponent)
{
	for (; exponent >= 9; exponent -= 9) multiply_add(a, 1000000000, 0);
	for (; exponent > 0; exponent--) multiply_add(a, 10, 0);
}

/* x = mantissa * 2^exponent */
static void take_apart(long double x, dword *mantissa, int *exponent)
{
	union parts u;
	int e;

	u.x = x;
	e = u.p.sign_exponent & 0x7FFF;
	*mantissa = u.p.mantissa;
	*exponent = (e ? e : 1) - 16383 - 63;
}

/* nine digits of n into text */
static void nine(char *text, word n)
{
	int i;

	for (i = 8; i >= 0; i--) {
		text[i] = '0' + n % 10;
		n /= 10;
	}
}

/* decimal digits of the whole part, from the right; returns their number */
static int whole_digits(struct natural *a, char *digits)
{
	char *end = digits + DECIMAL_DIGITS - 1 - 9, *p = end;
	int n;

	while (a->n) {
		p -= 9;
		nine(p, divide_small(a, 1000000000));
	}
	while (p < end && *p == '0') p++;
	n = end - p;
	memmove(digits, p, n);
	return n;
}

static void round_digits(char *digits, int count, int *point)
{
	int i = count;

	while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
	if (i > 0)
		digits[i - 1]++;
	else {
		memmove(digits + 1, digits, count);
		digits[0] = '1';
		(*point)++;
	}
}

void __decimal(long double x, int count, int fixed, char *digits, int *point)
{
	static struct natural whole, part;
	dword mantissa;
	int exponent, have, wanted, up, rest = 0, scale = 0;

	take_apart(x, &mantissa, &exponent);
	set(&whole, mantissa);
	part.n = 0;
	if (exponent >= 0)
		shift_left(&whole, exponent);
	else {
		/* whole = mantissa >> scale, part = what is lost, over 2^scale */
		scale = -exponent;
		set(&part, mantissa);
		if (scale < 64) {
			set(&whole, mantissa >> scale);
			set(&part, mantissa & (((dword)1 << scale) - 1));
		} else
			whole.n = 0;
	}
	have = whole_digits(&whole, digits);
	*point = have;
	wanted = fixed ? have + count : count;
	/* digits of the part, until enough are there beside one for rounding */
	while (part.n && (have == 0 ? 1 : have <= wanted) && have < DECIMAL_DIGITS - 20) {
		char piece[9];
		int i, words = scale / 32, bits = scale % 32;
		word v;

		multiply_add(&part, 1000000000, 0);
		v = words < part.n ? part.w[words] >> bits : 0;
		if (bits && words + 1 < part.n) v |= part.w[words + 1] << (32 - bits);
		if (words < part.n) {
			part.w[words] &= bits ? (1U << bits) - 1 : 0;
			part.n = words + 1;
			while (part.n && !part.w[part.n - 1]) part.n--;
		}
		nine(piece, v);
		for (i = 0; i < 9; i++) {
			if (have == 0 && piece[i] == '0') (*point)--;
			else digits[have++] = piece[i];
		}
		if (fixed) wanted = count + *point;
		if (fixed && have == 0 && -*point > count + 9) break;
	}
	rest = part.n > 0;
	if (wanted < 0) {
		/* nothing but zeros in front of a far smaller number */
		digits[0] = 0;
		*point = -count;
		return;
	}
	if (have > wanted) {
		int i, later = rest;
		for (i = wanted + 1; i < have; i++) if (digits[i] != '0') later = 1;
		up = digits[wanted] > '5' || (digits[wanted] == '5'
			&& (later || (wanted > 0 && (digits[wanted - 1] & 1))));
		have = wanted;
		if (up) {
			int before = *point;
			round_digits(digits, have, point);
			if (*point > before && (fixed || have == 0)) have++;
		}
	} else if (have == 0 && !fixed)
		*point = 1;
	if (!fixed)
		while (have < count) digits[have++] = '0';
	digits[have] = 0;
	if (fixed && have == 0 && *point < 0) *point = -count;
}

/* 2^n as a long double, for any n, in steps that stay exact */
static long double scale(long double x, int n)
{
	union parts u;

	u.p.mantissa = 0x8000000000000000ULL;
	while (n > 16000) { u.p.sign_exponent = 16383 + 16000; x *= u.x; n -= 16000; }
	while (n < -16000) { u.p.sign_exponent = 16383 - 16000; x *= u.x; n += 16000; }
	u.p.sign_exponent = 16383 + n;
	return x * u.x;
}

/* what cannot be represented: errno, and what comes next to it */
static long double out_of_range(long double x)
{
	errno = ERANGE;
	return x;
}

/* numerator / denominator, rounded once.  Subnormal results have fewer bits. */
static long double quotient(struct natural *a, struct natural *b, int bits, int least, int most)
{
	int shift = bits_of(a) - bits_of(b), e, i;
	dword mantissa = 0;

	/* b * 2^shift <= a < b * 2^(shift+1), with a or b moved */
	if (shift > 0) shift_left(b, shift);
	else if (shift < 0) shift_left(a, -shift);
	e = shift;
	if (compare(a, b) < 0) {
		shift_left(a, 1);
		e--;
	}
	if (e < least) bits -= least - e;
	if (bits < 0) return out_of_range(0);
	for (i = 0; i < bits; i++) {
		mantissa <<= 1;
		if (compare(a, b) >= 0) {
			subtract(a, b);
			mantissa |= 1;
		}
		shift_left(a, 1);
	}
	if (e < least && a->n) errno = ERANGE;
	/* a / b is now twice what is left of the last bit */
	i = compare(a, b);
	if (i > 0 || (i == 0 && (mantissa & 1))) {
		mantissa++;
		if (bits && mantissa == (bits < 64 ? (dword)1 << bits : 0)) {
			mantissa = (dword)1 << (bits - 1);
			e++;
		}
	}
	if (e > most) return out_of_range(1.0L / 0.0L);
	return scale((long double)mantissa, e - bits + 1);
}

long double __binary(const char *digits, int n, int base, int exponent, int bits, int least, int most)
{
	static struct natural a, b;
	int i, magnitude;

	while (n && !*digits) { digits++; n--; }
	if (!n) return 0;
	magnitude = base == 16 ? n + exponent / 4 : n + exponent;
	if (magnitude > 5000) return out_of_range(1.0L / 0.0L);
	if (magnitude < -5100) return out_of_range(0);
	a.n = 0;
	for (i = 0; i < n; i++) multiply_add(&a, base, digits[i]);
	set(&b, 1);
	if (base == 16) shift_left(exponent > 0 ? &a : &b, exponent > 0 ? exponent : -exponent);
	else power_of_ten(exponent > 0 ? &a : &b, exponent > 0 ? exponent : -exponent);
	return quotient(&a, &b, bits, least, most);
}
