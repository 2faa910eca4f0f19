/* Trees: making them, giving them types, and simplifying them on the way.
 *
 * A variable x is (LOAD (FRAME_ADDRESS 8)), p->m is (LOAD (+ p 4)), a[i] is (LOAD (+ a (<< i 2))): whatever can be
 * assigned to is the LOAD of its address. Constants come to the right, so the generator need not look for them on
 * both sides.
 *
 * Each tree knows how many of the machine's REGISTERS working registers its value needs (Sethi-Ullman numbers). Calls,
 * divisions and shifts by a variable need EVERYTHING: they can only be computed while no register holds a value that
 * is still needed.
 */

enum {
	REGISTERS = 4,
	EVERYTHING = 5
};

int short_circuit;      /* --short-circuit: && and || as in C */

/* ---- How many registers ---- */

int larger(int a, int b)
{
	if (a > b) return a;
	return b;
}

/* Can an instruction name this address without a register? */
int is_direct(struct node* address)
{
	int op = address->op;
	return ((LABEL_ADDRESS == op) || (FRAME_ADDRESS == op)) || (ARGUMENT_ADDRESS == op);
}

/* Can it be the second operand of an instruction as it is? */
int is_operand(struct node* n)
{
	if ((CONSTANT == n->op) || (LABEL_ADDRESS == n->op)) return TRUE;
	if (LOAD != n->op) return FALSE;
	return (4 == n->type->size) && is_direct(n->left);
}

int needed_registers(struct node* n)
{
	int left = 1;
	int right = 0;
	if ((CALL == n->op) || (COPY == n->op)) return EVERYTHING;
	if ((('/' == n->op) || ('%' == n->op)) || ((AND_AND == n->op) || (OR_OR == n->op))) return EVERYTHING;
	if (NULL != n->left) left = n->left->registers;
	if (NULL == n->right) return left;
	right = n->right->registers;
	if (is_shift(n->op)) {
		if (CONSTANT != n->right->op) return EVERYTHING;
	}
	if ((EVERYTHING == left) || (EVERYTHING == right)) return EVERYTHING;
	if (SEQUENCE == n->op) return larger(left, right);
	if (ASSIGN == n->op) {
		if (is_direct(n->left)) return right;
		/* an address may take two registers, a base and an index */
		return larger(left, right + 2);
	}
	if (is_operand(n->right)) return left;
	return larger(left, right + 1);
}

/* What n takes over from the tree below it */
void below(struct node* n, struct node* tree)
{
	n->impure = n->impure | tree->impure;
	n->depth = larger(n->depth, tree->depth + 1);
	if (n->depth > DEEPEST) fail(token, "this expression is too long: give its parts names", "", "");
}

struct node* new_node(int op, struct type* type, struct node* left, struct node* right)
{
	struct node* n = scratch(sizeof(struct node));
	n->op = op;
	n->type = type;
	n->left = left;
	n->right = right;
	n->registers = needed_registers(n);
	if (n->registers > REGISTERS) n->registers = EVERYTHING;
	n->impure = ((ASSIGN == op) || (CALL == op)) || (COPY == op);
	if (NULL != left) below(n, left);
	if (NULL != right) below(n, right);
	return n;
}

/* ---- Leaves ---- */

struct node* constant(int value, struct type* type)
{
	struct node* n = new_node(CONSTANT, type, NULL, NULL);
	n->value = value;
	return n;
}

/* op is FRAME_ADDRESS or ARGUMENT_ADDRESS */
struct node* stack_address(int op, int offset, struct type* type)
{
	struct node* n = new_node(op, pointer_to(type), NULL, NULL);
	n->value = offset;
	return n;
}

struct node* label_address(char* label, struct type* type)
{
	struct node* n = new_node(LABEL_ADDRESS, type, NULL, NULL);
	n->label = label;
	return n;
}

struct node* load(struct node* address, struct type* type)
{
	return new_node(LOAD, type, address, NULL);
}

/* The same tree with another type of the same size */
struct node* retyped(struct node* n, struct type* type)
{
	struct node* copy = new_node(n->op, type, n->left, n->right);
	copy->value = n->value;
	copy->label = n->label;
	copy->is_unsigned = n->is_unsigned;
	return copy;
}

/* ---- Space on the stack frame of the function being compiled ---- */

int frame_used;         /* in this block */
int frame_size;         /* the most that any block used */

/* Room for size bytes; returns how far below the entry esp it begins. */
int frame_room(int size)
{
	frame_used = frame_used + ((size + 3) & (~3));
	frame_size = larger(frame_size, frame_used);
	return frame_used;
}

/* ---- Values ---- */

/* The value of what was parsed: an array's is its address */
struct node* value_of(struct token* where, struct node* n)
{
	struct type* t = n->type;
	if ((ARRAY == t->kind) && (LOAD == n->op)) {
		return retyped(n->left, pointer_to(t->to));
	}
	if (STRUCTURE == t->kind) fail(where, "a ", t->name, " is used where a number or an address is expected");
	if (8 == t->size) fail(where, "values of type ", t->name, " have 8 bytes: they can be declared, but not used");
	return n;
}

/* Is the value always 0 or 1? */
int is_truth_value(struct node* n)
{
	int op = n->op;
	if (is_comparison(op)) return TRUE;
	if ((AND_AND == op) || (OR_OR == op)) return TRUE;
	if (CONSTANT == op) return (0 == n->value) || (1 == n->value);
	if ((('&' == op) || ('|' == op)) || ('^' == op)) return is_truth_value(n->left) && is_truth_value(n->right);
	return FALSE;
}

/* The operator for exchanged operands: a < b is b > a */
int mirrored(int op)
{
	if ('<' == op) return '>';
	if ('>' == op) return '<';
	if (LESS_EQUAL == op) return GREATER_EQUAL;
	if (GREATER_EQUAL == op) return LESS_EQUAL;
	return op;
}

/* The operator for the opposite answer: a < b is not a >= b */
int opposite(int op)
{
	if (EQUAL == op) return NOT_EQUAL;
	if (NOT_EQUAL == op) return EQUAL;
	if ('<' == op) return GREATER_EQUAL;
	if ('>' == op) return LESS_EQUAL;
	if (LESS_EQUAL == op) return '>';
	return '<';
}

/* The number n with 1 << n == value, or -1 */
int power_of_two(int value)
{
	int n;
	for (n = 0; n < 31; n = n + 1) {
		if (value == (1 << n)) return n;
	}
	return -1;
}

/* ---- Simplification ---- */

int is_constant(struct node* n)
{
	return CONSTANT == n->op;
}

/* n + value */
struct node* add_constant(struct node* n, int value, struct type* type)
{
	struct node* result;
	if (0 == value) {
		if (4 == n->type->size) return retyped(n, type);
		return new_node(CONVERT, type, n, NULL);
	}
	if ((FRAME_ADDRESS == n->op) || (ARGUMENT_ADDRESS == n->op)) {
		result = new_node(n->op, type, NULL, NULL);
		result->value = n->value - value;
		return result;
	}
	if ('+' == n->op) {
		if (is_constant(n->right)) return add_constant(n->left, n->right->value + value, type);
	}
	return new_node('+', type, n, constant(value, type_int));
}

/* n op value, for operators with a cheaper form for this value; else NULL */
struct node* with_constant(int op, struct node* n, int value, struct type* type, int is_unsigned)
{
	int power = power_of_two(value);
	if ('+' == op) return add_constant(n, value, type);
	if ('-' == op) return add_constant(n, 0 - value, type);
	if (power < 0) return NULL;
	if ('*' == op) {
		if (0 == power) return add_constant(n, 0, type);
		return new_node(SHIFT_LEFT, type, n, constant(power, type_int));
	}
	if (!is_unsigned) return NULL;
	if ('%' == op) return new_node('&', type, n, constant(value - 1, type_int));
	if ('/' != op) return NULL;
	struct node* result = new_node(SHIFT_RIGHT, type, n, constant(power, type_int));
	result->is_unsigned = TRUE;
	return result;
}

/* (comparison) == 0 and (comparison) != 0 are comparisons without the 0; else NULL */
struct node* without_zero(int op, struct node* left)
{
	if (!is_comparison(left->op)) return NULL;
	if (NOT_EQUAL == op) return left;
	struct node* n = new_node(opposite(left->op), type_int, left->left, left->right);
	n->is_unsigned = left->is_unsigned;
	return n;
}

/* left op right of the given type */
struct node* simplified(int op, struct node* left, struct node* right, struct type* type, int is_unsigned)
{
	struct node* n = NULL;
	int commutes = ((('+' == op) || ('*' == op)) || (('&' == op) || ('|' == op))) || ('^' == op);
	if (is_constant(left) && (commutes || is_comparison(op))) {
		n = left;
		left = right;
		right = n;
		op = mirrored(op);
	}
	if (is_constant(right)) {
		if (is_constant(left) && ((0 != right->value) || (('/' != op) && ('%' != op)))) {
			return constant(calculate(op, left->value, right->value, is_unsigned), type);
		}
		n = with_constant(op, left, right->value, type, is_unsigned);
		if (NULL != n) return n;
		if ((0 == right->value) && ((EQUAL == op) || (NOT_EQUAL == op))) n = without_zero(op, left);
		if (NULL != n) return n;
	}
	n = new_node(op, type, left, right);
	n->is_unsigned = is_unsigned;
	return n;
}

/* ---- Operators ---- */

int is_address(struct type* t)
{
	return (POINTER == t->kind) || (FUNCTION_TYPE == t->kind);
}

/* The type of arithmetic on l and r: an address if one is, else unsigned if one is an unsigned word, else int */
struct type* common_type(struct type* l, struct type* r)
{
	if (is_address(l)) return l;
	if (is_address(r)) return r;
	if ((4 == l->size) && (!l->is_signed)) return type_unsigned;
	if ((4 == r->size) && (!r->is_signed)) return type_unsigned;
	return type_int;
}

/* Addresses are numbers of bytes: p + n, p - n and p - q are never scaled. */
struct node* binary(struct token* where, int op, struct node* left, struct node* right)
{
	left = value_of(where, left);
	right = value_of(where, right);
	struct type* type = common_type(left->type, right->type);
	int is_unsigned = !type->is_signed;
	if (is_shift(op)) {
		type = common_type(left->type, type_int);
		is_unsigned = !type->is_signed;
	} else if (('-' == op) && (is_address(left->type) && is_address(right->type))) type = type_int;
	else if (is_comparison(op)) type = type_int;
	else if ((AND_AND == op) || (OR_OR == op)) {
		if (short_circuit) return new_node(op, type_int, left, right);
		op = op & 0xFF;
	}
	return simplified(op, left, right, type, is_unsigned);
}

/* Cuts a number to the size of an integer type */
int cut(int value, struct type* t)
{
	int bits = t->size * 8;
	if (bits > 16) return value;
	value = value & ((1 << bits) - 1);
	if (t->is_signed && (value >= (1 << (bits - 1)))) return value - (1 << bits);
	return value;
}

/* n as a value of type t */
struct node* convert(struct token* where, struct node* n, struct type* t)
{
	if ((STRUCTURE == t->kind) || (8 == t->size)) fail(where, "a value cannot be converted to ", t->name, "");
	n = value_of(where, n);
	if (t->is_bool && (!is_truth_value(n))) return simplified(NOT_EQUAL, n, constant(0, type_int), t, FALSE);
	if (is_constant(n)) return constant(cut(n->value, t), t);
	if (t->size == n->type->size) {
		if (((4 == t->size) || (LOAD == n->op)) || (t->is_signed == n->type->is_signed)) return retyped(n, t);
	}
	return new_node(CONVERT, t, n, NULL);
}

struct node* negate(struct token* where, struct node* n)
{
	n = value_of(where, n);
	if (is_constant(n)) return constant(0 - n->value, common_type(n->type, type_int));
	return new_node(NEGATE, common_type(n->type, type_int), n, NULL);
}

struct node* complement(struct token* where, struct node* n)
{
	n = value_of(where, n);
	if (is_constant(n)) return constant(~n->value, common_type(n->type, type_int));
	return new_node('~', common_type(n->type, type_int), n, NULL);
}

struct node* logical_not(struct token* where, struct node* n)
{
	return binary(where, EQUAL, n, constant(0, type_int));
}

/* ---- Memory ---- */

void need_place(struct token* where, struct node* n, char* what)
{
	if (LOAD != n->op) fail(where, "expected a variable, an element or a member ", what, "");
}

/* & n */
struct node* address_of(struct token* where, struct node* n)
{
	if (FUNCTION_TYPE == n->type->kind) {
		if (LABEL_ADDRESS == n->op) return n;
	}
	need_place(where, n, "after &");
	if (ARRAY == n->type->kind) return value_of(where, n);
	return retyped(n->left, pointer_to(n->type));
}

/* * n */
struct node* dereference(struct token* where, struct node* n)
{
	n = value_of(where, n);
	struct type* t = pointed_to(n->type);
	if (NULL == t) fail(where, "expected a pointer, found a value of type ", n->type->name, "");
	if (FUNCTION_TYPE == n->type->kind) return n;
	return load(n, t);
}

/* base[index], scaled by the size of an element */
struct node* element(struct token* where, struct node* base, struct node* index)
{
	base = value_of(where, base);
	struct type* t = pointed_to(base->type);
	if (NULL == t) fail(where, "expected a pointer or an array before '[', found a value of type ", base->type->name, "");
	if (t->size < 1) fail(where, "the size of ", t->name, " is not known here");
	index = binary(where, '*', index, constant(t->size, type_int));
	return load(simplified('+', base, index, pointer_to(t), TRUE), t);
}

/* The member of the struct at an address */
struct node* member_at(struct token* where, struct node* address, struct type* t, struct word* name)
{
	if (STRUCTURE != t->kind) {
		fail(where, "expected a struct or union before the member, found a value of type ", t->name, "");
	}
	if (t->size < 0) fail(where, "the members of ", t->name, " are not known here");
	struct member* m = find_member(t, name);
	if (NULL == m) fail(where, t->name, " has no member ", name->text);
	struct node* n = add_constant(address, member_offset, pointer_to(m->type));
	return load(n, m->type);
}

struct node* assign(struct token* where, struct node* target, struct node* value)
{
	struct type* t = target->type;
	need_place(where, target, "before the assignment");
	if (ARRAY == t->kind) fail(where, "an array cannot be assigned to, only its elements", "", "");
	if (STRUCTURE == t->kind) {
		if ((LOAD != value->op) || (value->type != t)) fail(where, "expected a value of type ", t->name, "");
		value = new_node(COPY, t, target->left, value->left);
		value->value = t->size;
		return value;
	}
	if (8 == t->size) value_of(where, target);
	value = value_of(where, value);
	if (t->is_bool) value = convert(where, value, t);
	return new_node(ASSIGN, t, target->left, value);
}

/* Objects moved by one step of += and ++: bytes of what a pointer points to, else 1 */
int step_of(struct token* where, struct type* t)
{
	if (POINTER != t->kind) return 1;
	if (t->to->size < 1) fail(where, "the size of ", t->to->name, " is not known here");
	return t->to->size;
}

/* target op= value. The address is computed once: if that has effects, it is kept in a hidden variable. */
struct node* compound(struct token* where, int op, struct node* target, struct node* value)
{
	struct type* t = target->type;
	struct node* address = target->left;
	struct node* keep;
	struct node* setup = NULL;
	need_place(where, target, "before the assignment");
	if (('+' == op) || ('-' == op)) value = binary(where, '*', value, constant(step_of(where, t), type_int));
	if (address->impure || (EVERYTHING == address->registers)) {
		keep = stack_address(FRAME_ADDRESS, frame_room(4), address->type);
		setup = new_node(ASSIGN, address->type, keep, address);
		address = load(keep, address->type);
	}
	value = assign(where, load(address, t), binary(where, op, load(address, t), value));
	if (NULL == setup) return value;
	return new_node(SEQUENCE, t, setup, value);
}

/* n++ and n--, op is '+' or '-': step, and the value is what it was before */
struct node* step_after(struct token* where, int op, struct node* n)
{
	struct type* t = n->type;
	int step = step_of(where, t);
	n = compound(where, op, n, constant(1, type_int));
	if ('+' == op) step = -step;
	n = new_node('+', common_type(t, type_int), n, constant(step, type_int));
	return convert(where, n, t);
}
