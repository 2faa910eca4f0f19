/* Code for trees. Registers are numbered as in operand.c. */

void generate_effect(struct node* n, int r);
void branch(struct node* n, struct label* target, int sense);

/* ---- Arithmetic ---- */

/* add or and sub xor cmp are instructions 0 1 4 5 6 7 of one family: opcode (8 * n) + 3 is op r, r/m; + 1 op r/m, r;
 * + 0 the same on bytes; 0x83 /n takes an immediate byte, 0x81 /n a word, 0x80 /n works on bytes. -1: op is none of
 * them. */
int family_number(int op)
{
	if ('+' == op) return 0;
	if ('|' == op) return 1;
	if ('&' == op) return 4;
	if ('-' == op) return 5;
	if ('^' == op) return 6;
	return -1;
}

char* family_words(int number)
{
	if (0 == number) return "add";
	if (1 == number) return "or";
	if (4 == number) return "and";
	if (5 == number) return "sub";
	if (6 == number) return "xor";
	return "cmp";
}

void family(int number, int r, struct operand* o)
{
	operation = family_words(number);
	if (IMMEDIATE_LABEL == o->kind) code_label("%o %m, %i", 0x81, number, in_register(r), o->label);
	else if (IMMEDIATE != o->kind) code("%o %r, %m", (number * 8) + 3, r, o);
	else if (fits_byte(o->value)) code_immediate("%o %m, %i", 0x83, number, in_register(r), 1, o->value);
	else code_immediate("%o %m, %i", 0x81, number, in_register(r), 4, o->value);
}

/* op memory of type t, constant */
void family_memory(int number, struct type* t, struct operand* o, int value)
{
	operation = family_words(number);
	if (1 == t->size) {
		code_immediate("%o %1, %i", 0x80, number, o, 1, cut(value, t));
		return;
	}
	if (fits_byte(value)) code_immediate("%o %4, %i", 0x83, number, o, 1, value);
	else code_immediate("%o %4, %i", 0x81, number, o, 4, value);
}

void multiply(struct node* n, int r)
{
	int factor = n->right->value;
	if (CONSTANT != n->right->op) {
		code("imul %r, %m", 0x0FAF, r, both_no_immediate(n->left, n->right, r));
		return;
	}
	generate(n->left, r);
	if (fits_byte(factor)) code_immediate("imul %r, %m, %i", 0x6B, r, in_register(r), 1, factor);
	else code_immediate("imul %r, %m, %i", 0x69, r, in_register(r), 4, factor);
}

/* edx:eax divided by the operand: quotient in eax, remainder in edx. So the divisor may not use edx. */
void divide_registers(struct node* n)
{
	struct operand* divisor = in_register(ECX);
	if ((LOAD == n->right->op) && is_operand(n->right)) divisor = both(n->left, n->right, EAX);
	else both_in_registers(n->left, n->right, EAX);
	if (n->is_unsigned) {
		code("xor %r, %m", 0x31, EDX, in_register(EDX));
		code("div %4", 0xF7, 6, divisor);
	} else {
		code("cdq", 0x99, 0, NULL);
		code("idiv %4", 0xF7, 7, divisor);
	}
	if ('%' == n->op) move(EAX, in_register(EDX));
}

void shift(struct node* n, int r)
{
	int digit = 4;
	char* name = "shl";
	if (SHIFT_RIGHT == n->op) {
		digit = 7;
		name = "sar";
		if (n->is_unsigned) {
			digit = 5;
			name = "shr";
		}
	}
	if (CONSTANT == n->right->op) {
		generate(n->left, r);
		operation = name;
		code_immediate("%o %m, %i", 0xC1, digit, in_register(r), 1, n->right->value & 31);
		return;
	}
	both_in_registers(n->left, n->right, EAX);
	operation = name;
	code("%o %m, cl", 0xD3, digit, in_register(EAX));
}

/* ---- Comparisons ---- */

int condition_code(int op, int is_unsigned)
{
	int code = IF_LESS;
	if (EQUAL == op) return IF_EQUAL;
	if (NOT_EQUAL == op) return IF_NOT_EQUAL;
	if ((LESS_EQUAL == op) || ('>' == op)) {
		code = IF_LESS_OR_EQUAL;
		if (is_unsigned) code = IF_BELOW_OR_EQUAL;
	} else if (is_unsigned) code = IF_BELOW;
	if (('>' == op) || (GREATER_EQUAL == op)) code = code + 1;
	return code;
}

/* Can the memory itself be compared with the constant, without extending what is there? */
int comparable_in_memory(struct node* left, struct node* right, int op, int is_unsigned)
{
	if ((LOAD != left->op) || (CONSTANT != right->op)) return FALSE;
	if (4 == left->type->size) return TRUE;
	if ((2 == left->type->size) || is_unsigned) return FALSE;
	if (right->value != cut(right->value, left->type)) return FALSE;
	return left->type->is_signed || ((EQUAL == op) || (NOT_EQUAL == op));
}

/* Sets the flags; returns the condition under which the comparison is true. */
int compare(struct node* n, int r)
{
	struct node* left = n->left;
	struct node* right = n->right;
	struct operand* o;
	if (comparable_in_memory(left, right, n->op, n->is_unsigned)) {
		o = memory(left->left, r);
		family_memory(7, left->type, o, right->value);
	} else {
		o = both(left, right, r);
		if ((IMMEDIATE == o->kind) && (0 == o->value)) code("test %m, %r", 0x85, r, in_register(r));
		else family(7, r, o);
	}
	return condition_code(n->op, n->is_unsigned);
}

void condition_value(struct node* n, int r)
{
	int condition = compare(n, r);
	code("set%c %1", 0x0F90 + condition, 0, in_register(r));
	code("movzx %r, %1", 0x0FB6, r, in_register(r));
}

/* && and || with --short-circuit */
void short_circuit_value(struct node* n, int r)
{
	struct label* no = new_label();
	struct label* end = new_label();
	branch(n, no, FALSE);
	move(r, immediate(1));
	jump(ALWAYS, end);
	place(no);
	move(r, immediate(0));
	place(end);
}

/* ---- Branches ---- */

/* Can the right side be skipped when the left decides? & and | of truth values with nothing but a value on the right
 * give the same answer either way. */
int may_stop_early(struct node* n)
{
	if ((AND_AND == n->op) || (OR_OR == n->op)) return TRUE;
	if (('&' != n->op) && ('|' != n->op)) return FALSE;
	return (is_truth_value(n->left) & is_truth_value(n->right)) & (!n->right->impure);
}

void branch_early(struct node* n, struct label* target, int sense)
{
	int is_or = '|' == (n->op & 0xFF);
	if (is_or == sense) {
		branch(n->left, target, sense);
		branch(n->right, target, sense);
		return;
	}
	struct label* skip = new_label();
	branch(n->left, skip, !sense);
	branch(n->right, target, sense);
	place(skip);
}

void branch_if_bits(struct node* n, struct label* target, int sense)
{
	struct operand* o = both(n->left, n->right, EAX);
	if (IMMEDIATE == o->kind) code_immediate("test %m, %i", 0xF7, 0, in_register(EAX), 4, o->value);
	else if (IMMEDIATE_LABEL == o->kind) code_label("test %m, %i", 0xF7, 0, in_register(EAX), o->label);
	else code("test %m, %r", 0x85, EAX, o);
	if (sense) jump(IF_NOT_EQUAL, target);
	else jump(IF_EQUAL, target);
}

/* Jumps to target if the truth of n is sense, else falls through */
void branch(struct node* n, struct label* target, int sense)
{
	int condition;
	if (CONSTANT == n->op) {
		if ((0 != n->value) == sense) jump(ALWAYS, target);
	} else if (is_comparison(n->op)) {
		condition = compare(n, EAX);
		if (!sense) condition = condition ^ 1;
		jump(condition, target);
	} else if (may_stop_early(n)) branch_early(n, target, sense);
	else if ('&' == n->op) branch_if_bits(n, target, sense);
	else if (SEQUENCE == n->op) {
		generate_effect(n->left, EAX);
		branch(n->right, target, sense);
	} else branch(new_node(NOT_EQUAL, type_int, n, constant(0, type_int)), target, sense);
}

/* ---- Calls ---- */

int all_pure(struct node* arguments)
{
	while (NULL != arguments) {
		if (arguments->impure) return FALSE;
		arguments = arguments->next;
	}
	return TRUE;
}

/* The last argument passes through eax: exit() of the start files finds it there. */
int push_arguments(struct node* arguments)
{
	int count = 0;
	while (NULL != arguments) {
		if (NULL != arguments->next) push_value(arguments);
		else {
			generate(arguments, EAX);
			push_register(EAX);
		}
		count = count + 1;
		arguments = arguments->next;
	}
	return count;
}

/* What is called is computed before the arguments, unless they cannot change it. */
void call(struct node* n)
{
	struct node* callee = n->left;
	int is_known = LABEL_ADDRESS == callee->op;
	int is_late = (callee->registers < REGISTERS) && all_pure(n->right);
	struct instruction* i;
	if ((!is_known) && (!is_late)) push_value(callee);
	push_register(EBP);
	int bytes = push_arguments(n->right) * 4;
	if ((!is_known) && is_late) generate(callee, ECX);
	else if (!is_known) move(ECX, at_register(ESP, bytes + 4));
	if (0 == bytes) move(EBP, in_register(ESP));
	else code("lea %r, %m", 0x8D, EBP, at_register(ESP, bytes));
	if (is_known) {
		i = code("call %i", 0xE8, 0, NULL);
		i->label = callee->label;
		i->is_relative = TRUE;
	} else code("call %m", 0xFF, 2, in_register(ECX));
	code("leave", 0xC9, 0, NULL);
	pushed = (pushed - bytes) - 4;
	if ((!is_known) && (!is_late)) pop_register(ECX);
}

/* ---- Assignments ---- */

/* Do two trees without effects compute the same? */
int same_tree(struct node* a, struct node* b)
{
	if ((NULL == a) || (NULL == b)) return a == b;
	if (a == b) return TRUE;
	if (((a->op != b->op) || (a->value != b->value)) || (a->label != b->label)) return FALSE;
	if (a->type->size != b->type->size) return FALSE;
	if (a->is_unsigned != b->is_unsigned) return FALSE;
	if (!same_tree(a->left, b->left)) return FALSE;
	return same_tree(a->right, b->right);
}

/* Is it x = x + value, with an instruction that does it in memory? */
int is_update(struct node* n)
{
	struct node* value = n->right;
	if ((family_number(value->op) < 0) || (2 == n->type->size)) return FALSE;
	if (n->left->impure || value->impure) return FALSE;
	if ((LOAD != value->left->op) || (EVERYTHING == value->right->registers)) return FALSE;
	if (value->left->type->size != n->type->size) return FALSE;
	if (((value->right->registers + 2) > REGISTERS) && (!is_direct(n->left))) return FALSE;
	return same_tree(n->left, value->left->left);
}

void update(struct node* n, int r)
{
	struct node* value = n->right;
	int number = family_number(value->op);
	struct operand* o = memory(n->left, r);
	r = r + registers_taken;
	if (CONSTANT == value->right->op) {
		family_memory(number, n->type, o, value->right->value);
		return;
	}
	generate(value->right, r);
	operation = family_words(number);
	if (1 == n->type->size) code("%o %1, %b", number * 8, r, o);
	else code("%o %m, %r", (number * 8) + 1, r, o);
}

void store_constant(struct type* t, struct operand* o, int value)
{
	if (1 == t->size) code_immediate("mov %1, %i", 0xC6, 0, o, 1, cut(value, t));
	else code_immediate("mov %4, %i", 0xC7, 0, o, 4, value);
}

/* The value has to be computed while the address waits on the stack */
void assign_over_stack(struct node* n)
{
	struct node* a = n->left;
	int offset = 0;
	if ('+' == a->op) {
		if (CONSTANT == a->right->op) {
			offset = a->right->value;
			a = a->left;
		}
	}
	push_value(a);
	generate(n->right, EAX);
	pop_register(ECX);
	store(n->type, EAX, at_register(ECX, offset));
}

/* Leaves the value in register r if it is wanted */
void assignment(struct node* n, int r, int wanted)
{
	struct operand* o;
	int value_register;
	if ((((n->right->registers + 2) + r) > REGISTERS) && (!is_direct(n->left))) assign_over_stack(n);
	else {
		o = memory(n->left, r);
		value_register = r + registers_taken;
		if (((CONSTANT == n->right->op) && (!wanted)) && (2 != n->type->size)) {
			store_constant(n->type, o, n->right->value);
			return;
		}
		generate(n->right, value_register);
		store(n->type, value_register, o);
		if (wanted && (value_register != r)) move(r, in_register(value_register));
	}
	if (wanted) cut_register(n->type, r);
}

enum {
	ESI = 6,
	EDI = 7
};

/* Structs are copied by a string instruction: from [esi] to [edi], ecx times */
void copy(struct node* n)
{
	push_value(n->left);
	generate(n->right, EAX);
	move(ESI, in_register(EAX));
	pop_register(EDI);
	move(ECX, immediate(n->value));
	code("rep movsb", 0xF3A4, 0, NULL);
}

/* ---- Everything ---- */

void generate_binary(struct node* n, int r)
{
	int op = n->op;
	if ('*' == op) multiply(n, r);
	else if (('/' == op) || ('%' == op)) divide_registers(n);
	else if (is_shift(op)) shift(n, r);
	else if (is_comparison(op)) condition_value(n, r);
	else if ((AND_AND == op) || (OR_OR == op)) short_circuit_value(n, r);
	else family(family_number(op), r, both(n->left, n->right, r));
}

/* The value of n into register r */
void generate(struct node* n, int r)
{
	int op = n->op;
	if (CONSTANT == op) move(r, immediate(n->value));
	else if (LABEL_ADDRESS == op) move(r, with_label(IMMEDIATE_LABEL, n->label));
	else if ((FRAME_ADDRESS == op) || (ARGUMENT_ADDRESS == op)) code("lea %r, %m", 0x8D, r, memory(n, r));
	else if (LOAD == op) fetch(n->type, r, memory(n->left, r));
	else if (ASSIGN == op) assignment(n, r, TRUE);
	else if (COPY == op) copy(n);
	else if (CALL == op) call(n);
	else if (SEQUENCE == op) {
		generate_effect(n->left, r);
		generate(n->right, r);
	} else if (NEGATE == op) {
		generate(n->left, r);
		code("neg %m", 0xF7, 3, in_register(r));
	} else if ('~' == op) {
		generate(n->left, r);
		code("not %m", 0xF7, 2, in_register(r));
	} else if (CONVERT == op) {
		generate(n->left, r);
		cut_register(n->type, r);
	} else generate_binary(n, r);
}

/* What n does, without its value */
void generate_effect(struct node* n, int r)
{
	struct label* end;
	if (!n->impure) return;
	if (ASSIGN == n->op) {
		if (is_update(n)) update(n, r);
		else assignment(n, r, FALSE);
	} else if (CALL == n->op) call(n);
	else if (COPY == n->op) copy(n);
	else if ((AND_AND == n->op) || (OR_OR == n->op)) {
		end = new_label();
		branch(n->left, end, OR_OR == n->op);
		generate_effect(n->right, r);
		place(end);
	} else {
		if (NULL != n->left) generate_effect(n->left, r);
		if (NULL != n->right) generate_effect(n->right, r);
	}
}
