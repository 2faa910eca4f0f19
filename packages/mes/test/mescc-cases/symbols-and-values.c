/* The data of a small compiler: anonymous members, bit-fields, unions with long double, structs copied whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>

struct attributes { unsigned short aligned : 5, packed : 1, weak : 1, visibility : 2, exported : 1, unused : 6; };
struct call { unsigned convention : 3, type : 2, arguments : 8; };
typedef struct type { int t; struct symbol *ref; } type;
typedef union constant {
	long double ld;
	double d;
	float f;
	unsigned long long i;
	struct { int size; const void *data; } text;
	int words[sizeof(long double) / 4];
} constant;
typedef struct symbol {
	int v;
	unsigned short r;
	struct attributes a;
	union {
		struct {
			int c;
			union { int scope; int jump; struct call f; };
		};
		long long enumerator;
		int *d;
	};
	type type;
	union { struct symbol *next; int label; };
	struct symbol *prev;
} symbol;
typedef struct value { type type; unsigned short r, r2; constant c; struct symbol *sym; } value;

static value stack[1 + 8], *top;
static symbol *globals, **local_stack = &globals;
static int counters[3], depth;
static int depth;
static const int register_kinds[5];
static const int register_kinds[5] = { 1 | 2, 1, 1 | 4, 8, };
static void (*handlers[])(value *) = { 0, 0 };

static symbol *push(symbol **where, int v, type *t, long c)
{
	symbol *s = calloc(1, sizeof *s);

	s->v = v, s->type = *t, s->c = c;
	s->prev = *where;
	return *where = s;
}

static void push_value(type *t, int r, constant *c)
{
	if (top >= stack + 8) exit(1);
	top++;
	top->type = *t;
	top->r = r;
	top->r2 = 48;
	top->c = *c;
}

static void swap(void)
{
	value kept = top[0];

	top[0] = top[-1], top[-1] = kept;
}

static void dump(value *v) { printf("%d %d %d %llx\n", v->type.t, v->r, v->r2, v->c.i); }

int main(void)
{
	type t1 = { 3, 0 }, t2 = t1;
	constant c;
	symbol *s;
	value shadow;
	int i, j;

	top = stack;
	memset(&c, 0, sizeof c);
	c.i = 0x123456789abcdef0ULL;
	push_value(&t1, 0x30, &c);
	t2.t |= 0x10, t2.ref = push(local_stack, 7, &t1, -5);
	c.ld = 1.5L;
	push_value(&t2, 0xff, &c);
	swap();
	handlers[1] = dump;
	for (i = 0, j = 1; i < 2; i++, j++) (*handlers[1])(top - i);
	shadow = *top;
	shadow.c.d = 0.1;
	printf("%d %g\n", shadow.c.words[1], (double)stack[1].c.ld);
	s = push(&globals, 9, &t2, 100);
	s->f.convention = 5, s->f.type = 2, s->f.arguments = 300;
	s->a.aligned = 17, s->a.visibility = 3, s->a.weak = 1;
	printf("%x %x %d %d %d\n", s->scope, *(unsigned short *)&s->a, s->f.arguments, s->a.aligned, s->a.packed);
	s->a.visibility--, s->a.aligned += 20, s->a.exported = s->a.weak || s->a.packed;
	printf("%d %d %d %d\n", s->a.visibility, s->a.aligned, s->a.exported, s->prev->c);
	s->enumerator = -2;
	printf("%d %d %d\n", s->c, s->jump, s->prev == s->type.ref);
	printf("%d %d %d %d %d\n", (int)sizeof(symbol), (int)sizeof(value), (int)offsetof(value, sym),
		(int)offsetof(symbol, type), (int)sizeof(struct attributes));
	counters[0] = counters[1] = counters[2] = depth = register_kinds[2];
	printf("%d %d %d %d\n", counters[0], counters[2], depth, register_kinds[4]);
	return 0;
}
