/* printer.c : values to text. `display` for people, `write` so that it can be read again. */

void print(struct port* p, object x, int for_reading);
object apply_procedure;

/* Characters that have a name in the language: their codes, and their escapes in strings. */
char* escaped_bytes = "\a\b\t\n\v\f\r\e\"\\";
char* escapes = "abtnvfre\"\\";

struct character_name {
	int code;
	char* name;
};

/* The first name of a code is the one that is written. */
struct character_name character_names[] = {
	{0, "nul"}, {7, "alarm"}, {8, "backspace"}, {9, "tab"}, {10, "newline"}, {11, "vtab"}, {12, "page"},
	{13, "return"}, {32, "space"}, {27, "esc"}, {10, "linefeed"}, {7, "bel"}, {8, "bs"}, {9, "ht"}, {11, "vt"},
	{13, "cr"}, {0, "null"}, {127, "delete"}, {-1, "*eof*"}, {-2, 0}
};

void print_string(struct port* p, object text) {
	int length = STRING_OF(text)->length;
	int i, k, c;
	put_byte(p, '"');
	for (i = 0; i < length; i = i + 1) {
		c = BYTES(text)[i];
		k = 0;
		if ((c < 32) | ('"' == c) | ('\\' == c)) {
			while ((0 != escapes[k]) & (c != escaped_bytes[k])) k = k + 1;
			if (0 != escapes[k]) {
				put_byte(p, '\\');
				c = escapes[k];
			} else if (0 == c) {
				put_byte(p, '\\');
				c = '0';
			}
		}
		put_byte(p, c);
	}
	put_byte(p, '"');
}

void print_character(struct port* p, int c) {
	int i = 0;
	put_text(p, "#\\");
	while (-2 != character_names[i].code) {
		if ((character_names[i].code == c) & (c != 27)) {
			put_text(p, character_names[i].name);
			return;
		}
		i = i + 1;
	}
	put_byte(p, c);
}

void print_list(struct port* p, object x, int for_reading) {
	put_byte(p, '(');
	print(p, x->car, for_reading);
	x = x->cdr;
	while (IS_PAIR(x)) {
		put_byte(p, ' ');
		print(p, x->car, for_reading);
		x = x->cdr;
	}
	if (x != NIL) {
		put_text(p, " . ");
		print(p, x, for_reading);
	}
	put_byte(p, ')');
}

void print_vector(struct port* p, object x, int for_reading) {
	int i;
	put_text(p, "#(");
	for (i = 0; i < LENGTH(x); i++) {
		if (i > 0) put_byte(p, ' ');
		print(p, ITEMS(x)[i], for_reading);
	}
	put_byte(p, ')');
}

/* (mes core print) knows all kinds of objects that cannot be read again. */
void print_other(struct port* p, object x, int for_reading) {
	object port = (object) ((char*) p + OBJECT_TAG);
	call(apply_procedure, 2, value_of("%print-other"), list3(x, port, boolean(for_reading)));
}

void print_immediate(struct port* p, object x, int for_reading) {
	if (IS_CHARACTER(x)) {
		if (x == END_OF_FILE) put_text(p, "#<eof>");
		else if (for_reading) print_character(p, CODE_POINT(x));
		else put_byte(p, CODE_POINT(x));
	} else if (x == FALSE) put_text(p, "#f");
	else if (x == TRUE) put_text(p, "#t");
	else if (x == NIL) put_text(p, "()");
	else if (x == UNSPECIFIED) put_text(p, "*unspecified*");
	else put_text(p, "*undefined*");
}

void print_object(struct port* p, object x, int for_reading) {
	int type = HEADER_TYPE(OBJECT_HEADER(x));
	object text = x;
	if ((STRING == type) & for_reading) print_string(p, x);
	else if (VECTOR == type) print_vector(p, x, for_reading);
	else if (type > VECTOR) print_other(p, x, for_reading);
	else if (BYTEVECTOR == type) print_other(p, x, for_reading);
	else {
		if (KEYWORD == type) put_text(p, "#:");
		if (BIGNUM == type) text = prim_number_to_string(x, MISSING);
		if ((SYMBOL == type) | (KEYWORD == type)) text = SYMBOL_OF(x)->name;
		put_bytes(p, BYTES(text), STRING_OF(text)->length);
	}
}

void print(struct port* p, object x, int for_reading) {
	int tag = TAG(x);
	if (tag & 1) put_number(p, VALUE(x));
	else if (PAIR_TAG == tag) print_list(p, x, for_reading);
	else if (OBJECT_TAG == tag) print_object(p, x, for_reading);
	else if (PROCEDURE_TAG == tag) print_other(p, x, for_reading);
	else print_immediate(p, x, for_reading);
}

object prim_display(object x, object port) {
	struct port* p = output_of(port, 2);
	print(p, x, 0);
	return written(p);
}

object prim_write(object x, object port) {
	struct port* p = output_of(port, 2);
	print(p, x, 1);
	return written(p);
}

object prim_object_to_string(object x) {
	object port = prim_open_output_string();
	print(PORT_OF(port), x, 1);
	return prim_get_output_string(port);
}
