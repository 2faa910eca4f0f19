/* generate.c : nodes to instructions (ops.c).
 *
 * Values go to acc. `depth` is how many words of the frame are in use at that point; whatever is needed later goes to
 * the next. Every generator takes what is wanted of the value:
 */

enum {
	EFFECT = 0,             /* nothing */
	IN_ACC = 1,
	RETURNED = 2            /* it is the value of the procedure: tail position */
};

object symbol_error;
object symbol_throw;
object symbol_toplevel;

/* The code of the lambda being compiled is code[code_start] and what follows; that of the lambdas around it waits
 * below. */
object code_buffer;         /* bytevectors of words */
object place_buffer;
int* code;
int code_at;
int code_start;
int places_at;
int frame_size;
struct lambda* current_lambda;
struct node_label* fail_label;

/* A place in the code that jumps go to. Until it is known, the jumps are chained through their operands. */
struct node_label {
	int header, is_placed, last_jump;
};

void generate(struct node* n, int depth, int want);
void branch(struct node* n, int depth, struct node_label* target, int sense);

/* ---- Emitting ---- */

object larger_buffer(object old) {
	object new = allocate_string(BYTEVECTOR, 2 * STRING_OF(old)->length);
	memcpy(BYTES(new), BYTES(old), STRING_OF(old)->length);
	return new;
}

void emit(int word) {
	if ((code_at * 4) == STRING_OF(code_buffer)->length) {
		code_buffer = larger_buffer(code_buffer);
		code = WORDS_OF(code_buffer);
	}
	code[code_at] = word;
	code_at = code_at + 1;
}

void emit1(FUNCTION op, int a) { emit((int) op); emit(a); }
void emit2(FUNCTION op, int a, int b) { emit((int) op); emit(a); emit(b); }
void emit3(FUNCTION op, int a, int b, int c) { emit2(op, a, b); emit(c); }

/* What was just emitted belongs to this place of the source. */
void note_place(int place) {
	if (0 == place) return;
	if (((places_at * 4) + 8) > STRING_OF(place_buffer)->length) place_buffer = larger_buffer(place_buffer);
	WORDS_OF(place_buffer)[places_at] = code_at - code_start;
	WORDS_OF(place_buffer)[places_at + 1] = place;
	places_at = places_at + 2;
}

/* `words` words of the frame are used. */
void use_frame(int words) { if (words > frame_size) frame_size = words; }
void emit_return(int want) { if (RETURNED == want) emit((int) op_return); }

/* ---- Labels ---- */

struct node_label* new_label(void) { return allocate_structure(sizeof(struct node_label)); }

/* Emits a jump, or a conditional one, with one more operand if `operands` is 1. */
void emit_jump(FUNCTION op, struct node_label* target, int operands, int operand) {
	emit((int) op);
	emit(target->last_jump);
	target->last_jump = code_at - 1;
	if (1 == operands) emit(operand);
}

void place_label(struct node_label* l) {
	int at = l->last_jump;
	int next;
	while (0 != at) {
		next = code[at];
		code[at] = (code_at - (at - 1)) * 4;
		at = next;
	}
}

/* ---- Variables ---- */

int where_captured(struct variable* v) { return find_capture(current_lambda, v)->index; }

void generate_local(struct variable* v) {
	if (v->owner == current_lambda) {
		if (lives_in_box(v)) emit1(op_local_box, v->slot);
		else emit1(op_local, v->slot);
	} else if (lives_in_box(v)) emit1(op_captured_box, where_captured(v));
	else emit1(op_captured, where_captured(v));
}

/* Gives acc to a variable that has no value yet. */
void initialise(struct variable* v) {
	if (!lives_in_box(v)) emit1(op_store, v->slot);
	else if (v->is_early) emit1(op_set_box, v->slot);
	else emit1(op_box, v->slot);
}

void generate_set_local(struct node* n, int depth) {
	struct variable* v = n->variable;
	generate(n->first, depth, IN_ACC);
	if (v->owner != current_lambda) emit1(op_set_captured_box, where_captured(v));
	else if (lives_in_box(v)) emit1(op_set_box, v->slot);
	else emit1(op_store, v->slot);
	emit1(op_constant, (int) UNSPECIFIED);
}

/* Is it in a place of this frame that can be used as an operand? */
int is_in_frame(struct node* n) {
	if (LOCAL != n->kind) return 0;
	if (n->variable->owner != current_lambda) return 0;
	return !lives_in_box(n->variable);
}

/* Puts a value into a place of the frame. */
void store(struct node* n, int slot, int depth) {
	use_frame(slot + 1);
	if (CONSTANT == n->kind) emit2(op_store_constant, slot, (int) (n->value));
	else if (is_in_frame(n)) {
		if (n->variable->slot != slot) emit2(op_store_local, slot, n->variable->slot);
	} else {
		generate(n, depth, IN_ACC);
		emit1(op_store, slot);
	}
}

/* Where in the frame the value of an operand is. If it has to be put there, that is at depth. `later` are operands
 * that are computed before it is used, or 0. */
int operand_slot(struct node* n, int depth, struct node* later) {
	if (is_in_frame(n)) {
		if (!n->variable->is_assigned) return n->variable->slot;
		if (0 == later) return n->variable->slot;
	}
	store(n, depth, depth);
	return depth;
}

/* ---- Primitives with instructions of their own ---- */

/* Instructions for a primitive of one or two operands, the first in the frame, the second in acc; or the second
 * a constant. For tests, the jumps that are taken if it holds, and unless it does. 0: there is none. */
struct inlined {
	char* name;
	int operands;
	FUNCTION op;
	FUNCTION constant_op;
	FUNCTION jump_if;
	FUNCTION jump_unless;
	FUNCTION jump_if_constant;
	FUNCTION jump_unless_constant;
	char* swapped;          /* the same test with its operands exchanged */
	object primitive;       /* the one of this name, filled in by start_generator */
};

struct inlined inlined_primitives[] = {
	{"car", 1, op_car, 0, 0, 0, 0, 0, 0, 0},
	{"cdr", 1, op_cdr, 0, 0, 0, 0, 0, 0, 0},
	{"cadr", 1, op_cadr, 0, 0, 0, 0, 0, 0, 0},
	{"cddr", 1, op_cddr, 0, 0, 0, 0, 0, 0, 0},
	{"cons", 2, op_cons, 0, 0, 0, 0, 0, 0, 0},
	{"vector-ref", 2, op_vector_ref, 0, 0, 0, 0, 0, 0, 0},
	{"+", 2, op_add, op_add_constant, 0, 0, 0, 0, 0, 0},
	{"-", 2, op_subtract, 0, 0, 0, 0, 0, 0, 0},
	{"*", 2, op_multiply, 0, 0, 0, 0, 0, 0, 0},
	{"null?", 1, 0, 0, op_jump_if_null, op_jump_unless_null, 0, 0, 0, 0},
	{"pair?", 1, 0, 0, op_jump_if_pair, op_jump_unless_pair, 0, 0, 0, 0},
	{"not", 1, 0, 0, op_jump_if_false, op_jump_if_true, 0, 0, 0, 0},
	{"eq?", 2, 0, 0, op_jump_if_eq, op_jump_unless_eq, op_jump_if_eq_constant, op_jump_unless_eq_constant, "eq?", 0},
	{"eqv?", 2, 0, 0, op_jump_if_eq, op_jump_unless_eq, op_jump_if_eq_constant, op_jump_unless_eq_constant, "eqv?", 0},
	{"=", 2, 0, 0, op_jump_if_equal, op_jump_unless_equal,
		op_jump_if_equal_constant, op_jump_unless_equal_constant, "=", 0},
	{"<", 2, 0, 0, op_jump_if_less, op_jump_unless_less,
		op_jump_if_less_constant, op_jump_unless_less_constant, ">", 0},
	{">", 2, 0, 0, op_jump_if_greater, op_jump_unless_greater,
		op_jump_if_greater_constant, op_jump_unless_greater_constant, "<", 0},
	{"<=", 2, 0, 0, op_jump_unless_greater, op_jump_if_greater,
		op_jump_unless_greater_constant, op_jump_if_greater_constant, ">=", 0},
	{">=", 2, 0, 0, op_jump_unless_less, op_jump_if_less,
		op_jump_unless_less_constant, op_jump_if_less_constant, "<=", 0},
	{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
};

struct inlined* find_inlined(object primitive, int operands) {
	int i;
	for (i = 0; 0 != inlined_primitives[i].name; i = i + 1) {
		if ((inlined_primitives[i].primitive == primitive) & (inlined_primitives[i].operands == operands)) {
			return (struct inlined*) ((char*) inlined_primitives + (i * sizeof(struct inlined)));
		}
	}
	return 0;
}

struct inlined* find_inlined_name(char* name) {
	int i = 0;
	while (0 != strcmp(inlined_primitives[i].name, name)) i = i + 1;
	return (struct inlined*) ((char*) inlined_primitives + (i * sizeof(struct inlined)));
}

/* For error messages: what an instruction is called in programs, or 0 */
char* inline_name(FUNCTION op) {
	struct inlined* e;
	int i;
	if (op == op_local_car) return "car";
	if (op == op_local_cdr) return "cdr";
	for (i = 0; 0 != inlined_primitives[i].name; i = i + 1) {
		e = (struct inlined*) ((char*) inlined_primitives + (i * sizeof(struct inlined)));
		if ((e->op == op) | (e->constant_op == op) | (e->jump_if == op) | (e->jump_unless == op)) return e->name;
		if ((e->jump_if_constant == op) | (e->jump_unless_constant == op)) return e->name;
	}
	return 0;
}

/* The primitive that a call calls, or 0 if it is none or may become something else */
object called_primitive(struct node* n) {
	object value = n->first->value;
	int flags = DEFINED_BY_PROGRAM | NOT_INLINED;
	struct primitive* p;
	if (GLOBAL == n->first->kind) {
		if (n->first->is_system) value = SYMBOL_OF(value)->system_value;
		else if (0 != (SYMBOL_OF(value)->flags & flags)) return 0;
		else value = SYMBOL_OF(value)->value;
	} else if (CONSTANT != n->first->kind) return 0;
	if (PROCEDURE_TAG != TAG(value)) return 0;
	if (PRIMITIVE != HEADER_TYPE(PROCEDURE_HEADER(value))) return 0;
	p = PRIMITIVE_OF(value);
	if (n->count < p->least) return 0;
	if (MANY != p->most) if (n->count > p->most) return 0;
	return value;
}

int is_fixnum_constant(struct node* n) { if (CONSTANT != n->kind) return 0; return IS_FIXNUM(n->value); }

/* May the constant be an operand of the instruction? */
int is_operand(struct node* n, struct inlined* e) {
	if (CONSTANT != n->kind) return 0;
	if ((e->jump_if == op_jump_if_eq) & (!is_big(n->value))) return 1;
	return IS_FIXNUM(n->value);
}

/* The value of an inlined primitive that is no test, into acc */
void generate_inlined(struct node* n, struct inlined* e, int depth) {
	struct node* first = n->list;
	struct node* second = first->next;
	int slot;
	if (1 == n->count) {
		if (is_in_frame(first) & ((e->op == op_car) | (e->op == op_cdr))) {
			if (e->op == op_car) emit1(op_local_car, first->variable->slot);
			else emit1(op_local_cdr, first->variable->slot);
			return;
		}
		generate(first, depth, IN_ACC);
		emit((int) (e->op));
		return;
	}
	if ((0 != e->constant_op) & is_fixnum_constant(first)) if (!is_fixnum_constant(second)) {
		generate(second, depth, IN_ACC);
		emit1(e->constant_op, (int) (first->value));
		return;
	}
	if ((0 != e->constant_op) & is_fixnum_constant(second)) {
		generate(first, depth, IN_ACC);
		emit1(e->constant_op, (int) (second->value));
		return;
	}
	if ((e->op == op_subtract) & is_fixnum_constant(second)) {
		if (VALUE(second->value) > (0 - MOST_FIXNUM)) {
			generate(first, depth, IN_ACC);
			emit1(op_add_constant, (int) FIXNUM(0 - VALUE(second->value)));
			return;
		}
	}
	slot = operand_slot(first, depth, second);
	generate(second, depth + (slot == depth), IN_ACC);
	emit1(e->op, slot);
}

/* Jumps if the truth of a test is `sense`. */
void branch_inlined(struct node* n, struct inlined* e, int depth, struct node_label* target, int sense) {
	struct node* first = n->list;
	struct node* second = first->next;
	FUNCTION op = e->jump_unless;
	int slot;
	if (1 == n->count) {
		if (sense) op = e->jump_if;
		generate(first, depth, IN_ACC);
		emit_jump(op, target, 0, 0);
		return;
	}
	if (is_operand(first, e)) {
		second = first;
		first = second->next;
		e = find_inlined_name(e->swapped);
	}
	if (is_operand(second, e)) {
		op = e->jump_unless_constant;
		if (sense) op = e->jump_if_constant;
		generate(first, depth, IN_ACC);
		emit_jump(op, target, 1, (int) (second->value));
		return;
	}
	op = e->jump_unless;
	if (sense) op = e->jump_if;
	slot = operand_slot(first, depth, second);
	generate(second, depth + (slot == depth), IN_ACC);
	emit_jump(op, target, 1, slot);
}

/* ---- Primitives without ---- */

int is_primitive_op(FUNCTION op) {
	return (op == op_primitive_0) | (op == op_primitive_1) | (op == op_primitive_2) | (op == op_primitive_3)
		| (op == op_primitive_4) | (op == op_primitive_many);
}

void generate_many(struct node* n, object primitive, int depth) {
	struct node* operand = n->list;
	int at = depth;
	while (0 != operand) {
		store(operand, at, at);
		at = at + 1;
		operand = operand->next;
	}
	emit3(op_primitive_many, (int) primitive, depth, n->count);
}

FUNCTION primitive_op(int operands) {
	if (0 == operands) return op_primitive_0;
	if (1 == operands) return op_primitive_1;
	if (2 == operands) return op_primitive_2;
	if (3 == operands) return op_primitive_3;
	return op_primitive_4;
}

/* Operands that are not given are MISSING. The last goes to acc, the others to the frame. */
void generate_primitive(struct node* n, object primitive, int depth) {
	int most = PRIMITIVE_OF(primitive)->most;
	int slots[4];
	int* slot = (int*) &slots;
	struct node* operand = n->list;
	int i;
	for (i = 0; i < most; i = i + 1) {
		if (0 == operand) operand = constant(MISSING);
		if (i < (most - 1)) slot[i] = operand_slot(operand, depth, operand->next);
		else generate(operand, depth, IN_ACC);
		if (i < (most - 1)) if (slot[i] == depth) depth = depth + 1;
		operand = operand->next;
	}
	emit1(primitive_op(most), (int) primitive);
	for (i = 0; i < (most - 1); i = i + 1) emit(slot[i]);
}

/* ---- Calls ---- */

/* A value that neither has effects nor depends on those of the operands (as far as anybody may rely on) */
int is_operator_late(struct node* n) {
	if (LOCAL == n->kind) return !n->variable->is_assigned;
	return (GLOBAL == n->kind) | ((CONSTANT == n->kind) | (LAMBDA == n->kind));
}

/* Calls of these are never tail calls: messages say where they are. */
int reports_errors(struct node* operator) {
	if (GLOBAL != operator->kind) return 0;
	return (operator->value == symbol_error) | (operator->value == symbol_throw);
}

void generate_call(struct node* n, int depth, int want) {
	struct node* operator = n->first;
	struct node* operand = n->list;
	int kept = -1;
	int frame, at;
	if ((RETURNED == want) & reports_errors(operator)) {
		generate_call(n, depth, IN_ACC);
		emit((int) op_return);
		return;
	}
	if (!is_operator_late(operator)) {
		kept = depth;
		store(operator, kept, depth);
		depth = depth + 1;
	}
	frame = depth + 2;
	if (RETURNED == want) frame = depth;
	at = frame;
	while (0 != operand) {
		store(operand, at, at);
		at = at + 1;
		operand = operand->next;
	}
	use_frame(at + 2);
	if ((GLOBAL == operator->kind) & (RETURNED != want)) if (!operator->is_system) {
		emit3(op_call_global, (int) (operator->value), n->count, frame * 4);
		note_place(n->place);
		return;
	}
	if (kept >= 0) emit1(op_local, kept);
	else generate(operator, at, IN_ACC);
	if (RETURNED == want) emit2(op_tail_call, n->count, frame * 4);
	else emit2(op_call, n->count, frame * 4);
	note_place(n->place);
}

/* Returns whether it was one. */
int generate_primitive_call(struct node* n, int depth, int want) {
	object primitive = called_primitive(n);
	struct inlined* e;
	if (0 == primitive) return 0;
	e = find_inlined(primitive, n->count);
	if (0 != e) {
		if (0 == e->op) return 0;
		generate_inlined(n, e, depth);
	} else if (MANY == PRIMITIVE_OF(primitive)->most) generate_many(n, primitive, depth);
	else generate_primitive(n, primitive, depth);
	note_place(n->place);
	emit_return(want);
	return 1;
}

/* ---- Tests ---- */

/* The instructions of a test, or 0 */
struct inlined* test_of(struct node* n) {
	struct inlined* e;
	object primitive;
	if (CALL != n->kind) return 0;
	primitive = called_primitive(n);
	if (0 == primitive) return 0;
	e = find_inlined(primitive, n->count);
	if (0 == e) return 0;
	if (0 == e->jump_if) return 0;
	return e;
}

void branch_if(struct node* n, int depth, struct node_label* target, int sense) {
	struct node_label* no = new_label();
	struct node_label* end = new_label();
	branch(n->first, depth, no, 0);
	branch(n->second, depth, target, sense);
	emit_jump(op_jump, end, 0, 0);
	place_label(no);
	branch(n->third, depth, target, sense);
	place_label(end);
}

void branch_or(struct node* n, int depth, struct node_label* target, int sense) {
	struct node_label* yes = new_label();
	struct node* part = n->list;
	while (0 != part->next) {
		if (sense) branch(part, depth, target, 1);
		else branch(part, depth, yes, 1);
		part = part->next;
	}
	branch(part, depth, target, sense);
	place_label(yes);
}

/* Jumps to target if the truth of n is `sense`, goes on otherwise. */
void branch(struct node* n, int depth, struct node_label* target, int sense) {
	struct inlined* e = test_of(n);
	if (CONSTANT == n->kind) {
		if ((n->value != FALSE) == sense) emit_jump(op_jump, target, 0, 0);
	} else if (IF == n->kind) branch_if(n, depth, target, sense);
	else if (OR == n->kind) branch_or(n, depth, target, sense);
	else if (0 == e) {
		generate(n, depth, IN_ACC);
		if (sense) emit_jump(op_jump_if_true, target, 0, 0);
		else emit_jump(op_jump_if_false, target, 0, 0);
	} else if (e->jump_if == op_jump_if_false) branch(n->list, depth, target, !sense);
	else {
		branch_inlined(n, e, depth, target, sense);
		note_place(n->place);
	}
}

void generate_test(struct node* n, int depth, int want) {
	struct node_label* no = new_label();
	struct node_label* end = new_label();
	branch(n, depth, no, 0);
	if (RETURNED == want) emit1(op_return_constant, (int) TRUE);
	else {
		emit1(op_constant, (int) TRUE);
		emit_jump(op_jump, end, 0, 0);
	}
	place_label(no);
	if (RETURNED == want) emit1(op_return_constant, (int) FALSE);
	else emit1(op_constant, (int) FALSE);
	place_label(end);
}

void generate_if(struct node* n, int depth, int want) {
	struct node_label* no = new_label();
	struct node_label* end = new_label();
	branch(n->first, depth, no, 0);
	generate(n->second, depth, want);
	if (RETURNED != want) emit_jump(op_jump, end, 0, 0);
	place_label(no);
	generate(n->third, depth, want);
	place_label(end);
}

void generate_or(struct node* n, int depth, int want) {
	struct node_label* end = new_label();
	struct node* part = n->list;
	while (0 != part->next) {
		generate(part, depth, IN_ACC);
		emit_jump(op_jump_if_true, end, 0, 0);
		part = part->next;
	}
	generate(part, depth, want);
	place_label(end);
	emit_return(want);
}

void generate_try(struct node* n, int depth, int want) {
	struct node_label* outer = fail_label;
	struct node_label* end = new_label();
	struct node_label* failed = new_label();
	fail_label = failed;
	generate(n->first, depth, want);
	fail_label = outer;
	if (RETURNED != want) emit_jump(op_jump, end, 0, 0);
	place_label(failed);
	generate(n->second, depth, want);
	place_label(end);
}

void generate_fail(struct node* n) {
	current_place = n->place;
	if (0 == fail_label) syntax_error("%fail outside of %try", NIL);
	emit_jump(op_jump, fail_label, 0, 0);
}

/* ---- Procedures ---- */

/* Makes a code object of what was emitted for a lambda. */
object make_code(struct lambda* l, int first_place) {
	int size = code_at - code_start;
	object result = allocate(CODE, 7 + size);
	struct code* c = CODE_OF(result);
	int is_large = frame_size > ((STACK_ROOM / 4) - 32);
	c->required = l->required;
	c->frame = frame_size;
	c->name = l->name;
	c->formals = l->formals;
	c->file = current_file;
	c->positions = FALSE;
	c->enter = enter_fixed;
	if (l->has_rest) c->enter = enter_rest;
	if (is_large) c->enter = enter_large_fixed;
	if (is_large & l->has_rest) c->enter = enter_large_rest;
	memcpy(INSTRUCTIONS(result), (char*) code + (4 * code_start), 4 * size);
	if (places_at > first_place) {
		c->positions = allocate_string(BYTEVECTOR, (places_at - first_place) * 4);
		memcpy(BYTES(c->positions), BYTES(place_buffer) + (4 * first_place), (places_at - first_place) * 4);
	}
	return result;
}

object generate_code(struct lambda* l) {
	struct lambda* outer_lambda = current_lambda;
	struct node_label* outer_label = fail_label;
	int outer_start = code_start;
	int outer_size = frame_size;
	int first_place = places_at;
	int count = 0;
	struct variable* v;
	object result;
	current_lambda = l;
	fail_label = 0;
	code_start = code_at;
	frame_size = 0;
	for (v = l->parameters; 0 != v; v = v->next) {
		v->slot = count;
		count = count + 1;
	}
	use_frame(count);
	for (v = l->parameters; 0 != v; v = v->next) {
		if (lives_in_box(v)) {
			emit1(op_local, v->slot);
			emit1(op_box, v->slot);
		}
	}
	if (l->name == symbol_toplevel) {
		/* it stays, for backtraces */
		generate(l->body, count, IN_ACC);
		emit((int) op_return);
	} else generate(l->body, count, RETURNED);
	result = make_code(l, first_place);
	code_at = code_start;
	places_at = first_place;
	current_lambda = outer_lambda;
	fail_label = outer_label;
	code_start = outer_start;
	frame_size = outer_size;
	return result;
}

/* The operands of op_closure, in the order of the indexes; the chain is in the opposite order */
void emit_captures(struct capture* c) {
	if (0 == c) return;
	emit_captures(c->next);
	if (c->variable->owner == current_lambda) emit(c->variable->slot);
	else emit(-1 - where_captured(c->variable));
}

void generate_lambda(struct lambda* l) {
	object procedure_code = generate_code(l);
	object closure;
	if (0 != l->capture_count) {
		emit2(op_closure, (int) procedure_code, l->capture_count);
		emit_captures(l->captures);
		return;
	}
	closure = allocate(CLOSURE, 2);
	PROCEDURE(closure)->enter = CODE_OF(procedure_code)->enter;
	CLOSURE_OF(closure)->code = procedure_code;
	emit1(op_constant, (int) closure);
}

/* ---- Scopes ---- */

/* The closure in `v` captured `later` at this index, before it had a value. */
void complete(struct variable* v, int index, struct variable* later, int depth) {
	int slot = v->slot;
	if (lives_in_box(v)) {
		emit1(op_local_box, slot);
		emit1(op_store, depth);
		slot = depth;
		use_frame(depth + 1);
	}
	emit3(op_complete, slot, index, later->slot);
}

/* Completes the closures of a group, from `item` on: what they captured of each other too early */
void complete_group(struct node* item, int depth) {
	struct node* closure;
	struct node* later;
	struct capture* c;
	int group = item->group;
	for (closure = item; 0 != closure; closure = closure->next) {
		if ((INIT != closure->kind) | (closure->group != group)) return;
		for (later = closure; 0 != later; later = later->next) {
			if ((INIT != later->kind) | (later->group != group)) break;
			c = find_capture(closure->first->lambda, later->variable);
			if (0 != c) if (!lives_in_box(later->variable)) {
				complete(closure->variable, c->index, later->variable, depth);
			}
		}
	}
}

void generate_scope(struct node* n, int depth, int want) {
	struct variable* v;
	struct node* item;
	int group = 0;
	struct node* first_of_group = 0;
	for (v = n->variable; 0 != v; v = v->next) {
		v->slot = depth;
		depth = depth + 1;
		if (lives_in_box(v) & v->is_early) {
			emit1(op_constant, (int) UNDEFINED);
			emit1(op_box, v->slot);
		}
	}
	use_frame(depth);
	for (item = n->list; 0 != item; item = item->next) {
		if (item->group != group) {
			if (0 != first_of_group) complete_group(first_of_group, depth);
			first_of_group = 0;
			group = item->group;
			if (INIT == item->kind) if (LAMBDA == item->first->kind) first_of_group = item;
		}
		if (INIT == item->kind) {
			if (lives_in_box(item->variable)) {
				generate(item->first, depth, IN_ACC);
				initialise(item->variable);
			} else store(item->first, item->variable->slot, depth);
		} else if (0 == item->next) generate(item, depth, want);
		else generate(item, depth, EFFECT);
	}
}

void generate_sequence(struct node* n, int depth, int want) {
	struct node* part = n->list;
	while (0 != part->next) {
		generate(part, depth, EFFECT);
		part = part->next;
	}
	generate(part, depth, want);
}

/* ---- Loops ---- */

int mentions(struct node* n, struct variable* v);

int list_mentions(struct node* n, struct variable* v) {
	while (0 != n) {
		if (mentions(n, v)) return 1;
		n = n->next;
	}
	return 0;
}

/* Does the value of n depend on the variable? */
int mentions(struct node* n, struct variable* v) {
	if (n->variable == v) if ((LOCAL == n->kind) | (SET_LOCAL == n->kind)) return 1;
	if (LAMBDA == n->kind) return 0 != find_capture(n->lambda, v);
	if (LOOP == n->kind) if (mentions(n->loop->body, v)) return 1;
	if (0 != n->first) if (mentions(n->first, v)) return 1;
	if (0 != n->second) if (mentions(n->second, v)) return 1;
	if (0 != n->third) if (mentions(n->third, v)) return 1;
	return list_mentions(n->list, v);
}

void generate_loop(struct node* n, int depth, int want) {
	struct loop* l = n->loop;
	struct node* value = n->list;
	struct variable* v;
	for (v = l->parameters; 0 != v; v = v->next) {
		v->slot = depth;
		if (lives_in_box(v)) {
			generate(value, depth, IN_ACC);
			emit1(op_box, depth);
		} else store(value, depth, depth);
		depth = depth + 1;
		value = value->next;
	}
	use_frame(depth);
	l->start = code_at;
	generate(l->body, depth, want);
}

/* Puts the next value straight into the parameter if no other needs the present one, and at depth otherwise. Returns
 * where it is, or -1 if there is nothing left to do. */
int next_value(struct node* value, struct variable* v, int depth) {
	if (LOCAL == value->kind) if ((value->variable == v) & !lives_in_box(v)) return -1;
	if (lives_in_box(v) | list_mentions(value->next, v)) {
		store(value, depth, depth);
		return depth;
	}
	store(value, v->slot, depth);
	return -1;
}

/* The values are moved to their parameters from the last to the first, as the recursion returns. */
void next_values(struct node* value, struct variable* v, int depth) {
	int slot;
	if (0 == value) return;
	slot = next_value(value, v, depth);
	if (slot < 0) {
		next_values(value->next, v->next, depth);
		return;
	}
	next_values(value->next, v->next, depth + 1);
	if (lives_in_box(v)) {
		emit1(op_local, slot);
		emit1(op_box, v->slot);
	} else emit2(op_store_local, v->slot, slot);
}

void generate_again(struct node* n, int depth) {
	struct loop* l = n->loop;
	struct variable* v;
	int in_use = 0;
	next_values(n->list, l->parameters, depth);
	for (v = l->parameters; 0 != v; v = v->next) in_use = v->slot + 1;
	if (0 == in_use) in_use = depth;
	emit2(op_loop, (l->start - code_at) * 4, in_use);
}

/* ---- Everything ---- */

void generate_global(struct node* n, int depth) {
	FUNCTION op = op_global;
	if (0 != n->first) generate(n->first, depth, IN_ACC);
	if (GLOBAL == n->kind) {
		if (n->is_system) op = op_system_global;
	} else if (DEFINE_GLOBAL == n->kind) {
		op = op_define;
		if (n->is_system) op = op_system_define;
	} else {
		op = op_set_global;
		if (n->is_system) op = op_set_system_global;
	}
	emit1(op, (int) (n->value));
	note_place(n->place);
}

/* Kinds whose generators look after what is wanted themselves */
int generate_control(struct node* n, int depth, int want) {
	int kind = n->kind;
	if (IF == kind) generate_if(n, depth, want);
	else if (OR == kind) generate_or(n, depth, want);
	else if (SEQUENCE == kind) generate_sequence(n, depth, want);
	else if (SCOPE == kind) generate_scope(n, depth, want);
	else if (LOOP == kind) generate_loop(n, depth, want);
	else if (AGAIN == kind) generate_again(n, depth);
	else if (TRY == kind) generate_try(n, depth, want);
	else if (FAIL == kind) generate_fail(n);
	else if (CALL != kind) return 0;
	else if (0 != test_of(n)) generate_test(n, depth, want);
	else if (!generate_primitive_call(n, depth, want)) generate_call(n, depth, want);
	return 1;
}

void generate(struct node* n, int depth, int want) {
	int kind = n->kind;
	use_frame(depth + 1);
	if (generate_control(n, depth, want)) return;
	if (CONSTANT == kind) {
		if (RETURNED == want) emit1(op_return_constant, (int) (n->value));
		else if (IN_ACC == want) emit1(op_constant, (int) (n->value));
		return;
	}
	if (LOCAL == kind) generate_local(n->variable);
	else if (SET_LOCAL == kind) generate_set_local(n, depth);
	else if (LAMBDA == kind) generate_lambda(n->lambda);
	else generate_global(n, depth);
	emit_return(want);
}

/* ---- compile ---- */

/* A procedure without parameters that evaluates an expression */
object compile(object form) {
	struct lambda* l = allocate_structure(sizeof(struct lambda));
	object closure = allocate(CLOSURE, 2);
	l->name = symbol_toplevel;
	l->formals = NIL;
	l->body = expression(form, 0, 0);
	analyse(l->body, l);
	code_at = 1;                /* a jump at 0 would look like the end of a chain */
	places_at = 0;
	current_lambda = 0;
	CLOSURE_OF(closure)->code = generate_code(l);
	PROCEDURE(closure)->enter = enter_fixed;
	return closure;
}

void start_generator(void) {
	int i;
	code_buffer = allocate_string(BYTEVECTOR, 65536);
	place_buffer = allocate_string(BYTEVECTOR, 16384);
	code = WORDS_OF(code_buffer);
	add_root(&code_buffer);
	add_root(&place_buffer);
	symbol_toplevel = symbol("toplevel");
	symbol_error = symbol("error");
	symbol_throw = symbol("throw");
	for (i = 0; 0 != inlined_primitives[i].name; i = i + 1) {
		inlined_primitives[i].primitive = SYMBOL_OF(symbol(inlined_primitives[i].name))->system_value;
	}
}
