/* printer.c : values to text. `display` for people, `write` so that it can be read again. */

void print(struct port* p, object x, int for_reading);

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

/* The elements of a vector, or of what looks like one from `first` on */
void print_items(struct port* p, object x, int first, int for_reading) {
	int length = LENGTH(x);
	int i;
	for (i = first; i < length; i = i + 1) {
		if (i > first) put_byte(p, ' ');
		print(p, ITEMS(x)[i], for_reading);
	}
	put_byte(p, ')');
}

void print_bytes(struct port* p, object x) {
	int length = STRING_OF(x)->length;
	int i;
	put_text(p, "#vu8(");
	for (i = 0; i < length; i = i + 1) {
		if (i > 0) put_byte(p, ' ');
		put_number(p, BYTES(x)[i] & 255);
	}
	put_byte(p, ')');
}

/* #<TYPE field: value ...>; a record type is a record as well, of type FALSE: its name and its fields. */
void print_record(struct port* p, object x, int for_reading) {
	object type = RECORD_OF(x)->type;
	object fields;
	int i = 1;
	put_text(p, "#<");
	if (type == FALSE) {
		put_text(p, "record-type ");
		print(p, ITEMS(x)[1], 0);
	} else {
		print(p, ITEMS(type)[1], 0);
		for (fields = ITEMS(type)[2]; IS_PAIR(fields); fields = fields->cdr) {
			put_byte(p, ' ');
			print(p, fields->car, 0);
			put_text(p, ": ");
			print(p, ITEMS(x)[i], for_reading);
			i = i + 1;
		}
	}
	put_byte(p, '>');
}

void print_named(struct port* p, char* kind, object name) {
	put_text(p, kind);
	print(p, name, 0);
	put_byte(p, '>');
}

void print_procedure(struct port* p, object x) {
	int type = HEADER_TYPE(PROCEDURE_HEADER(x));
	object code;
	if (CLOSURE == type) {
		code = CLOSURE_OF(x)->code;
		put_text(p, "#<closure ");
		print(p, CODE_OF(code)->name, 0);
		put_byte(p, ' ');
		print_named(p, "", original_names(CODE_OF(code)->formals));
	} else if (ACCESSOR == type) print_named(p, "#<closure ", ACCESSOR_OF(x)->name);
	else if (CONTINUATION == type) put_text(p, "#<continuation>");
	else {
		put_text(p, "#<builtin ");
		put_text(p, PRIMITIVE_OF(x)->name);
		put_byte(p, '>');
	}
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
	object text;
	if (STRING == type) {
		if (for_reading) print_string(p, x);
		else put_bytes(p, BYTES(x), STRING_OF(x)->length);
	} else if ((SYMBOL == type) | (KEYWORD == type)) {
		if (KEYWORD == type) put_text(p, "#:");
		text = SYMBOL_OF(x)->name;
		put_bytes(p, BYTES(text), STRING_OF(text)->length);
	} else if (BIGNUM == type) {
		text = prim_number_to_string(x, MISSING);
		put_bytes(p, BYTES(text), STRING_OF(text)->length);
	} else if (VECTOR == type) {
		put_text(p, "#(");
		print_items(p, x, 0, for_reading);
	} else if (VALUES == type) {
		put_text(p, "#<values (");
		print_items(p, x, 0, for_reading);
		put_byte(p, '>');
	} else if (RECORD == type) print_record(p, x, for_reading);
	else if (BYTEVECTOR == type) print_bytes(p, x);
	else if (CHAR_SET == type) put_text(p, "#<char-set>");
	else if (HASH_TABLE == type) {
		put_text(p, "#<hash-table ");
		put_number(p, TABLE(x)->count);
		put_byte(p, '>');
	} else if (PORT == type) print_named(p, "#<port ", PORT_OF(x)->name);
	else if (BOX == type) put_text(p, "#<fluid>");
	else put_text(p, "#<internal>");
}

void print(struct port* p, object x, int for_reading) {
	int tag = TAG(x);
	if (tag & 1) put_number(p, VALUE(x));
	else if (PAIR_TAG == tag) print_list(p, x, for_reading);
	else if (OBJECT_TAG == tag) print_object(p, x, for_reading);
	else if (PROCEDURE_TAG == tag) print_procedure(p, x);
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

/* The text that display or write would put out */
object to_string(object x, int for_reading) {
	object port = prim_open_output_string();
	print(PORT_OF(port), x, for_reading);
	return prim_get_output_string(port);
}

object prim_object_to_string(object x) { return to_string(x, 1); }
