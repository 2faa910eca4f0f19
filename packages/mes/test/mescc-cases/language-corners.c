#include <stdio.h>
#include <setjmp.h>
#define CAT(a,b) a##b
#define STR(x) #x
#define XSTR(x) STR(x)
#define V(fmt, ...) printf(fmt, ## __VA_ARGS__)
#define f(a) a*g
#define g(a) f(a)
struct pk { char c; int i __attribute__((packed)); } __attribute__((packed));
struct __attribute__((packed)) pk2 { char c; int i; short s:9; };
struct fl { int n; char d[]; };
union u { int i; struct { short lo, hi; }; char b[4]; };
enum e { A = 1, B, C = 'x', D = A | 8 };
static int arr[] = { [2] = 5, [0 ... 1] = 7 };
static const char *names[] = { "a", "bb" "cc", 0 };
static int *pa = &arr[1], *pb = arr + 2; static char *ps = "hello" + 1; int (*fp)(const char *, ...) = printf;
static double dd = 1.0 / 3 - .5e-3, de[2] = { -1, 2.5f };
static long double ldv = 1.5L; static float ff = 1e10f;
inline static int sq(int x) { return x * x; }
static int vla(int a[static 3], int n) { return a[n]; }
int (*tab(int k))(int) { return sq; }
jmp_buf jb;
int fact(int n) { return n ? n * fact(n - 1) : (longjmp(jb, 7), 0); }
int main(void) {
	union u u = { .lo = 3, .hi = 4 }; char buf[] = "abc"; volatile int k = 0; int r; unsigned short us = 65535; _Bool bb = 5;
	long long x = 1; int sh = 40; unsigned long long ux = ~0ULL; float fa = 16777216.0f; struct { unsigned a : 4, : 4, b : 8; } bf = { 15, 255 };
	V("none\n"); V("%d %s\n", CAT(1, 2), XSTR(CAT(a, b) + "q\n"));
	printf("%d %d %d %d %d\n", (int)sizeof(struct pk), (int)sizeof(struct pk2), (int)sizeof(struct fl), (int)sizeof buf, (int)sizeof arr);
	printf("%x %d %d %d %s %s %d\n", u.i, C, D, arr[0] + arr[2], names[1], ps, *pa + *pb);
	printf("%.15g %g %g %Lg %g\n", dd, de[0], de[1], ldv, ff);
	if ((r = setjmp(jb)) == 0) { k = 5; fact(3); } else printf("%d %d\n", r, k);
	printf("%d %d %d %d\n", us++, us, bb, (int)(bb += 255)); us--; printf("%d\n", us);
	x <<= sh; x |= 5; x ^= -1; printf("%lld %lld %llu %d\n", x, x >> 33, ux >> sh, (int)(x < 0));
	printf("%d %d %d\n", tab(1)(5), vla(arr, 2), bf.a + bf.b); bf.a++; bf.b >>= 3; printf("%d %d\n", bf.a, bf.b);
	printf("%d\n", __LINE__); printf("%s %d\n", __func__, (int)sizeof(int[3][4]));
	{ int i, j, n = 0; for (i = 0, j = 10; i < j; i++, j--) { if (i == 2) continue; if (j == 6) break; n += i * j; } printf("%d\n", n); }
	{ int i = 0; do { switch (i) { case 0 ... 2: printf("lo "); case 5: printf("f "); break; default: printf("d "); case 9: printf("n "); } } while (++i < 6); puts(""); }
	{ int i = 3; goto in; while (i--) { printf("%d ", i); in: ; } puts(""); }
	printf("%g %d %d\n", fa + 1.0f, (char)300, (int)(signed char)0xff); printf("%d %d\n", 3 > 2 > 1, !5 == 0);
	{ unsigned a = 3; int b = -4; long c = -1; printf("%d %d %d\n", a > b, a + b > 0, c < a); printf("%u %d\n", a / (unsigned)b, b / (int)a); }
	{ int a[5] = {1,2,3,4,5}, *p = a, *q = a + 4; printf("%d %d\n", (int)(q - p), p[1]); p += 2; *p += 10; p[1] -= *p; printf("%d %d\n", a[2], a[3]); }
	{ struct { int a; double d; } s = { 1, 2.5 }, t = s, *p = &t; p->d *= 2; p->a += p->d; printf("%d %g %g\n", t.a, t.d, s.d); }
	{ double d = 3.7; int i = d; d += i; i += 2.5; i *= 1.5; printf("%d %g %d\n", i, d, d > i && d < 10 ? 1 : 0); }
	return 0;
}
