/* Initialisers: nested braces left out, designators, strings, unions, addresses, compound literals. */
#include <stdio.h>
#include <string.h>
struct In {
	int a;
	char s[4];
	short t;
};
struct Out {
	int x;
	struct In in[2];
	const char *p;
	struct {
		int q, r[2];
	} z;
};
static struct Out o1 = {1, 2, "abc", 3, 4, "de", 5, "pp", 6, 7, 8};
static struct Out o2[] = {
	{1, {{2, "ab", 3}, {4, "xyz"}}, "k", {9}}, 10, 11, 'q', 0, 'w', 0, 12,
};
static struct Out o3 = {.z.r[1] = 5, .in[1].s = "hi", .in[0] = {7, {'a', 'b'}}, .p = "desig", 1, 2};
char c1[4] = "abcd", c2[] = {"braces"}, c3[3][5] = {"one", "two", "three"}, c4[][3] = {"ab", {'c'}, "de"};
int a1[] = {[3] = 1, 2, [1] = 7, 8, 9}, a2[2][3] = {1, 2, 3, 4}, a3[2][3] = {{1}, {2, 3}},
    a4[][2] = {1, 2, 3}, a5[5] = {[1 ... 3] = 9};
union V {
	char c;
	int i;
	double d;
} v1 = {'a'}, v2 = {.d = 1.5}, v3[2] = {{1}, {.i = 0x12345678}};
struct B {
	unsigned a : 4, b : 12;
	int : 0;
	signed c : 5;
	unsigned char d : 2;
	long long e : 40;
} b1 = {3, 100, -2, 2, 0x1234567890LL}, b2 = {.c = 7};
struct {
	int t;
	union {
		int i;
		const char *s;
		struct {
			short lo, hi;
		};
	};
} an[] = {{1, {5}}, {2, {.s = "str"}}, {3, .lo = 1, .hi = 2}, {4, {.hi = 9}}};
int (*ft[])(const char *) = {puts, 0, puts};
int x, *px = &x, **ppx = &px, *pa = &a1[2], *pb = a1 + 3, (*pc)[3] = &a2[1], *pd = a2[1] + 1;
const char *ps = "hello" + 2, *pe = &"hello"[1], *pf = (char *)&o1.in[1].s[1];
long diff = sizeof(o1) - 1, flag = 1 << 3 | 2, cond = 1 ? 3 : 4, neg = -(5), bn = ~0, fl = (int)3.99,
     cmp = 3 > 2 && 1.5 < 2;
double dd = 1, de = 1 / 2, df = 1 / 2.0, dg = -3.5e-2, dh = (float)0.1, di[] = {1, 2u, 3ll, 4.5f, 'a'};
float fa = 0.1, fb = 1e10;
long double lda = 0.1, ldb = 0.1L;
long long ll = 0x7fffffffffffffff, lm = -1, ln = 1u << 31, lo = -2147483648LL;
unsigned long long ul = -1;
char cc = 300;
unsigned char uc = -1;
short sh = 0x12345;
void *vp = (void *)1234, *vq = (void *)&x, *vr = &x;
unsigned ui = (unsigned)&((struct Out *)0)->z;
int (*fp)(const char *) = &puts, (*fq)(const char *) = *puts;
struct L {
	struct L *next;
	int v;
} l3 = {0, 3}, l2 = {&l3, 2}, l1 = {&l2, 1};
extern struct L circ;
struct L circ2 = {&circ, 5}, circ = {&circ2, 6};
static int tent;
static int tent;
int tent2;
int tent2;
int tent2 = 5;
extern int tent2;
static struct L later[];
static struct L later[2] = {{later + 1, 1}, {later, 2}};
int *lit = (int[]){4, 5, 6};
struct In *slit = &(struct In){1, "z", 2};
struct {
	char a[2];
	struct {
		int b;
	} c[2];
	int d;
} nb[] = {"x", 1, 2, 3, {{'y', 'z'}, {{4}}, 5}, {"w", {{6}, {7}}, 8}};
struct FA {
	int n;
	int d[];
} fam = {3, {1, 2, 3}};
static void dump(const char *n, const void *p, int s)
{
	const unsigned char *c = p;
	printf("%s", n);
	while (s--) printf(" %02x", *c++);
	printf("\n");
}
#define D(v) dump(#v, &v, sizeof v)
static int f(int n)
{
	static int depth, t[3] = {1, 2, 3};
	static const char *names[] = {"z", "o"};
	int loc[3] = {n};
	struct In q = {n, "l"}, r = q;
	char buf[6] = "ab";
	int m[2][2] = {{n, n + 1}, n + 2};
	struct Out oo = {.in[1] = q, .x = n};
	union V v = {n};
	depth++;
	t[n % 3] += n;
	if (n) {
		int z = f(n - 1);
		return z + t[0] * 100 + depth + loc[0] + loc[1] + loc[2] + q.a + r.s[0] + r.t + buf[5] +
		       m[1][0] + m[1][1] + oo.in[1].a + oo.in[0].a + v.c + names[n & 1][0];
	}
	return depth;
}
int main(void)
{
	int i;
	struct L *l;
	D(o1.x);
	for (i = 0; i < 2; i++) printf("%d %.4s %d;", o1.in[i].a, o1.in[i].s, o1.in[i].t);
	printf("%s %d %d %d\n", o1.p, o1.z.q, o1.z.r[0], o1.z.r[1]);
	for (i = 0; i < sizeof o2 / sizeof *o2; i++)
		printf("%d %d %.4s %d %d %.4s %d %s %d %d %d\n", o2[i].x, o2[i].in[0].a, o2[i].in[0].s,
		       o2[i].in[0].t, o2[i].in[1].a, o2[i].in[1].s, o2[i].in[1].t, o2[i].p ? o2[i].p : "-",
		       o2[i].z.q, o2[i].z.r[0], o2[i].z.r[1]);
	printf("%d %d %s %d %s %s %d %d %d\n", o3.x, o3.in[0].a, o3.in[0].s, o3.in[1].a, o3.in[1].s, o3.p,
	       o3.z.q, o3.z.r[0], o3.z.r[1]);
	D(c1);
	D(c2);
	D(c3);
	D(c4);
	D(a1);
	D(a2);
	D(a3);
	D(a4);
	D(a5);
	D(v1);
	D(v2);
	D(v3);
	D(b1);
	D(b2);
	for (i = 0; i < 4; i++)
		printf("%d %d %d\n", an[i].t, an[i].t == 2 ? 0 : an[i].lo,
		       an[i].t == 2 ? an[i].s[1] : an[i].hi);
	ft[0]("called");
	ft[2]("again");
	printf("%d %d %d %d %d\n", ft[1] == 0, *pa, *pb, (*pc)[1], *pd);
	printf("%s %s %s\n", ps, pe, pf);
	printf("%ld %ld %ld %ld %ld %ld %ld\n", diff, flag, cond, neg, bn, fl, cmp);
	printf("%g %g %g %g %.17g %g %g %g %g %g\n", dd, de, df, dg, dh, di[0], di[1], di[2], di[3], di[4]);
	printf("%.9g %g %.20Lg %.20Lg %lld %lld %lld %lld %llu %d %d %d\n", fa, fb, lda, ldb, ll, lm, ln, lo,
	       ul, cc, uc, sh);
	printf("%d %d %d %u %d %d\n", (int)vp, vq == &x, vr == vq, ui, fp == puts, fq == fp);
	for (l = &l1; l; l = l->next) printf("%d ", l->v);
	printf("%d %d %d %d\n", circ.next->v, circ.next->next->v, later[0].next->v, later[1].next->v);
	printf("%d %d %d %d %s %d\n", tent, tent2, lit[2], slit->a, slit->s, slit->t);
	for (i = 0; i < 3; i++)
		printf("%c%c %d %d %d\n", nb[i].a[0], nb[i].a[1], nb[i].c[0].b, nb[i].c[1].b, nb[i].d);
	printf("%d %d %d\n", fam.d[0], fam.d[2], (int)sizeof fam);
	printf("%d\n", f(6));
	{
		struct In arr[] = {{1, "a"}, [2] = {3, "c", 4}}, *p = &(struct In){9, "nine", .t = 3};
		int k = 2;
		struct Out o = {k, {k + 1, "q"}, .z = {k, {k}}};
		char e[] = "", g[2] = {0};
		printf("%d %d %s %d %d %d %d %d %d %d\n", (int)sizeof arr, arr[1].a, arr[2].s, p->a,
		       o.in[0].a, o.in[0].s[0], o.z.r[0], o.z.r[1], (int)sizeof e, g[1]);
	}
	{
		int *q = (int[3]){1, [2] = 5};
		struct L t = *&(struct L){&l1, 77};
		printf("%d %d %d %d\n", q[0], q[1], q[2], t.v + t.next->v);
		for (i = 0; i < 2; i++) {
			int z[4] = {i};
			z[3] += i;
			printf("%d %d\n", z[0], z[3]);
		}
	}
	return 0;
}
