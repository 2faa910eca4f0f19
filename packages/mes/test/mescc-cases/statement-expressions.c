/* GNU statement expressions, and wide strings. */
#include <stdio.h>
#include <stddef.h>
#include <string.h>
#define MAX(a, b)                                                                                            \
	({                                                                                                   \
		__typeof__(a) _a = (a);                                                                      \
		__typeof__(b) _b = (b);                                                                      \
		_a > _b ? _a : _b;                                                                           \
	})
#define container_of(p, t, m)                                                                                \
	({                                                                                                   \
		const typeof(((t *)0)->m) *_m = (p);                                                         \
		(t *)((char *)_m - offsetof(t, m));                                                          \
	})
struct s {
	int a, b;
	long long c;
	char d[20];
};
static struct s mk(int n)
{
	struct s r = {n, n + 1, n + 2, "hi"};
	return r;
}
static int f(int n)
{
	int i;
	for (i = 0; i < 1000; i++) {
		n += ({
			if (n > 50) return n;
			if (n == 3) continue;
			n * 2;
		});
	}
	return -1;
}
static int g(int n)
{
	return 1 + ({
			   int r = 0;
			   switch (n) {
			   case 1: r = 5; break;
			   default:
				   r = ({
					   int q = n;
					   while (q > 10) q -= 3;
					   q;
				   });
			   }
			   r;
		   }) * 3;
}
int main(void)
{
	int x = 3, y = 7;
	double d = 2.5;
	long long ll = 1LL << 40;
	printf("%d %g %lld\n", MAX(x, MAX(y, 5)), MAX(d, 1.0), MAX(ll, 3));
	printf("%d\n", x + ({
				   int x = 10;
				   x + y;
			   }) * ({ x; }));
	struct s v = ({
		struct s t = mk(5);
		t.a++;
		t;
	}),
		 w;
	w = ({
		struct s q = mk(9), r = q;
		r.b += v.a;
		r;
	});
	printf("%d %d %lld %s %d %d\n", v.a, v.b, v.c, v.d, w.a, w.b);
	printf("%d\n", ({ mk(3); }).b + ({
						struct s z = mk(2);
						z;
					}).a);
	printf("%d\n", container_of(&v.c, struct s, c)->a);
	({
		puts("void");
		(void)0;
	});
	({ ; });
	({
		if (x) puts("if");
	});
	printf("%d %d %d %d\n", f(1), f(3), g(1), g(25));
	printf("%g\n", d * ({
			       double e = d;
			       e += strlen("abc");
			       e;
		       }) + ({ ll / 1000; }));
	printf("%d %d\n", (int)sizeof(({
		       char c = 1;
		       c;
	       })),
	       (int)sizeof(({
		       struct s q;
		       q;
	       })));
	{
		char *p = ({ "str"; });
		int a[3] = {({ 1; }), ({
				    int k = 2;
				    k;
			    })};
		a[({ 2; })] = ({ 5; });
		printf("%s %d %d\n", p, a[1], a[2]);
		x = ({
			x = 5;
			x++;
		});
		printf("%d\n", ({
			       int q = ({
				       int r = 4;
				       r *r;
			       });
			       q + 1;
		       }));
	}
	if (({
		    int z = x;
		    z > 2;
	    }) &&
	    ({ 1; }))
		puts("cond");
	while (({
		       x--;
		       x;
	       }) > 0)
		;
	printf("%d\n", x);
	ll = ({
		     long long z = ll;
		     z + 1;
	     }) +
	     ({ ll; });
	printf("%lld\n", ll);
	{
		const wchar_t *ws = L"h\x12345i"
				    "x";
		wchar_t wa[] = L"abc", wb[6] = L"de", wc[2] = L"fg", one = L'\x1234';
		struct {
			wchar_t a[4];
			int b;
		} st = {L"xyz", 5}, s2 = {{L"q"}, 6};
		int i;
		for (i = 0; ws[i]; i++) printf("%x ", ws[i]);
		printf("%d %d %d %d %x %d %d %d\n", i, (int)sizeof wa, wb[1] + wb[3], wc[1], one, st.a[2],
		       st.a[3] + st.b, s2.a[1] + s2.a[0] + s2.b);
		printf("%d\n", (int)sizeof(L""
					   "ab"));
	}
	return 0;
}
