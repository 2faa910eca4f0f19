/* What printf and strtod of a real C library make of numbers: long arithmetic on the parts of floating-point numbers. */
#include <stdio.h>
#include <stdlib.h>

static unsigned seed = 7;

static unsigned next()
{
	seed = seed * 1664525u + 1013904223u;
	return seed;
}

int main()
{
	static const char *texts[] = {"1e-320", "4.9e-324", "1.7976931348623157e308", "1e400", "-inf", "nan", "0x1.8p-3",
		"3.14159265358979323846264338327950288", "123456789012345678901234567890", "0.1"};
	for(unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++)
	{
		volatile double d = strtod(texts[i], 0);
		volatile float f = strtof(texts[i], 0);
		volatile long double l = strtold(texts[i], 0);
		printf("%.17g %.9g %.21Lg %.3f %e\n", d, f, l, d < 1e20 ? d : 0.0, d);
	}
	for(int i = 0; i < 300; i++)
	{
		union { unsigned long long bits; double value; } u = {(unsigned long long)next() << 32 | next()};
		char text[64];
		snprintf(text, sizeof text, "%.17g", u.value);
		union { double value; unsigned long long bits; } back = {strtod(text, 0)};
		printf("%s %d %.6g\n", text, back.bits == u.bits, u.value);
	}
	return 0;
}
