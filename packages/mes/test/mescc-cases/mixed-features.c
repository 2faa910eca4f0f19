#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <float.h>
#include <stdarg.h>
struct p { double x, y; };
struct big { int a[20]; char c; };
struct s3 { char a, b, c; };
struct p mk(double a, double b) { struct p r; r.x = a; r.y = b; return r; }
struct big mkb(int n) { struct big b; int i; for (i = 0; i < 20; i++) b.a[i] = n * i; b.c = 'z'; return b; }
struct s3 mk3(int n) { struct s3 s = { n, n+1, n+2 }; return s; }
int sum(struct big b, struct s3 s, double d) { int t = 0, i; for (i = 0; i < 20; i++) t += b.a[i]; return t + s.a + s.b + s.c + (int)d; }
long long f(long long a, int s) { return (a << s) + (a >> (s / 2)) * 3 - a / 7 + a % 1000; }
unsigned long long uf(unsigned long long a) { return a / 10 + a % 10 * 3 + (a >> 33); }
static double poly(double x, int n) { double r = 0; while (n--) r = r * x + n; return r; }
typedef int (*fn)(int);
static int twice(int x) { return 2 * x; }
static int inc(int x) { return x + 1; }
static fn pick(int k) { return k ? twice : inc; }
static int matrix[3][4] = {{1,2,3,4},{5,6,7,8},{9,10,11,12}};
struct bf { unsigned a:3; int b:5; unsigned long long c:40; unsigned d:1; _Bool e:1; };
int vs(int n, ...) { va_list ap; int t = 0; va_start(ap, n); while (n--) t += va_arg(ap, int); va_end(ap); return t; }
double vd(int n, ...) { va_list ap; double t = 0; va_start(ap, n); while (n--) t += va_arg(ap, double); va_end(ap); return t; }
int old(a, b) int a; char *b; { return a + b[0]; }
int main(void) {
	struct p q = mk(1.5, 2.25); struct big b = mkb(3); int i, j; unsigned char uc = 250; signed char sc = -7; short sh = -3000;
	float fl = 3.14159f; double d = 1e10, e; long double ld = 1.0L / 3; unsigned u = 4000000000u; long long ll = -123456789012345LL;
	struct bf bf = { 5, -3, 0x123456789AULL, 1, 1 };
	printf("%g %g %d %d\n", q.x, q.y, sum(b, mk3(7), 9.9), mkb(2).a[5]);
	printf("%lld %lld %llu\n", f(ll, 3), f(987654321098LL, 10), uf(18446744073709551615ULL));
	printf("%.10f %.10g %e %Lf\n", poly(1.1, 6), fl, d * 3.3, ld);
	printf("%d %d %d\n", pick(1)(21), pick(0)(21), (*pick(1))(4));
	for (i = 0; i < 3; i++) for (j = 0; j < 4; j++) printf("%d ", matrix[i][j] * matrix[j % 3][i]); puts("");
	printf("%u %d %llx %d %d %d\n", bf.a, bf.b, (unsigned long long)bf.c, bf.d, bf.e, (int)sizeof bf);
	bf.a += 4; bf.b--; bf.c <<= 3; bf.d ^= 1; bf.e = 0;
	printf("%u %d %llx %d %d\n", bf.a, bf.b, (unsigned long long)bf.c, bf.d, bf.e);
	printf("%d %g %d\n", vs(4, 1, 2, 3, 4), vd(3, 1.5, 2.5, 3.0), old(3, "A"));
	uc += 10; sc *= 20; sh <<= 3; printf("%d %d %d\n", uc, sc, sh);
	printf("%g %g %u %lld %d\n", (double)u, (float)ll, (unsigned)(d / 5), (long long)(d * 1e5), (int)-3.99);
	e = u; e += ll; printf("%.3f %d %d %d\n", e, e < 0, e == e, !(e > 1));
	printf("%llu\n", (unsigned long long)1.8e19);
	printf("%g %g %g\n", (double)18446744073709551615ULL, 1.0 / 3 * 3 - 1, -0.0);
	printf("%s|%.3s|%-8s|%8s|%c|%%|%5d|%-5d|%05d|%+d|%x|%#x|%o|%p\n", "hello", "hello", "ab", "cd", 'x', 42, 42, 42, 42, 255, 255, 8, (void*)0x1234);
	printf("%.0f %.0f %.0f %.1f %.2f %g %g %g %g\n", 0.5, 1.5, 2.5, 0.25, 1.005, 1e100, 1e-5, 123456789.0, 0.0001);
	printf("%.17g %.17g %.20f\n", 0.1, DBL_MAX, 0.1);
	printf("%g %g\n", strtod("1e-320", 0), strtod("179769313486231570000000000000000000000e270", 0));
	printf("%d\n", strtod("2.2250738585072011e-308", 0) == 2.2250738585072011e-308);
	{ int a[] = { [3] = 1, 2, [0] = 9 }; struct { int x; struct { int y, z; } in[2]; } v = { .in[1].z = 4, .x = 2 };
	printf("%d %d %d %d %d %d\n", (int)(sizeof a / sizeof *a), a[0], a[3], a[4], v.in[1].z, v.x); }
	printf("%d %d\n", ((struct s3){1,2,3}).b, (int[]){4,5,6}[2]);
	switch (ll) { case -123456789012345LL: puts("ll"); break; default: puts("no"); }
	i = 5; i = i++ + ++i; j = (i, 3); printf("%d\n", j ? i > 3 ? 1 : 2 : 3);
	printf("%d %d %d\n", -7 / 2, -7 % 2, -7 >> 1); printf("%d %d\n", -8 / 4, -9 / 4);
	printf("%u %u\n", 7u / 2, -7u % 10);
	{ char *s = "abc"; char t[10] = "xy"; strcat(t, s); while (*s) putchar(*s++ + 1); puts(t); }
	return 0;
}
