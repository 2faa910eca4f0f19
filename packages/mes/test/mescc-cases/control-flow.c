/* Switches, loops, goto into blocks, calls through pointers, varargs, setjmp, long long. */
#include <stdio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
enum K { A = 1, B, C, D = 10, E, F = 100 };
static int sw(int n)
{
	int r = 0;
	switch (n) {
	case A: r += 1;
	default: r += 1000;
	case B: r += 2; break;
	case C ... D:
		r += 3;
		if (n == 5) {
		case 42: r += 7; break;
		}
		r += 50;
	case E: {
		int k = n;
		r += k;
	} break;
	case F:;
	}
	return r;
}
static int sll(long long n)
{
	switch (n) {
	case 0x100000001LL: return 1;
	case 1: return 2;
	case -1: return 3;
	case 0x7fffffffffffffffLL: return 4;
	case -5000000000LL ... - 4999999990LL: return 5;
	default: return 6;
	}
}
static int sull(unsigned long long n)
{
	switch (n) {
	case -1ULL: return 1;
	case 1ULL << 63: return 2;
	}
	return 0;
}
static int suc(unsigned char c)
{
	switch (c) {
	case 255: return 1;
	case 'a' ... 'z': return 2;
	case '\n':
	case ' ': return 3;
	case 0: return 4;
	}
	return 5;
}
static int ssc(signed char c)
{
	switch (c) {
	case -1: return 1;
	case (char)128: return 2;
	}
	return 5;
}
static int duff(char *to, const char *from, int count)
{
	int n = (count + 7) / 8;
	switch (count % 8) {
	case 0: do { *to++ = *from++;
		case 7: *to++ = *from++;
		case 6: *to++ = *from++;
		case 5: *to++ = *from++;
		case 4: *to++ = *from++;
		case 3: *to++ = *from++;
		case 2: *to++ = *from++;
		case 1: *to++ = *from++;
		} while (--n > 0);
	}
	return n;
}
static int go(int n)
{
	int i = 0, r = 0;
	if (n > 5) goto in;
	for (i = 0; i < 3; i++) {
		r += 10;
	in:
		r++;
		if (r > 100) goto out;
		{
			int z = r;
			if (z == 12) continue;
			if (z > 40) break;
		}
	}
	goto again;
again:
	if (n-- > 7) {
		i = 0;
		goto in;
	}
out:
	return r;
}
static int nest(int a, int b)
{
	switch (a) {
	case 1:
		switch (b) {
		case 1: return 11;
		default: break;
		case 3: goto x;
		}
		return 10;
	case 2:
		while (1) {
			switch (b) {
			case 1: b++; continue;
			case 2: b = 50; break;
			default: goto y;
			}
			b++;
		}
	y:
		return b;
	x:
		return 99;
	}
	return 0;
}
static long long va(int n, const char *t, ...)
{
	va_list ap, ap2;
	long long r = 0;
	va_start(ap, t);
	va_copy(ap2, ap);
	while (*t) switch (*t++) {
		case 'i': r = r * 3 + va_arg(ap, int); break;
		case 'l': r = r * 3 + va_arg(ap, long long); break;
		case 'd': r = r * 3 + (long long)va_arg(ap, double); break;
		case 'L': r = r * 3 + (long long)va_arg(ap, long double); break;
		case 'p': r = r * 3 + *va_arg(ap, char *); break;
		case 'u': r = r * 3 + va_arg(ap, unsigned); break;
		case 's': {
			struct {
				int a, b, c;
			} s;
			typedef struct {
				char a[5];
			} S5;
			S5 v = va_arg(ap, S5);
			r = r * 3 + v.a[4];
			break;
		}
		}
	va_end(ap);
	r += va_arg(ap2, int);
	va_end(ap2);
	return r + n;
}
static jmp_buf jb;
static int deep(int n)
{
	volatile int loc = n;
	if (n == 0) longjmp(jb, 7);
	deep(n - 1);
	return loc;
}
static int cmpi(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
struct op {
	const char *name;
	int (*fn)(int, int);
	int prec;
};
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static struct op ops[] = {{"+", add, 1}, {"-", sub, 1}, {"*", mul, 2}, {0}};
static int (*get(const char *n))(int, int)
{
	struct op *o;
	for (o = ops; o->name; o++)
		if (!strcmp(o->name, n)) return o->fn;
	return 0;
}
typedef int (*fn2)(int, int);
static fn2 gets2(int i) { return ops[i].fn; }
typedef int fnt(int, int);
static fnt add, mul;
static int ap(fnt f, fnt *g) { return f(3, 4) + (*g)(5, 6) + (**g)(1, 1) + (&*f)(2, 2); }
static void vnull(void) {}
static int cnt;
static int side(int r)
{
	cnt++;
	return r;
}
int old(a, b, c)
char a;
short *b;
float c;
{
	return a + *b + (int)c;
}
int impl();
int main(int argc, char **argv)
{
	int i, j;
	long long ll;
	unsigned long long ull;
	int t[20];
	for (i = -2; i < 45; i++) printf("%d ", sw(i));
	printf("%d\n", sw(100));
	printf("%d %d %d %d %d %d %d\n", sll(0x100000001LL), sll(1), sll(-1), sll(0x7fffffffffffffffLL),
	       sll(-4999999995LL), sll(-4999999989LL), sll(0xffffffff));
	printf("%d %d %d\n", sull(-1), sull(0x8000000000000000), sull(0xffffffff));
	for (i = 0; i < 260; i += 13) printf("%d%d", suc(i), ssc(i));
	printf("%d %d\n", suc(255), ssc(128));
	{
		char b[30];
		memset(b, 0, 30);
		duff(b, "abcdefghijklmnopqrstuvwxyz", 21);
		puts(b);
	}
	for (i = 0; i < 10; i++) printf("%d ", go(i));
	printf("%d %d %d %d %d %d\n", nest(1, 1), nest(1, 2), nest(1, 3), nest(2, 1), nest(2, 2), nest(3, 3));
	{
		struct {
			char a[5];
		} s5 = {"abcd"};
		s5.a[4] = 9;
		printf("%lld\n", va(5, "ildLpusi", 1, 1LL << 40, 3.9, 4.9L, "x", 7u, s5, 8));
	}
	if ((i = setjmp(jb)) == 0) deep(5);
	printf("setjmp %d\n", i);
	for (i = 0; i < 20; i++) t[i] = (i * 7919) % 31;
	qsort(t, 20, sizeof t[0], cmpi);
	for (i = 0; i < 20; i++) printf("%d ", t[i]);
	puts("");
	printf("%d %d %d %d\n", get("+")(1, 2), get("*")(3, 4), gets2(1)(9, 4), ap(add, mul));
	printf("%d\n", (*(argc > 5 ? add : sub))(7, 3));
	printf("%d\n", ops[2].fn == mul && get("x") == NULL && !get("y"));
	{
		short s = 5;
		printf("%d\n", old('a', &s, 2.7));
	}
	printf("%d\n", impl(3));
	argc ? vnull() : (void)0;
	(argc, vnull());
	argc && (vnull(), 1);
	(void)(argc ? (void)side(1) : vnull());
	{
		char *p = argc ? "yes" : 0;
		void *q = argc ? (void *)p : "no";
		const char *r = argc > 3 ? NULL : p;
		int *n = argc ? 0 : &i;
		char *z = argc ? p : (void *)0;
		printf("%s %s %s %d %s\n", p, (char *)q, r, n == 0, z);
	}
	cnt = 0;
	i = side(0) && side(1) || side(1) && !side(0);
	printf("%d %d\n", i, cnt);
	i = side(1) ? side(0) ? 1 : 2 : 3;
	printf("%d %d\n", i, cnt);
	i = (side(1), side(2), 5) + (j = 3, j++);
	printf("%d %d\n", i & 1, j);
	ull = 1;
	for (i = 0; i < 64; i += 7) {
		printf("%llx %lld %lld ", ull << i, (long long)(0x8000000000000000ULL >> i),
		       (long long)0x8000000000000000ULL >> i);
		ll = -(1LL << i);
		printf("%lld %lld %d %d\n", ll >> 1, ll / 3, ll < 0, ll == -1);
	}
	ll = 0x123456789abcdefLL;
	printf("%llx %llx %llx %llx %llx %llx\n", ll >> 32, ll << 4, ll & 0xff00ff00ff00ffLL, ll | 1LL << 62,
	       ll ^ -1, ~ll);
	printf("%d %d %d %d %d\n", ll > 0xffffffff, ll < 0x100000000LL, (int)ll, ll == 0x123456789abcdefLL,
	       ll != (int)ll);
	printf("%lld %lld %lld %llu\n", ll / 1000, ll % 1000, ll * 3, (unsigned long long)ll * 0x10001);
	ll++;
	++ll;
	ll--;
	ll += 5;
	ll -= 1LL << 33;
	ll *= -3;
	ll /= 7;
	ll %= 1000000007;
	ll <<= 5;
	ll >>= 2;
	ll |= 3;
	ll &= ~1LL;
	ll ^= 0x55;
	printf("%lld %d %d\n", ll, !ll, ll ? 1 : 2);
	if (ll) puts("true");
	while (ll > 0) ll -= 0x10000000000LL;
	for (ll = 3; ll--;) printf("%lld", ll);
	puts("");
	{
		unsigned u = 0xfffffff0;
		unsigned short us = 65535;
		int n = -1;
		printf("%d %d %d %d %lld %lld\n", u > n, us > n, (int)(us * 2u), (us + 1) > us, (long long)u,
		       (long long)n);
		printf("%d %d %d\n", u + 0x20 < u, (int)(u >> 4), (int)u >> 4);
		printf("%u %u\n", u / 7, u % 7);
		u /= -3;
		printf("%u\n", u);
		n = 7;
		n -= -n;
		n = -n - -3;
		printf("%d %d\n", n, - - -n);
		n = 5;
		n <<= n;
		n = n >> 2 << 1;
		printf("%d\n", n);
	}
	do {
		i = 0;
		if (i)
			continue;
		else
			break;
	} while (0);
	do
		;
	while (i++ < 5);
	printf("%d\n", i);
	for (;;) {
		if (i-- == 0) break;
	}
	for (i = 0, j = 10; i < j; i++, j--)
		;
	printf("%d %d\n", i, j);
	if (argc)
		;
	else
		puts("no");
	{};
	{
		;
	}
	if (0)
	lab:
		puts("lab");
	if (i-- == 5) goto lab;
	{
		int a = 1, b = 2, *p = &a, *q = &b;
		int x = *p++ + *q;
		printf("%d %d\n", x, a);
		p = t;
		x = *p++;
		x += *++p;
		printf("%d %d\n", x, (int)(p - t));
		x = -*p + !*p + ~*p;
		p[1] = p[0] = 5;
		p++[0] = 7;
		printf("%d %d %d\n", x, p[-1], *(p - 1 + 1));
		printf("%d %d\n", 2 [t], *(t + 2));
		x = (a = 5, b = a + 1) ? a : b;
		printf("%d\n", x);
	}
	return (char)0x1ff + 1 + (argc - 1);
}
int impl(n) { return n * 2; }
