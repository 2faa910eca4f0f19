/* The preprocessor: the same header under different macros, computed includes, # and ##, rescanning, line numbers. */
#include <stdio.h>
#include <string.h>
#define STR(x) #x
#define XSTR(x) STR(x)
#define CAT(a,b) a##b
#define XCAT(a,b) CAT(a,b)
#define HDR "inc/nest.h"
#define HDR2 <string.h>
#include HDR
#include HDR2
#define ANG(x) <x.h>
#include ANG(stdlib)
#include XSTR(inc/nest.h)
enum {
#define DEF(id, str, n) TOK_##id = n + 100,
#define DEFN(id) TOK_##id,
#include "inc/ops.h"
TOK_END, BIGE = 1LL << 40 };
static const char *names[] = {
#define EXTRA
#define DEF(id, str, n) str "\0"
#define DEFN(id) "mul" "\0", #id, XSTR(TOK_##id) XSTR(DEFN),
#define DEF_ASM_OP0(a, n) #a #n
#include "inc/ops.h"
0 };
#define EMPTY
#define F(x) [x]
#define G F
#define H() F(0
#define OBJ (1)
#define LPAREN (
#define VARG(fmt, ...) printf(fmt, ## __VA_ARGS__)
#define VARG2(...) printf(__VA_ARGS__)
#define VARG3(fmt, args...) printf(fmt "%s", args)
#define CNT(...) CNT_(__VA_ARGS__,4,3,2,1)
#define CNT_(a,b,c,d,n,...) n
#define foo foo bar
#define bar bar foo
#define f(a) a*g
#define g(a) f(a)
#define z z[0]
#define hash_hash # ## #
#define mkstr(a) # a
#define in_between(a) mkstr(a)
#define join(c, d) in_between(c hash_hash d)
#define t(x,y,zz) x ## y ## zz
#define xstr(s) str(s)
#define str(s) # s
#define debug(s, t) printf("x" # s "= %d, x" # t "= %s", x ## s, x ## t)
#define INCFILE(n) vers ## n
#define glue(a, b) a ## b
#define xglue(a, b) glue(a, b)
#define HIGHLOW "hello"
#define LOW LOW ", world"
#if defined X && X > 3 || !defined(Y) && (1 ? 2 : 1/0)
int v1 = 1;
#else
int v1 = 2;
#endif
#if (-1 < 0u) || 'a' != 97 || '\377' > 0 || -1 >> 1 != -1 || 0x7fffffffffffffff + 0 < 0 || 18446744073709551615u != -1
int v2 = 1;
#elif 1
int v2 = 2;
#endif
#if 0
don't worry "unclosed
#if 1
#else
#endif
#elif XYZ
#else
int v3 = 3;
#endif
#ifdef EMPTY
# if EMPTY -1 EMPTY < 0
int v4 = 4; /* com
ment */ int v5 /**/ = 5; // line \
continued int v5;
# endif
#endif /* EMPTY */ 
#define MULTI(a, \
  b) a + \
  b
#undef NOTDEF
#pragma pack(push, 1)
struct pk { char a; int b; } ;
#pragma pack(pop)
#pragma once_more unknown
#line 500 "other.c"
int line = __LINE__; const char *file = __FILE__;
# 600 "third.c" 1
int line2 = __LINE__;
#line 90
int line3 = __LINE__
;
#if __STDC__ && __STDC_VERSION__ >= 199901L && defined __LINE__ && !defined __FILE_
int std = 1;
#endif
%:define DIGRAPH(x) %:x
int dig<:2:> = <% 1, 2 %>;
#define EVAL(x) x x x
#define REC(x) x REC
#define CALL2(m, a) m(a)
#define A1(x) B1(x+1)
#define B1(x) A1(x*2)
#define SQ(x) ((x)*(x))
#define COMMA ,
#define PR(x) printf("%s\n", xstr(x))
#define D(x) printf("%s: %s\n", #x, XSTR(x))
#define FN(x) x
#define swap(T, a, b) do { T tmp = a; a = b; b = tmp; } while (0)
int main(void)
{
	int i, a = 1, b = 2;
	printf("%s %d %d %d %d %d %d %d %d\n", NESTED, nested, v1, v2, v3, v4, v5, line, line2); printf("%d %s %d %d\n", line3, file, std, dig[1]);
	for (i = 0; names[i]; i++) printf("%s ", names[i]); printf("%d %d %d\n", TOK_add, TOK_mul, TOK_END); printf("%d\n", (int)sizeof(struct pk));
	D(G(1)); D(G (2)); D(F EMPTY (3));  D(foo); D(f(2)(9)); D(z); PR(f(f)(1)); D(EVAL(a)); D(REC(1)(2)(3)); D(CALL2(SQ, 3)); D(A1(5)); D(CNT(a,b)); D(CNT(a,(b,c),d)); 
	printf("%s\n", join(x, y)); D(t(1,2,3)); D(t(,4,5)); D(t(6,,7)); D(t(8,9,)); D(t(10,,)); D(t(,11,)); D(t(,,12)); D(t(,,)); D(t(+,+,)); D(t(.,5,)); D(t(1.,e,3)); D(t(a,1,_b)); D(t(-,>,)); D(t(<,<,=));
	printf("%s\n", xstr(strncmp("abc\0d", "abc", '\4') == 0) str(: @\n)); puts(xstr(INCFILE(2).h)); puts(glue(HIGH, LOW)); puts(xglue(HIGH, LOW)); puts(str(  a   b
	  c  )); puts(str("\n" '\'' "\\x" '"')); puts(str()); puts(xstr(EMPTY)); puts(str(a /* c */ b)); puts(str(a/**/b)); puts(str(-1)); puts(xstr(-OBJ)); puts(xstr(- -1)); puts(xstr(FN(-)-1)); puts(xstr(FN(+)FN(+))); puts(xstr(a EMPTY b)); puts(xstr(a FN() b)); puts(xstr(FN(a)FN(b))); puts(xstr(MULTI(1,2)));
	VARG("none\n"); VARG("one %d\n", 1); VARG("two %d %d\n", 1, 2); VARG2("x%s\n", "y"); VARG3("%d\n", 3, "end\n"); VARG("%d %d\n", FN(1 COMMA 2)); 
	swap(int, a, b); printf("%d %d\n", a, b); if (a) swap(int, a, b); else a = 9; printf("%d %d %d\n", a, b, SQ(a + b));
	printf("%d %d\n", __LINE__, CAT(0x,ff) + XCAT(1, XCAT(2, 3)) + CAT(1, 0)); printf("%s\n", CAT(__FI, LE__)); printf("%d\n", CAT(L,'a')); printf(CAT(,"empty left\n")); 
	printf("%d\n",
#if 1
	FN(
#ifdef EMPTY
	5
#endif
	)
#endif
	);
	printf("%s %s %d\n", __func__, __FUNCTION__, (int)strlen(__DATE__) + (int)strlen(__TIME__));
	return 0;
}
