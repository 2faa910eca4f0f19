/* Scopes, linkage, static locals, bit-fields, structs by value, arrays, floating arithmetic. */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
int g = 1;
static int sg(void);
extern int later(void);
static int h(void)
{
	extern int g, ext;
	int r = g;
	{
		int g = 5;
		{
			extern int g;
			r += g * 10;
		}
		r += g * 100;
	}
	return r + ext;
}
int ext = 7;
static int sg(void)
{
	extern int later2(int);
	return later2(3);
}
int later2(int n)
{
	static int k = 5;
	static int *p = &k;
	static struct {
		int a, b;
	} s = {1, 2};
	{
		static int k = 100;
		k++;
		*p += k;
	}
	return *p + n + s.b++;
}
typedef struct node node;
struct node {
	node *l, *r;
	int key;
	enum { RED, BLACK } color : 2;
	unsigned flag : 1;
};
struct bf {
	unsigned short a : 5, b : 6, c : 5;
	signed char d : 3;
	unsigned e : 31;
	unsigned f : 2;
	unsigned long long g : 33;
	long h : 1;
	_Bool k : 1;
	int : 3;
	int l : 20;
} __attribute__((packed)) pb;
struct bf2 {
	int a : 3;
	int b : 29;
	int c;
	unsigned char d : 4, e : 5;
	unsigned short f : 9;
	int : 0;
	char g;
	int h : 9;
} ub;
struct bf3 {
	char a;
	int b : 4;
	short c;
	int d : 17;
	long long e : 3;
	char f;
} bb;
struct __attribute__((packed)) pk {
	char a;
	int b;
	short c;
	double d;
};
struct al {
	char a;
	int b __attribute__((aligned(16)));
	char c;
} __attribute__((aligned(8)));
struct em {
};
typedef int T;
typedef struct {
	T T;
	struct {
		T x;
	} s;
} U;
union un {
	struct {
		unsigned char b[4];
	};
	unsigned w;
	struct {
		unsigned lo : 16, hi : 16;
	};
	float f;
};
static T fT(T x)
{
	T T = x;
	return T + 1;
}
static void dump(const char *n, const void *p, int s)
{
	const unsigned char *c = p;
	printf("%s", n);
	while (s--) printf(" %02x", *c++);
	printf("\n");
}
typedef int (*cb)(void *, const char *);
struct v {
	cb f;
	int (*g[2])(void);
	void (**h)(int);
};
static int cbf(void *p, const char *s) { return strlen(s) + *(int *)p; }
static void hh(int x) { printf("hh %d\n", x); }
static void (*hp)(int) = hh;
static struct v vt = {cbf, {later, 0}, &hp};
int later(void) { return 42; }
struct big {
	int a[20];
	double d;
};
static struct big mk(int n)
{
	struct big b;
	memset(&b, 0, sizeof b);
	b.a[n] = n;
	b.d = n / 2.0;
	return b;
}
static int use(struct big b, int n, struct big *p)
{
	b.a[0] += n;
	p->a[0] = b.a[0];
	return b.a[5] + n;
}
struct sm {
	char c;
};
struct s3 {
	char c[3];
};
struct s8 {
	int a, b;
};
static struct sm ms(int c)
{
	struct sm s;
	s.c = c;
	return s;
}
static struct s3 m3(const char *p)
{
	struct s3 s;
	memcpy(&s, p, 3);
	return s;
}
static struct s8 m8(int a, int b)
{
	struct s8 s = {a, b};
	return s;
}
static int u3(struct s3 a, char b, struct sm c, struct s8 d, long long e, struct s8 f)
{
	return a.c[1] + b + c.c + d.b + e + f.a;
}
static int fact(int n)
{
	static int calls;
	calls++;
	return n < 2 ? calls : n * fact(n - 1);
}
static int rec(int n)
{
	int a[100];
	a[n] = n;
	return n ? rec(n - 1) + a[n] : 0;
}
volatile int vg;
const int cg = 5;
register_t;
restrictive;
static const volatile unsigned long int cvul = 6;
int unsigned long long static scr = 9;
long int li;
short unsigned su;
char unsigned ucg = 255;
double long ldl = 2.5;
int main(int argc, char *argv[])
{
	node n = {0, 0, 1, BLACK}, *root = &n;
	U u;
	union un un;
	struct v *vp = &vt;
	int i;
	printf("%d %d %d %d\n", h(), sg(), sg(), sg());
	n.color = RED;
	n.flag = 3;
	n.color--;
	n.flag++;
	printf("%d %d %d\n", n.color, n.flag, root->key);
	memset(&pb, 0, sizeof pb);
	pb.a = 33;
	pb.b = 63;
	pb.c = -1;
	pb.d = 7;
	pb.e = -1;
	pb.f = 2;
	pb.g = 0x1ffffffffULL;
	pb.h = 1;
	pb.k = 4;
	pb.l = -5;
	dump("pb", &pb, sizeof pb);
	printf("%d %d %d %d %u %d %lld %d %d %d\n", pb.a, pb.b, pb.c, pb.d, pb.e, pb.f, (long long)pb.g,
	       (int)pb.h, pb.k, pb.l);
	pb.g--;
	pb.g <<= 1;
	pb.e += 2;
	pb.a *= 7;
	pb.d++;
	++pb.d;
	pb.b ^= 21;
	pb.l--;
	pb.k = 0;
	dump("pb", &pb, sizeof pb);
	memset(&ub, 0xff, sizeof ub);
	ub.a = 2;
	ub.b = -100;
	ub.d = 9;
	ub.e = 17;
	ub.f = 300;
	ub.h = -3;
	dump("ub", &ub, sizeof ub);
	printf("%d %d\n", (int)sizeof ub, (int)sizeof bb);
	memset(&bb, 0, sizeof bb);
	bb.b = -1;
	bb.d = -1;
	bb.e = -1;
	dump("bb", &bb, sizeof bb);
	printf("%d %d\n", (ub.a = 7), (i = ub.d = 31));
	printf("%d %d %d\n", ub.a<0, ub.d> ub.e, ub.b + ub.f);
	printf("%d %d %d %d %d\n", (int)sizeof(struct pk), (int)sizeof(struct al),
	       (int)__alignof__(struct al), (int)sizeof(struct em), (int)__alignof__(double));
	u.T = 5;
	u.s.x = 6;
	printf("%d %d %d\n", u.T, u.s.x, fT(3));
	{
		int T = 3;
		i = T * 2;
		printf("%d\n", i);
	}
	{
		T T = 4;
		printf("%d\n", T);
	}
	un.w = 0x01020304;
	printf("%d %d %d\n", un.b[0], un.lo, un.hi);
	un.b[3] = 0x3f;
	un.b[2] = 0x80;
	un.lo = 0;
	printf("%g\n", un.f);
	i = 3;
	printf("%d %d %d\n", vp->f(&i, "four"), vp->g[0](), (*vp->g)() + (*vp->g[0])());
	(*vp->h)(5);
	(**vp->h)(6);
	(*(vp->h))(7);
	{
		struct big b = mk(5), c;
		c = b;
		c.a[5] = mk(7).a[7];
		b = c.a[5] == 7 ? mk(1) : c;
		printf("%d %d %g %d\n", c.a[5], b.a[1], mk(9).d, use(mk(5), 3, &c));
		printf("%d\n", c.a[0]);
		(void)mk(3);
		mk(2);
		c = *(argc ? &b : &c);
		printf("%d\n", c.a[1]);
	}
	printf("%d %s %d\n", ms('a').c, m3("xy").c, m8(3, 4).b);
	printf("%d\n", u3(m3("abc"), 'd', ms('e'), m8(1, 2), 1LL << 33, m8(5, 6)));
	printf("%d %d\n", fact(5), rec(50));
	{
		struct s8 arr[3] = {{1, 2}}, *p = arr, *q;
		*++p = arr[0];
		*(q = p + 1) = *p;
		q->a++;
		p[1].b += p->a;
		printf("%d %d %d\n", arr[1].b, arr[2].a, arr[2].b);
		i = q - arr;
		printf("%d %d\n", i, (int)((char *)q - (char *)arr));
		printf("%d %d %d\n", p < q, q >= p, p == &arr[1]);
	}
	vg = 5;
	vg += cg;
	vg++;
	printf("%d %lu %llu %d %Lg\n", vg, cvul, scr, ucg + 1, ldl);
	{
		char *s = "abc";
		const char *const *pp = (const char *const *)&s;
		int(*pa)[3] = (int(*)[3])malloc(24);
		pa[1][2] = 5;
		printf("%c %d\n", (*pp)[1], *(*(pa + 1) + 2));
	}
	{
		int m[3][4][5], (*p)[4][5] = m, *q;
		for (i = 0; i < 60; i++) (**m)[i] = i;
		printf("%d %d %d %d %d\n", m[2][3][4], p[1][2][3], *(*(*(m + 1) + 1) + 1), (int)(&m[2] - m),
		       (int)(m[1][3] - m[1][1]));
		q = &m[1][0][0];
		printf("%d\n", q[-1]);
	}
	{
		float f = 16777217.0f, f2;
		double d = f;
		int x = 0x7fffff81;
		unsigned ux = 0xffffff81;
		long long lx = 0x7fffffffffffff81LL;
		unsigned long long ulx = 0xffffffffffffff81ULL;
		f2 = x;
		printf("%.1f %.1f %.1f %.1f %.1f %.1f %.1f %.1Lf\n", f, d, f2, (double)ux, (double)ux,
		       (double)lx, (double)ulx, (long double)ulx);
		printf("%d %u %lld %llu %d %d\n", (int)-2.9, (unsigned)4e9, (long long)-1e15,
		       (unsigned long long)1e19, (char)65.7, (unsigned char)200.5);
		printf("%d %d %d %d\n", 0.1 + 0.2 == 0.3, 0.1f == 0.1, (float)0.1 == 0.1f,
		       1 / 3.0 * 3 == 1.0);
		f = 3;
		f /= 2;
		f += 0.25;
		f -= 1;
		f *= 4;
		printf("%g %g %d %d %d\n", f, -f, !f, f ? 1 : 0, f && 0.0);
		x = 5;
		x *= 1.5;
		x += 0.7;
		x /= 0.5;
		printf("%d\n", x);
		d = x++ + f--;
		printf("%g %g\n", ++d, f);
		x = d > f ? d : x;
		printf("%d\n", x);
		ulx = 5;
		ulx *= 2.5;
		printf("%llu\n", ulx);
		{
			char c = 10;
			c *= 1.25;
			c += 100.5f;
			printf("%d\n", c);
		}
		{
			double nan = 0.0 / (d - d);
			printf("%d %d %d %d %d %d\n", nan == nan, nan != nan, nan<1, nan> 1, !(nan <= 1),
			       nan ? 1 : 0);
			if (nan < 1)
				puts("a");
			else
				puts("b");
			if (!(nan >= 1)) puts("c");
			while (nan == 0) puts("d");
		}
	}
	return 0;
}
