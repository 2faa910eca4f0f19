/* Infinities, NaNs, denormals and signed zeros: results, comparisons, classes, and the exceptions they leave behind. */
#include <fenv.h>
#include <stdio.h>

static volatile long double values[] = {0.0L, -0.0L, 1.0L, -1.0L, 1.0L / 0.0L, -1.0L / 0.0L, __builtin_nanl(""), 3.6e-4951L,
	-3.6e-4951L, 1.18973149535723176502e+4932L, 3.36210314311209350626e-4932L, 2.0L};
enum { COUNT = sizeof(values) / sizeof(*values) };

static int class_of(long double x)
{
	unsigned short status;
	asm volatile("fxam; fnstsw %%ax" : "=a"(status) : "t"(x));
	return (status >> 8) & 0x47;
}

static int raised()
{
	int flags = fetestexcept(FE_ALL_EXCEPT);
	feclearexcept(FE_ALL_EXCEPT);
	return flags;
}

int main()
{
	feclearexcept(FE_ALL_EXCEPT);
	for(int i = 0; i < COUNT; i++)
	{
		volatile long double x = values[i];
		volatile double narrow = x;
		int stored = raised();
		volatile float narrower = x;
		printf("%x: %La %a %x %a %x\n", class_of(x), x, narrow, stored, narrower, raised());
		for(int j = 0; j < COUNT; j++)
		{
			volatile long double y = values[j], sum, product, quotient;
			sum = x + y;
			int s = raised();
			product = x * y;
			int p = raised();
			quotient = x / y;
			int q = raised();
			int order = (x < y) | (x <= y) << 1 | (x == y) << 2 | (x != y) << 3 | __builtin_isunordered(x, y) << 4;
			printf("%La %x %La %x %La %x %x %x\n", sum, s, product, p, quotient, q, order, raised());
		}
	}
	return 0;
}
