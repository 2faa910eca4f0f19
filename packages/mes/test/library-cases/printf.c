/* printf with random conversions, in full and cut. */
#include "random.h"
#include <float.h>
#include <stdarg.h>
static double rd(void)
{
	union {
		uint64_t u;
		double d;
	} x;
	switch (below(8)) {
	case 0: x.u = rnd64(); return x.d;
	case 1: return (int)rnd() / 1024.0;
	case 2: return below(100000) * 0.5;
	case 3: return (double)(int64_t)rnd64();
	case 4: return below(1000000) / 1048576.0;
	case 5: return below(20) ? below(1000) : 0.0;
	case 6: return (below(100) + 1) / -8.0;
	default: {
		volatile double v = (int)rnd();
		v = v * 1e-300;
		if (below(2)) v = v * 1e-15;
		return v;
	}
	}
}
static void one(const char *f, ...)
{
	char b[6000];
	va_list ap, aq;
	va_start(ap, f);
	va_copy(aq, ap);
	int n = vsnprintf(b, sizeof b, f, ap), m = below(30);
	printf("%s|%d|%s|", f, n, b);
	memset(b, '#', 40);
	n = vsnprintf(b, m, f, aq);
	b[39] = 0;
	printf("%d|%s\n", n, m ? b : "");
	va_end(ap);
	va_end(aq);
}
int main(void)
{
	int i;
	char f[40];
	for (i = 0; i < 800; i++) {
		char *p = f, *q;
		const char *flags = "-+ 0#";
		int n = below(4), j;
		*p++ = '%';
		for (j = 0; j < n; j++) *p++ = flags[below(5)];
		if (below(2)) p += sprintf(p, "%d", 1 + below(25));
		if (below(2)) {
			p += sprintf(p, ".");
			if (below(5)) p += sprintf(p, "%d", below(below(20) ? 22 : 60));
		}
		switch (below(6)) {
		case 0:
			sprintf(p, "%s%c", below(2) ? "" : "l", "diuoxX"[below(6)]);
			{
				unsigned v = rnd();
				v >>= below(32);
				one(f, below(3) ? v : -v);
			}
			break;
		case 1:
			sprintf(p, "ll%c", "diuoxX"[below(6)]);
			{
				uint64_t v = rnd64();
				v >>= below(64);
				one(f, below(9) ? v : -v);
			}
			break;
		case 2:
			sprintf(p, "%s%c", below(2) ? "h" : "hh", "diuoxX"[below(6)]);
			one(f, rnd());
			break;
		case 3:
			sprintf(p, "%c", "eEfFgG"[below(6)]);
			one(f, rd());
			break;
		case 4:
			sprintf(p, "L%c", "eEfFgG"[below(6)]);
			{
				long double x = rd();
				if (below(3) == 0) x *= 1e-30L;
				if (below(8) == 0) x = x / 3;
				one(f, x);
			}
			break;
		default:
			switch (below(5)) {
			case 0:
				sprintf(p, "s");
				one(f, "hello world" + below(12));
				break;
			case 1:
				sprintf(p, "c");
				one(f, 33 + below(90));
				break;
			case 2:
				sprintf(p, "%%");
				one("%d%% %5d", rnd(), 3);
				break;
			case 3:
				one("%p %s", below(3) ? (void *)(uintptr_t)rnd() : (void *)0, (char *)0);
				break;
			default: {
				int a = below(20) - 10, b = rnd(), c = below(20) - 10, d = below(10) - 3,
				    e = below(9) - 2;
				one("%*d|%-*.*s|%.*f", a, b, c, d, "string", e, rd());
			}
			}
		}
	}
	{
		int n1;
		long long n2;
		short n3;
		signed char n4;
		printf("abc%n def%lln %hnx%hhn\n", &n1, &n2, &n3, &n4);
		printf("%d %lld %d %d\n", n1, n2, n3, n4);
	}
	one("%zu %zd %td %jd %ju %hhu %i", (size_t)-1, (size_t)-1, -5, (long long)-7, (unsigned long long)-1,
	    300, -3);
	one("%f %f %f %f %g %e %G %5.1f|%05f|%-8f|%+f", 1.0 / 0.0, -1.0 / 0.0, 1.0, -0.0, -0.0, 0.0, 1e100,
	    1.0 / 0.0, 1.0 / 0.0, 2.0, 1.0 / 0.0);
	one("%.0f %.0f %.0f %.0f %#.0f %.0e %#g %g %g %g %g", 0.5, 1.5, 2.5, 3.5, 3.0, 2.5, 1.0, 100000.0,
	    1000000.0, 0.0001, 0.00001);
	one("%.50f", 1.0 / 3);
	one("%.300f", 5e-324);
	one("%Lf %Le %Lg", LDBL_MAX, LDBL_MIN, 3.645199531882474602528e-4951L);
	one("%.1100f", DBL_MAX);
	return 0;
}
