/* The four rounding modes: division, conversion to integers of every width, rint, float and double stores. */
#include <fenv.h>
#include <math.h>
#include <stdio.h>

static const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
static volatile long double values[] = {0.5L, 1.5L, 2.5L, -0.5L, -1.5L, -2.5L, 1e9L + 0.5L, -1e9L - 0.5L, 0.0L, -0.0L,
	1e-4950L, 3.0e38L, 1.0e300L, -7.25L};

int main()
{
	for(int m = 0; m < 4; m++)
	{
		fesetround(modes[m]);
		for(unsigned i = 0; i < sizeof(values) / sizeof(*values); i++)
		{
			volatile long double x = values[i];
			volatile long double third = x / 3.0L;
			volatile double d = x;
			volatile float f = x;
			short s;
			int w;
			long long q;
			asm volatile("fldt %3; fistps %0; fldt %3; fistpl %1; fldt %3; fistpll %2" : "=m"(s), "=m"(w), "=m"(q) : "m"(x));
			printf("%La %La %a %a %d %d %lld\n", third, rintl(x), d, f, s, w, q);
		}
	}
	return 0;
}
