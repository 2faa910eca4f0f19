/* Bringing values to where an instruction can take them.
 *
 * The working registers are eax, ecx, edx and ebx, in this order: register r is in use when the work begins at r, all
 * above it are free, all below hold values that are still needed. A tree that needs EVERYTHING is only generated at
 * r = 0.
 */

void generate(struct node* n, int r);   /* generate.c */

/* ---- Moving ---- */

void move(int to, struct operand* from)
{
	if (IMMEDIATE_LABEL == from->kind) code_label("mov %r, %i", 0xB8 + to, to, NULL, from->label);
	else if (IMMEDIATE != from->kind) code("mov %r, %m", 0x8B, to, from);
	else if (0 == from->value) code("xor %r, %m", 0x31, to, in_register(to));
	else code_immediate("mov %r, %i", 0xB8 + to, to, NULL, 4, from->value);
}

/* Fetches a value of type t. What was stored from the same register just before is still there. */
void fetch(struct type* t, int r, struct operand* from)
{
	struct instruction* last = last_instruction;
	if (4 != t->size) {
		if ((1 == t->size) && t->is_signed) code("movsx %r, %1", 0x0FBE, r, from);
		else if (1 == t->size) code("movzx %r, %1", 0x0FB6, r, from);
		else if (t->is_signed) code("movsx %r, %2", 0x0FBF, r, from);
		else code("movzx %r, %2", 0x0FB7, r, from);
		return;
	}
	if (NULL != last) {
		if (((CODE == last->kind) && (0x89 == last->opcode)) && (r == last->field)) {
			if (same_operand(from, last->operand)) return;
		}
	}
	code("mov %r, %m", 0x8B, r, from);
}

void store(struct type* t, int r, struct operand* to)
{
	if (1 == t->size) code("mov %1, %b", 0x88, r, to);
	else if (2 == t->size) code("mov %2, %w", 0x6689, r, to);
	else code("mov %m, %r", 0x89, r, to);
}

/* Cuts the value in register r to the size of t and extends it again */
void cut_register(struct type* t, int r)
{
	if (4 != t->size) fetch(t, r, in_register(r));
}

/* ---- Operands ---- */

int registers_taken;        /* by the operand made last */

/* The index of an element: i << scale, or i itself */
int index_scale(struct node* n)
{
	if (SHIFT_LEFT != n->op) return 0;
	if (CONSTANT != n->right->op) return 0;
	if (n->right->value > 3) return 0;
	return n->right->value;
}

/* base + (index << scale) + offset, or NULL if it is not of this form or takes too many registers */
struct operand* indexed_operand(struct node* a, int offset, int r)
{
	struct node* base = a->left;
	struct node* index = a->right;
	struct operand* o;
	int scale = index_scale(index);
	int base_registers = 1;
	if (scale > 0) index = index->left;
	else if (is_operand(index)) return NULL;
	if ((FRAME_ADDRESS == base->op) || ((LABEL_ADDRESS == base->op) && (0 == offset))) base_registers = 0;
	if (((index->registers + base_registers) + r) > REGISTERS) return NULL;
	if (FRAME_ADDRESS == base->op) o = new_operand(ON_FRAME, 0, base->value - offset);
	else if (0 == base_registers) o = with_label(AT_LABEL, base->label);
	else {
		generate(base, r);
		o = at_register(r, offset);
	}
	generate(index, r + base_registers);
	o->index = r + base_registers;
	o->scale = scale;
	registers_taken = base_registers + 1;
	return o;
}

/* The memory at an address */
struct operand* memory(struct node* a, int r)
{
	struct operand* o = NULL;
	int offset = 0;
	registers_taken = 0;
	if (LABEL_ADDRESS == a->op) return with_label(AT_LABEL, a->label);
	if (FRAME_ADDRESS == a->op) return new_operand(ON_FRAME, 0, a->value);
	if (ARGUMENT_ADDRESS == a->op) return new_operand(IN_ARGUMENTS, 0, a->value);
	if ('+' == a->op) {
		if (CONSTANT == a->right->op) {
			offset = a->right->value;
			a = a->left;
		}
	}
	if ('+' == a->op) o = indexed_operand(a, offset, r);
	if (NULL != o) return o;
	generate(a, r);
	registers_taken = 1;
	return at_register(r, offset);
}

/* A value as the second operand of an instruction */
struct operand* operand(struct node* n, int r)
{
	registers_taken = 0;
	if (CONSTANT == n->op) return immediate(n->value);
	if (LABEL_ADDRESS == n->op) return with_label(IMMEDIATE_LABEL, n->label);
	if ((LOAD == n->op) && (4 == n->type->size)) return memory(n->left, r);
	generate(n, r);
	registers_taken = 1;
	return in_register(r);
}

/* Brings left into register r and right where an instruction can take it as its second operand */
struct operand* both(struct node* left, struct node* right, int r)
{
	generate(left, r);
	if (is_operand(right)) return operand(right, r + 1);
	if (((right->registers + 1) + r) <= REGISTERS) return operand(right, r + 1);
	push_register(r);
	generate(right, r);
	move(r + 1, in_register(r));
	pop_register(r);
	return in_register(r + 1);
}

/* The same, with right in a register or memory */
struct operand* both_no_immediate(struct node* left, struct node* right, int r)
{
	struct operand* o = both(left, right, r);
	if ((IMMEDIATE != o->kind) && (IMMEDIATE_LABEL != o->kind)) return o;
	move(r + 1, o);
	return in_register(r + 1);
}

/* The same, with right in register r + 1 */
void both_in_registers(struct node* left, struct node* right, int r)
{
	struct operand* o = both(left, right, r);
	if (IN_REGISTER != o->kind) move(r + 1, o);
}

/* Pushes a value without a register if it can */
void push_value(struct node* n)
{
	if (CONSTANT == n->op) {
		if (fits_byte(n->value)) code_immediate("push %i", 0x6A, 0, NULL, 1, n->value);
		else code_immediate("push %i", 0x68, 0, NULL, 4, n->value);
	} else if (LABEL_ADDRESS == n->op) code_label("push %i", 0x68, 0, NULL, n->label);
	else if ((LOAD == n->op) && (4 == n->type->size)) code("push %4", 0xFF, 6, memory(n->left, 0));
	else {
		generate(n, 0);
		push_register(EAX);
		return;
	}
	pushed = pushed + 4;
}
