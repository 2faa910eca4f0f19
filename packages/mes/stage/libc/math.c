/* What the x87 computes itself, as M1 bytes on the argument at [ebp+8]; the result stays in st0. */
#include <math.h>

double fabs(double x) { asm("'DD4508' 'D9E1'   # fld, fabs"); asm("'C9' 'C3'"); }
double sqrt(double x) { asm("'DD4508' 'D9FA'   # fld, fsqrt"); asm("'C9' 'C3'"); }
double sin(double x) { asm("'DD4508' 'D9FE'   # fld, fsin"); asm("'C9' 'C3'"); }
double cos(double x) { asm("'DD4508' 'D9FF'   # fld, fcos"); asm("'C9' 'C3'"); }
double atan(double x) { asm("'DD4508' 'D9E8' 'D9F3'   # fld, fld1, fpatan"); asm("'C9' 'C3'"); }
double atan2(double y, double x) { asm("'DD4508' 'DD4510' 'D9F3'   # fld y, fld x, fpatan"); asm("'C9' 'C3'"); }
double log(double x) { asm("'D9ED' 'DD4508' 'D9F1'   # fldln2, fld, fyl2x"); asm("'C9' 'C3'"); }
double log10(double x) { asm("'D9EC' 'DD4508' 'D9F1'   # fldlg2, fld, fyl2x"); asm("'C9' 'C3'"); }
double tan(double x) { return sin(x) / cos(x); }

static long double log2_of(double x) { asm("'D9E8' 'DD4508' 'D9F1'   # fld1, fld, fyl2x"); asm("'C9' 'C3'"); }
/* 2^x - 1 for |x| <= 1 */
static long double power_part(long double x) { asm("'DB6D08' 'D9F0'   # fld, f2xm1"); asm("'C9' 'C3'"); }

static long double power_of_two(long double x)
{
	int whole;

	if (x > 17000) return HUGE_VAL;
	if (x < -17000) return 0;
	whole = x < 0 ? (int)(x - 0.5L) : (int)(x + 0.5L);
	return ldexpl(1 + power_part(x - whole), whole);
}

double exp(double x) { return x != x ? x : power_of_two(x * 1.44269504088896340736L); }

double floor(double x)
{
	double whole;

	if (x >= 9e15 || x <= -9e15 || x != x) return x;
	whole = (long long)x;
	return whole > x ? whole - 1 : whole;
}

double ceil(double x) { return -floor(-x); }

double modf(double x, double *whole)
{
	*whole = x < 0 ? ceil(x) : floor(x);
	return x - *whole;
}

double fmod(double x, double y)
{
	asm("'DD4510' 'DD4508'   # fld y, fld x");
	asm("'D9F8' '9BDFE0' '9E' '7AF8'   # fprem until it is complete (C2 clear)");
	asm("'DDD9' 'C9' 'C3'");
}

/* integral powers exactly by multiplication while that is exact, others through logarithms */
double pow(double x, double y)
{
	double rest, whole;
	long double result = 1, factor = x;
	long long n;

	if (y == 0) return 1;
	rest = modf(y, &whole);
	if (rest == 0 && whole < 1024 && whole > -1024) {
		for (n = whole < 0 ? -whole : whole; n; n >>= 1) {
			if (n & 1) result *= factor;
			factor *= factor;
		}
		return whole < 0 ? 1 / result : result;
	}
	if (x < 0) {
		if (rest != 0) return 0.0 / 0.0;
		result = power_of_two(y * log2_of(-x));
		return fmod(whole, 2) != 0 ? -result : result;
	}
	if (x == 0) return y > 0 ? 0 : HUGE_VAL;
	return power_of_two(y * log2_of(x));
}

long double ldexpl(long double x, int exponent)
{
	asm("'DB4514' 'DB6D08' 'D9FD' 'DDD9'   # fild exponent, fld x, fscale, fstp st1");
	asm("'C9' 'C3'");
}

double ldexp(double x, int exponent) { return ldexpl(x, exponent); }

double frexp(double x, int *exponent)
{
	*exponent = 0;
	if (x == 0 || x - x != 0) return x;
	for (; x >= 1 || x <= -1; x /= 2) ++*exponent;
	for (; x < 0.5 && x > -0.5; x *= 2) --*exponent;
	return x;
}
