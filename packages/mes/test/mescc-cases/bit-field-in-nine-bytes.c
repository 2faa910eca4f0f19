/* Packed bit-fields that lie in nine bytes; gcc's predefined names of types. */
#include <stdio.h>
#include <string.h>
#include <stddef.h>
struct n {
	unsigned a : 3;
	unsigned long long b : 62;
	long long c : 60;
	int d : 5;
	unsigned long long e : 64;
	signed long long f : 63;
	_Bool g : 1;
} __attribute__((packed));
struct n s, *p = &s, t[2], in = {1, 0x123456789abcdefULL, -5, 3, 0xfedcba9876543210ULL, -77, 1};
static void dump(void)
{
	unsigned char *c = (void *)&s;
	int i;
	for (i = 0; i < sizeof s; i++) printf("%02x", c[i]);
	printf(" %d %llx %lld %d %llx %lld %d\n", s.a, (unsigned long long)s.b, (long long)s.c, s.d,
	       (unsigned long long)s.e, (long long)s.f, s.g);
}
static struct n *q(void)
{
	puts("q");
	return p;
}
int main(void)
{
	int i = 1;
	printf("%d\n", (int)sizeof s);
	s = in;
	dump();
	s.b = -1;
	dump();
	s.c = -1;
	s.b = 0;
	dump();
	p->f = 1LL << 61;
	p->f += 5;
	p->f++;
	dump();
	q()->b = 0x3123456789abcdefULL;
	q()->c -= 7;
	dump();
	s.e ^= -1;
	--s.e;
	dump();
	t[i++].f = -3;
	printf("%d %lld\n", i, (long long)t[1].f);
	printf("%lld %llx\n", (long long)(s.c = 0x7ffffffffffffffLL), (unsigned long long)(p->b <<= 1));
	dump();
	{
		struct n l = {.f = -9, .b = 99};
		s = l;
		dump();
		l.f *= l.b;
		printf("%lld\n", (long long)l.f);
	}
	printf("%d %d %d\n", __INT_MAX__, (int)sizeof(__INT64_TYPE__), (int)sizeof(__SIZE_TYPE__));
	{
		__UINT16_TYPE__ x = __UINT16_MAX__;
		__INTPTR_TYPE__ y = (__INTPTR_TYPE__)&x;
		wchar_t *w = L"a";
		long *lw = w;
		printf("%d %d %ld\n", x, y == (int)&x, *lw);
	}
	return 0;
}
