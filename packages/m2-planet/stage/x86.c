/* The machine: a list of instructions for the function being compiled.
 *
 * An instruction is an opcode, a register or digit for the middle of its ModRM byte, an operand, and perhaps an
 * immediate.
 *
 * While a function runs:
 *
 *   [ebp-4] [ebp-8] ...   its arguments: the caller set ebp to esp before it pushed the first one
 *   [esp+...]             intermediate values that were pushed, then the frame of local variables
 *
 * esp moves with every push, so a place on the frame is only turned into a displacement when the function is written:
 * then the size of the frame is known too.
 */

enum {
	EAX = 0,
	ECX = 1,
	EDX = 2,
	EBX = 3,
	ESP = 4,
	EBP = 5,
	NO_REGISTER = -1
};

/* Kinds of operands */
enum {
	IN_REGISTER = 1,        /* base */
	IMMEDIATE,              /* value */
	IMMEDIATE_LABEL,        /* the address of label */
	ON_FRAME,               /* memory, value bytes below the esp at entry, + (index << scale) */
	IN_ARGUMENTS,           /* memory, value bytes below ebp */
	AT_LABEL,               /* memory at label + (index << scale) */
	AT_REGISTER             /* memory at base + (index << scale) + value */
};

struct operand {
	int kind;
	int base;
	int index;
	int scale;
	int value;
	char* label;
};

/* Kinds of instructions */
enum {
	CODE = 1,
	JUMP,                   /* to target, if condition */
	PLACE,                  /* target is here */
	LINE,                   /* a line of asm */
	LEAVE_FUNCTION          /* drop the frame and return */
};

struct instruction {
	int kind;
	char* words;            /* how it reads; see put_words */
	char* operation;
	int opcode;             /* one to three bytes */
	int field;              /* register or digit in the ModRM byte */
	struct operand* operand;    /* NULL: there is no ModRM byte */
	int immediate_size;     /* 0, 1 or 4 */
	int immediate;
	char* label;            /* instead of an immediate: its address, or how far it is from the next instruction */
	int is_relative;
	int pushed;             /* bytes above the frame when it is executed */
	int condition;          /* of a JUMP */
	int is_long;
	struct label* target;
	int size;               /* in bytes */
	struct instruction* next;
};

/* Conditions of jumps as the machine numbers them; an odd one is the opposite of the even one before it. */
enum {
	IF_BELOW = 2,
	IF_EQUAL = 4,
	IF_NOT_EQUAL = 5,
	IF_BELOW_OR_EQUAL = 6,
	IF_LESS = 12,
	IF_LESS_OR_EQUAL = 14,
	ALWAYS = 16
};

char* function_name;
struct instruction* first_instruction;
struct instruction* last_instruction;
struct instruction* before_last;
int pushed;                 /* bytes on the stack above the frame */
int is_reachable;           /* can control come here? Instructions are only kept if it can. */
int has_lines;              /* there is a LINE: nobody knows how long it is */
int label_count;
char* operation;            /* what %o is to mean in the next instruction */

/* ---- Operands ---- */

struct operand* new_operand(int kind, int base, int value)
{
	struct operand* o = scratch(sizeof(struct operand));
	o->kind = kind;
	o->base = base;
	o->index = NO_REGISTER;
	o->value = value;
	return o;
}

struct operand* in_register(int r)
{
	return new_operand(IN_REGISTER, r, 0);
}

struct operand* immediate(int value)
{
	return new_operand(IMMEDIATE, 0, value);
}

struct operand* at_register(int base, int offset)
{
	return new_operand(AT_REGISTER, base, offset);
}

/* kind is AT_LABEL or IMMEDIATE_LABEL */
struct operand* with_label(int kind, char* label)
{
	struct operand* o = new_operand(kind, 0, 0);
	o->label = label;
	return o;
}

int same_operand(struct operand* a, struct operand* b)
{
	if ((a->kind != b->kind) || (a->base != b->base)) return FALSE;
	if ((a->index != b->index) || (a->scale != b->scale)) return FALSE;
	return (a->value == b->value) && (a->label == b->label);
}

int fits_byte(int value)
{
	return (value >= -128) && (value <= 127);
}

/* ---- Making instructions ---- */

struct instruction* add_instruction(int kind)
{
	struct instruction* i = scratch(sizeof(struct instruction));
	i->kind = kind;
	i->pushed = pushed;
	if ((!is_reachable) && (LINE != kind)) return i;
	if (NULL == first_instruction) first_instruction = i;
	else last_instruction->next = i;
	before_last = last_instruction;
	last_instruction = i;
	return i;
}

/* An instruction with a ModRM byte, or without one if o is NULL */
struct instruction* code(char* words, int opcode, int field, struct operand* o)
{
	struct instruction* i = add_instruction(CODE);
	i->words = words;
	i->operation = operation;
	i->opcode = opcode;
	i->field = field;
	i->operand = o;
	return i;
}

/* The same with an immediate */
void code_immediate(char* words, int opcode, int field, struct operand* o, int size, int value)
{
	struct instruction* i = code(words, opcode, field, o);
	i->immediate_size = size;
	i->immediate = value;
}

/* The same with the address of a label as the immediate */
void code_label(char* words, int opcode, int field, struct operand* o, char* label)
{
	struct instruction* i = code(words, opcode, field, o);
	i->label = label;
}

void push_register(int r)
{
	code("push %r", 0x50 + r, r, NULL);
	pushed = pushed + 4;
}

void pop_register(int r)
{
	pushed = pushed - 4;
	code("pop %r", 0x58 + r, r, NULL);
}

/* A line of the programmer's own assembly */
void asm_line(char* line)
{
	struct instruction* i = add_instruction(LINE);
	i->label = line;
	has_lines = TRUE;
	is_reachable = TRUE;    /* it may be a label */
}

/* ---- Jumps ---- */

struct label* new_label(void)
{
	struct label* l = scratch(sizeof(struct label));
	label_count = label_count + 1;
	l->number = label_count;
	return l;
}

void jump(int condition, struct label* target)
{
	struct instruction* i = add_instruction(JUMP);
	i->condition = condition;
	i->target = target;
	if (!is_reachable) return;
	target->used = TRUE;
	if (ALWAYS == condition) is_reachable = FALSE;
}

/* A conditional jump to l over a jump to somewhere, and now l comes: that is the opposite conditional jump */
void turn_jump_around(struct label* l)
{
	if (NULL == before_last) return;
	if ((JUMP != before_last->kind) || (JUMP != last_instruction->kind)) return;
	if ((ALWAYS == before_last->condition) || (ALWAYS != last_instruction->condition)) return;
	if (l != before_last->target) return;
	before_last->condition = before_last->condition ^ 1;
	before_last->target = last_instruction->target;
	before_last->next = NULL;
	last_instruction = before_last;
	before_last = NULL;
	is_reachable = TRUE;
}

/* A place that is reached from above, or by a jump before it */
void place(struct label* l)
{
	turn_jump_around(l);
	is_reachable = is_reachable | l->used;
	struct instruction* i = add_instruction(PLACE);
	i->target = l;
	l->placed = TRUE;
}

/* A place that is reached by a jump after it */
void place_target(struct label* l)
{
	l->used = TRUE;
	place(l);
}

void leave_function(void)
{
	add_instruction(LEAVE_FUNCTION);
	is_reachable = FALSE;
}

void begin_function(char* name)
{
	function_name = name;
	first_instruction = NULL;
	last_instruction = NULL;
	before_last = NULL;
	pushed = 0;
	is_reachable = TRUE;
	has_lines = FALSE;
	label_count = 0;
	frame_used = 0;
	frame_size = 0;
}
