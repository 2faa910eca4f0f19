/* Long chains of arithmetic in every precision, with values that a generator of whole numbers makes. */
#include <stdio.h>

static unsigned seed = 1;

static long double next()
{
	seed = seed * 1103515245u + 12345u;
	return (long double)(int)seed / 65536.0L;
}

static long double root(long double x)
{
	asm("fsqrt" : "+t"(x));
	return x;
}

static long double remainder_of(long double x, long double y)
{
	unsigned short status;
	do asm volatile("fprem; fnstsw %%ax" : "+t"(x), "=a"(status) : "u"(y)); while(status & 0x400);
	return x;
}

int main()
{
	long double sum = 0;
	for(int i = 0; i < 20000; i++)
	{
		long double x = next(), y = next();
		sum += x * y - x / (y == 0 ? 1 : y) + remainder_of(x, 3.7L) + root(x < 0 ? -x : x);
		if(i % 1000 == 0) printf("%La\n", sum);
	}
	/* Logistic map: every bit of every step counts. */
	volatile long double l = 0.3L;
	volatile double d = 0.3;
	volatile float f = 0.3f;
	for(int i = 0; i < 2000; i++)
	{
		l = 3.9L * l * (1 - l);
		volatile double d1 = 3.9 * d, d2 = 1 - d;
		d = d1 * d2;
		volatile float f1 = 3.9f * f, f2 = 1 - f;
		f = f1 * f2;
	}
	printf("%La %a %a\n", l, d, f);
	return 0;
}
