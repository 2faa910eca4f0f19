/* ops.c : the instructions of the machine. In the comments: s is a place in the frame, i one among the values that a
 * closure captured, k a constant, off a distance in bytes from the instruction. */

#define SLOT(n) fp[pc[n]]
#define OPERAND(n) ((object) (pc[n]))

/* ---- Loading acc ---- */

void op_constant(void) { acc = OPERAND(1); pc += 2; }                   /* k */
void op_local(void) { acc = SLOT(1); pc += 2; }                         /* s */
void op_captured(void) { acc = CAPTURED(self)[pc[1]]; pc += 2; }        /* i */

void used_too_early(void) {
	throw_error("unbound-variable", cons(string("a local variable is used before it has a value"), NIL));
}

void op_local_box(void) { acc = BOX_OF(SLOT(1))->value; if (acc == UNDEFINED) used_too_early(); pc += 2; } /* s */

void op_captured_box(void) {            /* i */
	acc = BOX_OF(CAPTURED(self)[pc[1]])->value;
	if (acc == UNDEFINED) used_too_early();
	pc += 2;
}

void unbound(object symbol) { throw_error("unbound-variable", list2(string("unbound variable:"), symbol)); }

void op_global(void) {                  /* symbol */
	acc = SYMBOL_OF(OPERAND(1))->value;
	if (acc == UNDEFINED) unbound(OPERAND(1));
	pc += 2;
}

void op_system_global(void) {           /* symbol */
	acc = SYMBOL_OF(OPERAND(1))->system_value;
	if (acc == UNDEFINED) unbound(OPERAND(1));
	pc += 2;
}

/* ---- Storing ---- */

void op_store(void) { SLOT(1) = acc; pc += 2; }                         /* s */
void op_store_constant(void) { SLOT(1) = OPERAND(2); pc += 3; }         /* s k */
void op_store_local(void) { SLOT(1) = SLOT(2); pc += 3; }               /* s s */
void op_box(void) { SLOT(1) = make_box(acc); pc += 2; }                 /* s: puts acc into a new box there */
void op_set_box(void) { BOX_OF(SLOT(1))->value = acc; pc += 2; }        /* s */
void op_set_captured_box(void) { BOX_OF(CAPTURED(self)[pc[1]])->value = acc; pc += 2; } /* i */

void op_define(void) { define_for_program(OPERAND(1), acc); acc = UNSPECIFIED; pc += 2; }        /* symbol */
void op_system_define(void) { define_for_library(OPERAND(1), acc); acc = UNSPECIFIED; pc += 2; } /* symbol */

void op_set_global(void) {              /* symbol */
	struct symbol* s = SYMBOL_OF(OPERAND(1));
	if (s->value == UNDEFINED) unbound(OPERAND(1));
	s->value = acc;
	if (0 == (s->flags & DEFINED_BY_PROGRAM)) s->system_value = acc;
	acc = UNSPECIFIED;
	pc += 2;
}

/* ---- Jumps ---- */

#define JUMP(n) pc = (int*) ((char*) pc + pc[n])

void op_jump(void) { JUMP(1); }                                         /* off */

/* Back to the beginning of a loop; `depth` words of the frame are in use. */
void op_loop(void) {                    /* off depth */
	int depth = pc[2];
	JUMP(1);
	if (0 == stack_limit) {
		argc = depth;
		check_stack();
	}
}

void op_jump_if_false(void) {           /* off */
	if (acc == FALSE) JUMP(1);
	else pc += 2;
}

void op_jump_if_true(void) {            /* off */
	if (acc != FALSE) JUMP(1);
	else pc += 2;
}

/* Two jumps: if the condition holds, and unless it does. `size`: words of the instruction */
#define TEST(jump_if, jump_unless, size, condition) \
	void jump_if(void) { if (condition) JUMP(1); else pc += size; } \
	void jump_unless(void) { if (condition) pc += size; else JUMP(1); }

TEST(op_jump_if_null, op_jump_unless_null, 2, acc == NIL)                       /* off */
TEST(op_jump_if_pair, op_jump_unless_pair, 2, IS_PAIR(acc))                     /* off */
TEST(op_jump_if_eq, op_jump_unless_eq, 3, eqv(SLOT(2), acc))                    /* off s */
TEST(op_jump_if_eq_constant, op_jump_unless_eq_constant, 3, acc == OPERAND(2))  /* off k: no bignum */

/* The same for comparisons of numbers. Fixnums compare as words do. */
#define COMPARISON(jump_if, jump_unless, a, b, operator) \
	void jump_if(void) { \
		if (IS_FIXNUM(a) & IS_FIXNUM(b)) { if ((int) (a) operator (int) (b)) JUMP(1); else pc += 3; } \
		else if (compare(a, b) operator 0) JUMP(1); else pc += 3; \
	} \
	void jump_unless(void) { \
		if (IS_FIXNUM(a) & IS_FIXNUM(b)) { if ((int) (a) operator (int) (b)) pc += 3; else JUMP(1); } \
		else if (compare(a, b) operator 0) pc += 3; else JUMP(1); \
	}

COMPARISON(op_jump_if_less, op_jump_unless_less, SLOT(2), acc, <)               /* off s: compares s with acc */
COMPARISON(op_jump_if_greater, op_jump_unless_greater, SLOT(2), acc, >)
COMPARISON(op_jump_if_equal, op_jump_unless_equal, SLOT(2), acc, ==)
COMPARISON(op_jump_if_less_constant, op_jump_unless_less_constant, acc, OPERAND(2), <)      /* off k: acc with k */
COMPARISON(op_jump_if_greater_constant, op_jump_unless_greater_constant, acc, OPERAND(2), >)
COMPARISON(op_jump_if_equal_constant, op_jump_unless_equal_constant, acc, OPERAND(2), ==)

/* ---- Arithmetic ---- */

/* Both words are fixnums; the sum is one unless its sign is neither of theirs. */
void op_add(void) {                     /* s: acc = s + acc */
	int a = (int) (SLOT(1));
	int sum;
	if (a & (int) acc & 1) {
		sum = (a + (int) acc) - 1;
		if (((sum ^ a) & (sum ^ (int) acc)) >= 0) {
			acc = (object) sum;
			pc += 2;
			return;
		}
	}
	acc = add((object) a, acc);
	pc += 2;
}

void op_subtract(void) {                /* s: acc = s - acc */
	int a = (int) (SLOT(1));
	int difference;
	if (a & (int) acc & 1) {
		difference = (a - (int) acc) + 1;
		if (((difference ^ a) & (a ^ (int) acc)) >= 0) {
			acc = (object) difference;
			pc += 2;
			return;
		}
	}
	acc = subtract((object) a, acc);
	pc += 2;
}

void op_multiply(void) { acc = multiply(SLOT(1), acc); pc += 2; }       /* s */

void op_add_constant(void) {            /* k: a fixnum */
	int sum;
	if (IS_FIXNUM(acc)) {
		sum = ((int) acc + pc[1]) - 1;
		if (((sum ^ (int) acc) & (sum ^ pc[1])) >= 0) {
			acc = (object) sum;
			pc += 2;
			return;
		}
	}
	acc = add(acc, OPERAND(1));
	pc += 2;
}

/* ---- Pairs and vectors ---- */

void not_a_pair(object x) { wrong_type(x, 1, "a pair"); }
void op_car(void) { if (!IS_PAIR(acc)) not_a_pair(acc); acc = acc->car; pc += 1; }
void op_cdr(void) { if (!IS_PAIR(acc)) not_a_pair(acc); acc = acc->cdr; pc += 1; }

void op_local_car(void) {               /* s */
	acc = SLOT(1);
	if (!IS_PAIR(acc)) not_a_pair(acc);
	acc = acc->car;
	pc += 2;
}

void op_local_cdr(void) {               /* s */
	acc = SLOT(1);
	if (!IS_PAIR(acc)) not_a_pair(acc);
	acc = acc->cdr;
	pc += 2;
}

void op_cadr(void) {
	object x = acc;
	if (!IS_PAIR(x)) not_a_pair(acc);
	x = x->cdr;
	if (!IS_PAIR(x)) not_a_pair(acc);
	acc = x->car;
	pc += 1;
}

void op_cddr(void) {
	object x = acc;
	if (!IS_PAIR(x)) not_a_pair(acc);
	x = x->cdr;
	if (!IS_PAIR(x)) not_a_pair(acc);
	acc = x->cdr;
	pc += 1;
}

void op_cons(void) { acc = cons(SLOT(1), acc); pc += 2; }               /* s */

void op_vector_ref(void) {              /* s */
	object vector = SLOT(1);
	int i = VALUE(acc);
	if ((OBJECT_TAG == TAG(vector)) & IS_FIXNUM(acc)) {
		if (VECTOR == HEADER_TYPE(OBJECT_HEADER(vector))) if ((unsigned) i < (unsigned) (LENGTH(vector))) {
			acc = ITEMS(vector)[i];
			pc += 2;
			return;
		}
	}
	acc = prim_vector_ref(vector, acc);
	pc += 2;
}

/* ---- Calling ---- */

/* Primitives that need no frame: the last argument is in acc, the others in the frame. */

void op_primitive_0(void) { acc = PRIMITIVE_OF(OPERAND(1))->function(); pc += 2; } /* primitive */
void op_primitive_1(void) { acc = PRIMITIVE_OF(OPERAND(1))->function(acc); pc += 2; } /* primitive */
void op_primitive_2(void) { acc = PRIMITIVE_OF(OPERAND(1))->function(SLOT(2), acc); pc += 3; } /* primitive s */

void op_primitive_3(void) {             /* primitive s s */
	acc = PRIMITIVE_OF(OPERAND(1))->function(SLOT(2), SLOT(3), acc);
	pc += 4;
}

void op_primitive_4(void) {             /* primitive s s s */
	acc = PRIMITIVE_OF(OPERAND(1))->function(SLOT(2), SLOT(3), SLOT(4), acc);
	pc += 5;
}

/* The arguments stand in the frame from s on. */
void op_primitive_many(void) {          /* primitive s n */
	object* args = (object*) ((char*) fp + (4 * pc[2]));
	acc = PRIMITIVE_OF(OPERAND(1))->function(args, pc[3]);
	pc += 4;
}

/* depth: bytes from this frame to the new one. It is the last operand: op_return needs it. */
void op_call(void) {                    /* n depth */
	object* frame = (object*) ((char*) fp + pc[2]);
	argc = pc[1];
	callee = acc;
	frame[-2] = (object) ((char*) pc + 12);
	frame[-1] = self;
	fp = frame;
	if (PROCEDURE_TAG != TAG(acc)) not_a_procedure();
	PROCEDURE(acc)->enter();
}

void op_call_global(void) {             /* symbol n depth */
	object* frame;
	callee = SYMBOL_OF(OPERAND(1))->value;
	if (callee == UNDEFINED) unbound(OPERAND(1));
	frame = (object*) ((char*) fp + pc[3]);
	argc = pc[2];
	frame[-2] = (object) ((char*) pc + 16);
	frame[-1] = self;
	fp = frame;
	if (PROCEDURE_TAG != TAG(callee)) not_a_procedure();
	PROCEDURE(callee)->enter();
}

/* The arguments move down to the beginning of the frame. */
void op_tail_call(void) {               /* n depth */
	object* args = (object*) ((char*) fp + pc[2]);
	int i;
	argc = pc[1];
	callee = acc;
	for (i = 0; i < argc; i = i + 1) fp[i] = args[i];
	if (PROCEDURE_TAG != TAG(acc)) not_a_procedure();
	PROCEDURE(acc)->enter();
}

void op_return_constant(void) { acc = OPERAND(1); op_return(); }        /* k */

/* ---- Closures ---- */

/* Each operand behind the count says where a captured value is: s, or -1 - i. */
void op_closure(void) {                 /* code n where ... */
	object code = OPERAND(1);
	int n = pc[2];
	object closure = allocate(CLOSURE, n + 2);
	object* to = CAPTURED(closure);
	int i, from;
	PROCEDURE(closure)->enter = CODE_OF(code)->enter;
	CLOSURE_OF(closure)->code = code;
	pc += 3;
	for (i = 0; i < n; i = i + 1) {
		from = pc[0];
		if (from >= 0) to[i] = fp[from];
		else to[i] = CAPTURED(self)[-1 - from];
		pc += 1;
	}
	acc = closure;
}
