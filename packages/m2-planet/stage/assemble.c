/* Instructions to M1 text.
 *
 * An instruction is written as its bytes in quotes, like '8B442408', with a label behind it where it has one, like
 * 'E8' %FUNCTION_main. So the output needs no file of macros. --annotate adds the instruction in words.
 */

int annotate;               /* --annotate */

/* ---- In words ---- */

void put_register(int r, int size)
{
	char* names = "acdbsbsd";
	if (4 == size) put_char('e');
	put_char(names[r]);
	if (1 == size) put_char('l');
	else if (r < 4) put_char('x');
	else if (r < 6) put_char('p');
	else put_char('i');
}

void put_offset(int offset)
{
	if (offset > 0) put_char('+');
	if (0 != offset) put_number(offset);
}

/* size is in bytes; 0 if the instruction tells it */
void put_operand(struct operand* o, int pushed_bytes, int size)
{
	if (IN_REGISTER == o->kind) {
		if (0 == size) size = 4;
		put_register(o->base, size);
		return;
	}
	if (1 == size) put("byte ");
	else if (2 == size) put("word ");
	else if (4 == size) put("dword ");
	put_char('[');
	if (AT_LABEL == o->kind) put(o->label);
	else if (ON_FRAME == o->kind) put("esp");
	else if (IN_ARGUMENTS == o->kind) put("ebp");
	else put_register(o->base, 4);
	if (NO_REGISTER != o->index) {
		put_char('+');
		put_register(o->index, 4);
		if (o->scale > 0) {
			put_char('*');
			put_number(1 << o->scale);
		}
	}
	if (ON_FRAME == o->kind) put_offset((frame_size + pushed_bytes) - o->value);
	else if (IN_ARGUMENTS == o->kind) put_offset(0 - o->value);
	else put_offset(o->value);
	put_char(']');
}

/* The name of a condition */
void put_condition(int condition)
{
	char* names = "o no b ae e ne be a s ns p np l ge le g mp";
	int n = 0;
	while (condition > 0) {
		if (' ' == names[n]) condition = condition - 1;
		n = n + 1;
	}
	while ((' ' != names[n]) && (0 != names[n])) {
		put_char(names[n]);
		n = n + 1;
	}
}

/* One part of an instruction: %o the operation, %r the register, %b and %w its low byte and word, %m the operand,
 * %1 %2 %4 the same with its size, %i the immediate, %c the condition */
void put_part(struct instruction* i, int part)
{
	if ('o' == part) put(i->operation);
	else if ('r' == part) put_register(i->field, 4);
	else if ('w' == part) put_register(i->field, 2);
	else if ('b' == part) put_register(i->field, 1);
	else if ('m' == part) put_operand(i->operand, i->pushed, 0);
	else if (is_digit(part)) put_operand(i->operand, i->pushed, part - '0');
	else if ('c' == part) put_condition(i->opcode & 15);
	else if (NULL != i->label) put(i->label);
	else put_number(i->immediate);
}

void put_words(struct instruction* i)
{
	char* s = i->words;
	int n;
	put("\t# ");
	for (n = 0; 0 != s[n]; n = n + 1) {
		if ('%' != s[n]) put_char(s[n]);
		else {
			n = n + 1;
			put_part(i, s[n]);
		}
	}
}

void put_jump_words(struct instruction* i)
{
	put("\t# j");
	put_condition(i->condition);
	put(" L");
	put_number(i->target->number);
}

/* ---- In bytes ---- */

int measuring;              /* bytes are counted, not written */
int byte_count;
int in_quotes;
int behind_label;

void put_byte(int byte)
{
	byte_count = byte_count + 1;
	if (measuring) return;
	if (!in_quotes) {
		if (behind_label) put_char(' ');
		put_char('\'');
		in_quotes = TRUE;
	}
	put_hex(byte);
}

void end_quotes(void)
{
	if (in_quotes) put_char('\'');
	in_quotes = FALSE;
	behind_label = FALSE;
}

void put_word(int value)
{
	put_byte(value);
	put_byte(value >> 8);
	put_byte(value >> 16);
	put_byte(value >> 24);
}

/* The address of a label ('&'), or its distance from here ('%') */
void put_label(int how, char* label)
{
	byte_count = byte_count + 4;
	if (measuring) return;
	end_quotes();
	put_char(' ');
	put_char(how);
	put(label);
	behind_label = TRUE;
}

void put_opcode(int opcode)
{
	if (opcode > 0xFFFF) put_byte(opcode >> 16);
	if (opcode > 0xFF) put_byte(opcode >> 8);
	put_byte(opcode);
}

/* ModRM := mod(2 bits) field(3) rm(3); rm 4 says that SIB := scale(2) index(3) base(3) follows, where index 4 is none.
 * mod 0: no displacement (but with rm 5: an address instead of a register); 1: one of a byte; 2: of a word. */
void put_memory(int field, int base, int index, int scale, int displacement)
{
	int rm = base;
	int mod = 2;
	if ((0 == displacement) && (EBP != base)) mod = 0;
	else if (fits_byte(displacement)) mod = 1;
	if ((NO_REGISTER != index) || (ESP == base)) rm = 4;
	put_byte(((mod << 6) | (field << 3)) | rm);
	if (NO_REGISTER == index) index = 4;
	if (4 == rm) put_byte(((scale << 6) | (index << 3)) | base);
	if (1 == mod) put_byte(displacement);
	else if (2 == mod) put_word(displacement);
}

void put_modrm(struct instruction* i)
{
	struct operand* o = i->operand;
	int field = i->field;
	if (IN_REGISTER == o->kind) put_byte((0xC0 | (field << 3)) | o->base);
	else if (AT_LABEL == o->kind) {
		if (NO_REGISTER == o->index) put_byte((field << 3) | 5);
		else {
			put_byte((field << 3) | 4);
			put_byte(((o->scale << 6) | (o->index << 3)) | 5);
		}
		put_label('&', o->label);
	} else if (ON_FRAME == o->kind) put_memory(field, ESP, o->index, o->scale, (frame_size + i->pushed) - o->value);
	else if (IN_ARGUMENTS == o->kind) put_memory(field, EBP, NO_REGISTER, 0, 0 - o->value);
	else put_memory(field, o->base, o->index, o->scale, o->value);
}

void put_code(struct instruction* i)
{
	put_opcode(i->opcode);
	if (NULL != i->operand) put_modrm(i);
	if (NULL != i->label) {
		if (i->is_relative) put_label('%', i->label);
		else put_label('&', i->label);
	} else if (1 == i->immediate_size) put_byte(i->immediate);
	else if (4 == i->immediate_size) put_word(i->immediate);
}

/* add esp or sub esp (field 0 or 5) with the size of the frame */
void put_frame_step(int field)
{
	int is_short = fits_byte(frame_size);
	if (0 == frame_size) return;
	put_byte(0x81 | (is_short << 1));
	put_byte((0xC0 | (field << 3)) | ESP);
	if (is_short) put_byte(frame_size);
	else put_word(frame_size);
}

/* ---- Writing a function ---- */

void put_place_name(struct label* l)
{
	put("_");
	put(function_name);
	put_char('_');
	put_number(l->number);
}

/* Jumps around asm lines, whose length is unknown, need a label; others carry the distance. */
void put_jump(struct instruction* i)
{
	int distance = i->target->offset;
	if (!i->is_long) {
		if (ALWAYS == i->condition) put_byte(0xEB);
		else put_byte(0x70 + i->condition);
		put_byte(distance - (byte_count + 1));
		return;
	}
	if (ALWAYS == i->condition) put_byte(0xE9);
	else put_opcode(0x0F80 + i->condition);
	if (!has_lines) {
		put_word(distance - (byte_count + 4));
		return;
	}
	byte_count = byte_count + 4;
	if (measuring) return;
	end_quotes();
	put(" %");
	put_place_name(i->target);
}

void put_instruction(struct instruction* i)
{
	if (CODE == i->kind) put_code(i);
	else if (JUMP == i->kind) put_jump(i);
	else if (LEAVE_FUNCTION == i->kind) {
		put_frame_step(0);
		put_byte(0xC3);
	}
}

/* Gives every label its offset. Returns whether a jump had to become long, which moves what follows it. */
int lay_out(void)
{
	struct instruction* i;
	int changed = FALSE;
	int distance;
	measuring = TRUE;
	byte_count = 0;
	put_frame_step(5);
	for (i = first_instruction; NULL != i; i = i->next) {
		if (PLACE == i->kind) i->target->offset = byte_count;
		else if (JUMP == i->kind) {
			if (has_lines) i->is_long = TRUE;
			put_jump(i);
			i->size = byte_count;
		} else {
			if (0 == i->size) {
				i->size = byte_count;
				put_instruction(i);
				i->size = byte_count - i->size;
			} else byte_count = byte_count + i->size;
		}
	}
	measuring = FALSE;
	for (i = first_instruction; NULL != i; i = i->next) {
		if (JUMP == i->kind) {
			distance = i->target->offset - i->size;
			if ((!i->is_long) && (!fits_byte(distance))) {
				i->is_long = TRUE;
				changed = TRUE;
			}
		}
	}
	return changed;
}

void write_frame_step(void)
{
	if (0 == frame_size) return;
	put_frame_step(5);
	end_quotes();
	if (annotate) {
		put("\t# sub esp, ");
		put_number(frame_size);
	}
	put_char('\n');
}

/* Only functions with asm lines have labels for their jumps. */
void write_place(struct instruction* i)
{
	if (!i->target->used) return;
	if (has_lines) {
		put_char(':');
		put_place_name(i->target);
		put_char('\n');
	} else if (annotate) {
		put("# L");
		put_number(i->target->number);
		put_char('\n');
	}
}

void write_instruction(struct instruction* i)
{
	if (PLACE == i->kind) {
		write_place(i);
		return;
	}
	if (LINE == i->kind) put(i->label);
	else {
		put_instruction(i);
		end_quotes();
		if (annotate) {
			if (CODE == i->kind) put_words(i);
			else if (JUMP == i->kind) put_jump_words(i);
			else put("\t# return");
		}
	}
	put_char('\n');
}

void write_function(void)
{
	struct instruction* i;
	while (lay_out()) {
	}
	put("\n:FUNCTION_");
	put(function_name);
	put_char('\n');
	byte_count = 0;
	write_frame_step();
	for (i = first_instruction; NULL != i; i = i->next) write_instruction(i);
}
