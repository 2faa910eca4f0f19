/* Those that the x87 has no instruction for; the others are in x86.c. */
#include <math.h>

long double __log2l(long double x);
long double __exp2m1l(long double x);

float fabsf(float x) { return fabs(x); }
double tan(double x) { return sin(x) / cos(x); }

static long double power_of_two(long double x)
{
	int whole;

	if (x > 17000) return HUGE_VAL;
	if (x < -17000) return 0;
	whole = x < 0 ? (int)(x - 0.5L) : (int)(x + 0.5L);
	return ldexpl(1 + __exp2m1l(x - whole), whole);
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
		result = power_of_two(y * __log2l(-x));
		return fmod(whole, 2) != 0 ? -result : result;
	}
	if (x == 0) return y > 0 ? 0 : HUGE_VAL;
	return power_of_two(y * __log2l(x));
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
