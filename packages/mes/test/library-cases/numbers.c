/* Text to numbers, qsort and bsearch, and the allocator, on chosen and random inputs. */
#include "random.h"
#include <float.h>
static void bits(const void *p, int n)
{
	const unsigned char *c = p;
	while (n--) printf("%02x", c[n]);
	putchar(' ');
}
static void num(const char *s)
{
	char *e1, *e2, *e3;
	int r1, r2, r3;
	double d;
	float f;
	long double l;
	errno = 0;
	d = strtod(s, &e1);
	r1 = errno;
	errno = 0;
	f = strtof(s, &e2);
	r2 = errno;
	errno = 0;
	l = strtold(s, &e3);
	r3 = errno;
	printf("%s: %d %d %d %d %d %d ", s, (int)(e1 - s), (int)(e2 - s), (int)(e3 - s), r1, r2, r3);
	if (d == d) {
		bits(&d, 8);
		bits(&f, 4);
		bits(&l, 10);
	} else
		printf("nan %d %d", f != f, l != l);
	printf("\n");
}
static void in(const char *s, int base)
{
	char *e1, *e2, *e3, *e4;
	long a;
	unsigned long b;
	long long c;
	unsigned long long d;
	int r1, r2, r3, r4;
	errno = 0;
	a = strtol(s, &e1, base);
	r1 = errno;
	errno = 0;
	b = strtoul(s, &e2, base);
	r2 = errno;
	errno = 0;
	c = strtoll(s, &e3, base);
	r3 = errno;
	errno = 0;
	d = strtoull(s, &e4, base);
	r4 = errno;
	printf("'%s' %d: %ld %lu %lld %llu %d %d %d %d %d %d %d %d\n", s, base, a, b, c, d, (int)(e1 - s),
	       (int)(e2 - s), (int)(e3 - s), (int)(e4 - s), r1, r2, r3, r4);
}
static int cmpu(const void *a, const void *b)
{
	uint32_t x = *(uint32_t *)a, y = *(uint32_t *)b;
	return x < y ? -1 : x > y;
}
static int cmps(const void *a, const void *b) { return strcmp(a, b); }
struct r {
	short k;
	char s[7];
};
static int cmpr(const void *a, const void *b)
{
	return ((struct r *)a)->k - ((struct r *)b)->k ? ((struct r *)a)->k - ((struct r *)b)->k
						       : strcmp(((struct r *)a)->s, ((struct r *)b)->s);
}
int main(void)
{
	static const char *fixed[] = {"0",
				      "-0",
				      "1",
				      " \t\n12.5e3x",
				      "1e400",
				      "-1e400",
				      "1e-400",
				      "4.9e-324",
				      "2.4703282292062327e-324",
				      "2.4703282292062328e-324",
				      "2.2250738585072011e-308",
				      "2.2250738585072014e-308",
				      "1.7976931348623157e308",
				      "1.7976931348623159e308",
				      "1.797693134862315807e308",
				      "9007199254740993",
				      "9007199254740992.9999999",
				      "9007199254740993.00000000000000000000000000001",
				      "0x1.8p3",
				      "0x.8",
				      "0x",
				      "0xg",
				      "0x1p",
				      "0x1p+",
				      "0x1p-1074",
				      "0x1p-1075",
				      "0x1.8p-1075",
				      "0x1.fffffffffffff8p1023",
				      "0x1.fffffffffffff7p1023",
				      "0x123456789abcdef123456789.abcdefp-20",
				      "inf",
				      "INFINITY",
				      "infinit",
				      "-inf",
				      "nan",
				      "nan(123)x",
				      "NAN(",
				      "-nan",
				      ".",
				      ".5",
				      "5.",
				      "-.5e-2",
				      "+3",
				      "+-3",
				      "e5",
				      "1e",
				      "1e+",
				      "1e5.5",
				      "1..2",
				      "1e99999999999",
				      "0e99999999999",
				      "1e-99999999999",
				      "",
				      "  ",
				      "0x1.0000010000000000000001p0",
				      "16777217",
				      "16777217.0000001",
				      "1.40129846432481707e-45",
				      "7.00649232162408535e-46",
				      "7.006492321624086e-46",
				      "3.4028235677973366e38",
				      "3.4028235677973362e38",
				      "1.18973149535723176502126385303097021e+4932",
				      "1.18973149535723176515e4932",
				      "3.64519953188247460253e-4951",
				      "1.8e-4951",
				      "1e-4950",
				      "12345678901234567890123456789012345678901234567890",
				      "0.000000000000000000000000000000000000000000000000000000000000001",
				      "00000000000000000000000001.5",
				      "1E5",
				      "1d5",
				      "1f",
				      "1L",
				      "0b11",
				      "1_000",
				      "1,5",
				      0};
	static const char *ints[] = {"0",
				     "-0",
				     "2147483647",
				     "2147483648",
				     "-2147483648",
				     "-2147483649",
				     "4294967295",
				     "4294967296",
				     "-4294967295",
				     "-4294967296",
				     "9223372036854775807",
				     "9223372036854775808",
				     "-9223372036854775808",
				     "-9223372036854775809",
				     "18446744073709551615",
				     "18446744073709551616",
				     "-18446744073709551615",
				     "99999999999999999999999",
				     "0x",
				     "0xg",
				     "0x1f",
				     "-0X1F",
				     "017",
				     "08",
				     "zz",
				     "-zz",
				     " +5",
				     "+ 5",
				     "--5",
				     "",
				     "-",
				     "1z",
				     "0b101",
				     "\v\f\r7",
				     0};
	int i, j;
	char s[100];
	for (i = 0; fixed[i]; i++) num(fixed[i]);
	for (i = 0; i < 150; i++) {
		char *p = s;
		int n = below(i % 4 == 0 ? 40 : 18), k = below(n + 1);
		if (below(4) == 0) *p++ = "-+"[below(2)];
		for (j = 0; j < n; j++) {
			if (j == k && below(3)) *p++ = '.';
			*p++ = '0' + below(10);
		}
		*p = 0;
		if (below(2))
			sprintf(p, "%c%d", "eE"[below(2)], (int)below(i % 3 ? 60 : 700) - (i % 3 ? 30 : 350));
		if (i % 50 == 0) sprintf(p, "e%d", (int)below(9900) - 4950);
		num(s);
	}
	for (i = 0; i < 150; i++) {
		sprintf(s, "%s0x%x.%xp%d", below(3) ? "" : "-", rnd() >> below(32), rnd() >> below(32),
			(int)below(i % 2 ? 100 : 2200) - (i % 2 ? 50 : 1100));
		num(s);
	}
	for (i = 0; ints[i]; i++) {
		in(ints[i], 10);
		in(ints[i], 0);
		in(ints[i], 16);
		in(ints[i], 36);
		in(ints[i], 8);
		in(ints[i], 2);
	}
	for (i = 0; i < 80; i++) {
		int base = i % 2 ? 2 + below(35) : 0, n = 1 + below(i % 3 ? 24 : 70);
		char *p = s;
		if (below(3) == 0) *p++ = '-';
		if (below(4) == 0) {
			*p++ = '0';
			if (below(2)) *p++ = 'x';
		}
		for (j = 0; j < n; j++) {
			int d = below(base ? base : 10);
			*p++ = d < 10 ? '0' + d : (below(2) ? 'a' : 'A') + d - 10;
		}
		*p = 0;
		in(s, base);
	}
	printf("%d %ld %lld %g\n", atoi("-123x"), atol("  99"), atoll("123456789012345"), atof("2.5e3q"));
	printf("%d %ld %lld\n", abs(-5), labs(-6L), llabs(-1LL << 40));
	{
		div_t d = div(-7, 2);
		ldiv_t l = ldiv(7, -2);
		lldiv_t ll = lldiv(-1LL << 40, 1000);
		printf("%d %d %ld %ld %lld %lld\n", d.quot, d.rem, l.quot, l.rem, ll.quot, ll.rem);
	}
	for (i = 0; i < 15; i++) {
		uint32_t v[200], key;
		int n = below(200);
		char w[60][9];
		struct r q[80];
		for (j = 0; j < n; j++) v[j] = i % 2 ? below(20) : rnd();
		qsort(v, n, 4, cmpu);
		for (j = 0; j < n; j++) printf("%u ", v[j]);
		key = i % 2 ? below(20) : n ? v[below(n)] : 0;
		{
			uint32_t *f = bsearch(&key, v, n, 4, cmpu);
			printf("%u %d\n", key, f ? (int)*f : -1);
		}
		n = below(60);
		for (j = 0; j < n; j++) sprintf(w[j], "%c%u", 'a' + below(3), below(1000));
		qsort(w, n, 9, cmps);
		for (j = 0; j < n; j++) printf("%s ", w[j]);
		n = below(80);
		for (j = 0; j < n; j++) {
			q[j].k = below(10);
			sprintf(q[j].s, "%d", j);
		}
		qsort(q, n, sizeof q[0], cmpr);
		for (j = 0; j < n; j++) printf("%d:%s ", q[j].k, q[j].s);
		puts("");
	}
	{
		void *p[300] = {0};
		unsigned size[300] = {0};
		unsigned char tag[300];
		int bad = 0;
		for (i = 0; i < 1500; i++) {
			int k = below(300), n = below(below(10) ? 200 : 5000);
			switch (below(4)) {
			case 0:
				free(p[k]);
				p[k] = 0;
				size[k] = 0;
				break;
			case 1: {
				void *r = realloc(p[k], n + 1);
				for (j = 0; j < size[k] && j < n; j++)
					if (((unsigned char *)r)[j] != tag[k]) bad++;
				p[k] = r;
				size[k] = n;
				memset(r, tag[k] = i, n);
				break;
			}
			case 2:
				free(p[k]);
				p[k] = calloc(n, 1);
				for (j = 0; j < n; j++)
					if (((char *)p[k])[j]) bad++;
				size[k] = n;
				memset(p[k], tag[k] = i, n);
				break;
			default:
				for (j = 0; j < size[k]; j++)
					if (((unsigned char *)p[k])[j] != tag[k]) bad++;
				if ((uintptr_t)p[k] % 8) bad++;
			}
		}
		printf("bad %d\n", bad);
		{
			void *r = malloc(0);
			printf("%d\n", r != 0);
			free(r);
			free(0);
			errno = 0;
			r = malloc(-1);
			printf("%d %d\n", r == 0, errno == ENOMEM);
			errno = 0;
			r = calloc(65536, 65537);
			printf("%d %d\n", r == 0, errno == ENOMEM);
		}
	}
	return 0;
}
