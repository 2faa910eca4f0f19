/* code.c : the instructions by name, and procedures that are made of them. The compiler (module/mes/core) decides
 * which. */

struct operation_entry {
	char* name;
	FUNCTION function;
	char* primitive;        /* for messages: what the instruction is called in programs, or 0 */
};

struct operation_entry operation_entries[] = {
	{"op:constant", op_constant, 0}, {"op:local", op_local, 0},
	{"op:captured", op_captured, 0}, {"op:local-box", op_local_box, 0},
	{"op:captured-box", op_captured_box, 0}, {"op:global", op_global, 0},
	{"op:system-global", op_system_global, 0},
	{"op:store", op_store, 0}, {"op:store-constant", op_store_constant, 0},
	{"op:store-local", op_store_local, 0}, {"op:box", op_box, 0},
	{"op:set-box", op_set_box, 0}, {"op:set-captured-box", op_set_captured_box, 0},
	{"op:define", op_define, 0}, {"op:system-define", op_system_define, 0},
	{"op:set-global", op_set_global, 0},
	{"op:jump", op_jump, 0}, {"op:loop", op_loop, 0},
	{"op:jump-if-false", op_jump_if_false, 0}, {"op:jump-if-true", op_jump_if_true, 0},
	{"op:jump-if-null", op_jump_if_null, 0}, {"op:jump-unless-null", op_jump_unless_null, 0},
	{"op:jump-if-pair", op_jump_if_pair, 0}, {"op:jump-unless-pair", op_jump_unless_pair, 0},
	{"op:jump-if-eq", op_jump_if_eq, 0}, {"op:jump-unless-eq", op_jump_unless_eq, 0},
	{"op:jump-if-eq-constant", op_jump_if_eq_constant, 0},
	{"op:jump-unless-eq-constant", op_jump_unless_eq_constant, 0},
	{"op:jump-if-less", op_jump_if_less, "<"}, {"op:jump-unless-less", op_jump_unless_less, "<"},
	{"op:jump-if-greater", op_jump_if_greater, ">"}, {"op:jump-unless-greater", op_jump_unless_greater, ">"},
	{"op:jump-if-equal", op_jump_if_equal, "="}, {"op:jump-unless-equal", op_jump_unless_equal, "="},
	{"op:jump-if-less-constant", op_jump_if_less_constant, "<"},
	{"op:jump-unless-less-constant", op_jump_unless_less_constant, "<"},
	{"op:jump-if-greater-constant", op_jump_if_greater_constant, ">"},
	{"op:jump-unless-greater-constant", op_jump_unless_greater_constant, ">"},
	{"op:jump-if-equal-constant", op_jump_if_equal_constant, "="},
	{"op:jump-unless-equal-constant", op_jump_unless_equal_constant, "="},
	{"op:add", op_add, "+"}, {"op:add-constant", op_add_constant, "+"},
	{"op:subtract", op_subtract, "-"}, {"op:multiply", op_multiply, "*"},
	{"op:car", op_car, "car"}, {"op:cdr", op_cdr, "cdr"},
	{"op:local-car", op_local_car, "car"}, {"op:local-cdr", op_local_cdr, "cdr"},
	{"op:cadr", op_cadr, "cadr"}, {"op:cddr", op_cddr, "cddr"},
	{"op:cons", op_cons, "cons"}, {"op:vector-ref", op_vector_ref, "vector-ref"},
	{"op:primitive-0", op_primitive_0, 0}, {"op:primitive-1", op_primitive_1, 0},
	{"op:primitive-2", op_primitive_2, 0}, {"op:primitive-3", op_primitive_3, 0},
	{"op:primitive-4", op_primitive_4, 0}, {"op:primitive-many", op_primitive_many, 0},
	{"op:call", op_call, 0}, {"op:call-global", op_call_global, 0},
	{"op:tail-call", op_tail_call, 0}, {"op:return", op_return, 0},
	{"op:return-constant", op_return_constant, 0}, {"op:closure", op_closure, 0},
	{0, 0, 0}
};

/* What an instruction is called in programs, or 0 */
char* inline_name(FUNCTION op) {
	int i;
	for (i = 0; 0 != operation_entries[i].name; i++) {
		if (operation_entries[i].function == op) return operation_entries[i].primitive;
	}
	return 0;
}

int is_primitive_op(FUNCTION op) {
	return (op == op_primitive_0) | (op == op_primitive_1) | (op == op_primitive_2) | (op == op_primitive_3)
		| (op == op_primitive_4) | (op == op_primitive_many);
}

/* ---- Code ---- */

/* A word of the code: an operation, a number, or, as the only element of a list, a value */
int word_of(object x) {
	if (IS_FIXNUM(x)) return VALUE(x);
	if (IS_PAIR(x)) return (int) (x->car);
	return (int) (OPERATION_OF(x)->function);
}

FUNCTION enter_function(int frame, int has_rest) {
	int is_large = frame > ((STACK_ROOM / 4) - 32);
	if (is_large & has_rest) return enter_large_rest;
	if (is_large) return enter_large_fixed;
	if (has_rest) return enter_rest;
	return enter_fixed;
}

/* (%make-code words required rest? frame name formals file positions): the words are given from the last to the first,
 * and so are the positions: numbers, as the structure has them. */
object prim_make_code(object* args, int n) {
	object words = args[0], positions = args[7];
	int i = check_list(words, 1);
	object result = allocate(CODE, 7 + i);
	struct code* c = CODE_OF(result);
	for (; i > 0; words = words->cdr) {
		i--;
		INSTRUCTIONS(result)[i] = word_of(words->car);
	}
	c->required = VALUE(args[1]);
	c->frame = VALUE(args[3]);
	c->enter = enter_function(c->frame, args[2] != FALSE);
	c->name = args[4];
	c->formals = args[5];
	c->file = args[6];
	i = check_list(positions, 8);
	c->positions = allocate_string(BYTEVECTOR, i * 4);
	for (; i > 0; positions = positions->cdr) {
		i--;
		WORDS_OF(c->positions)[i] = VALUE(positions->car);
	}
	return result;
}

/* A procedure that captures nothing */
object prim_make_closure(object code) {
	object closure = allocate(CLOSURE, 2);
	PROCEDURE(closure)->enter = CODE_OF(code)->enter;
	CLOSURE_OF(closure)->code = code;
	return closure;
}

/* ---- What the compiler asks ---- */

/* The least and the most arguments of a primitive (-1: any number), which may be inlined; #f for all else */
object prim_arity(object x) {
	if (PROCEDURE_TAG != TAG(x)) return FALSE;
	if (PRIMITIVE != HEADER_TYPE(PROCEDURE_HEADER(x))) return FALSE;
	return cons(FIXNUM(PRIMITIVE_OF(x)->least), FIXNUM(PRIMITIVE_OF(x)->most));
}

struct symbol* check_symbol(object x) {
	if (!is_type(x, SYMBOL)) wrong_type(x, 1, "a symbol");
	return SYMBOL_OF(x);
}

/* (%value symbol system?): *undefined* if it has none */
object prim_value(object symbol, object is_system) {
	struct symbol* s = check_symbol(symbol);
	if (is_system == FALSE) return s->value;
	return s->system_value;
}

object prim_define(object symbol, object value, object is_system) {
	check_symbol(symbol);
	if (is_system == FALSE) define_for_program(symbol, value);
	else define_for_library(symbol, value);
	return UNSPECIFIED;
}

object prim_flags(object symbol) { return FIXNUM(check_symbol(symbol)->flags & (FORM_NUMBER - 1)); }

object prim_add_flags(object symbol, object flags) {
	struct symbol* s = check_symbol(symbol);
	s->flags = s->flags | VALUE(flags);
	return UNSPECIFIED;
}

object prim_original(object symbol) { return check_symbol(symbol)->original; }
object prim_rename(object symbol, object flags) { check_symbol(symbol); return rename_symbol(symbol, VALUE(flags)); }

void start_operations(void) {
	object operation;
	int i;
	for (i = 0; 0 != operation_entries[i].name; i++) {
		operation = allocate(OPERATION, 1);
		OPERATION_OF(operation)->function = operation_entries[i].function;
		define_for_library(symbol(operation_entries[i].name), operation);
	}
}
