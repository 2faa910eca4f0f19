/* reader.c : text to data.
 *
 *   datum   := atom | string | "(" { datum } [ "." datum ] ")" | prefix datum | "#(" { datum } ")" | "#vu8(" { byte } ")"
 *   prefix  := "'" | "`" | "," | ",@" | "#'" | "#`" | "#," | "#,@"
 *   atom    := number | symbol | "#:" symbol | "#t" | "#f" | "#\" character | "#x" | "#o" | "#b" | "#d" number
 *   comment := ";" to the end of the line | "#|" ... "|#" | "#!" ... "!#" | "#;" datum
 */

/* ---- Where a list was read ---- */

object places;              /* hash table from the first pair of a list to its place, line << 8 | column; or FALSE */

void record_place(object pair, int place) { if (places != FALSE) table_set(places, pair, FIXNUM(place), BY_EQV); }

/* ---- Errors ---- */

int here(struct port* p) {
	int column = (p->at - p->line_start) + 1;
	if (column > 255) column = 255;
	return (p->line << 8) | column;
}

/* FILE:LINE:COLUMN */
void put_place(struct port* p, object name, int place) {
	if (name != FALSE) {
		print(p, name, 0);
		put_byte(p, ':');
	}
	put_number(p, place >> 8);
	put_byte(p, ':');
	put_number(p, place & 255);
}

/* `place` is where the thing began that is wrong */
void read_error(struct port* p, int place, char* message) {
	object port = prim_open_output_string();
	struct port* out = PORT_OF(port);
	put_place(out, p->name, place);
	put_text(out, ": ");
	put_text(out, message);
	throw_error("read-error", cons(prim_get_output_string(port), NIL));
}

/* ---- Characters between data ---- */

/* Skips a block comment behind its first two characters. */
void skip_block(struct port* p, int place, int before_last, int last) {
	int c = next_byte(p);
	int before = 0;
	while ((c != last) | (before != before_last)) {
		if (c < 0) read_error(p, place, "the comment is not closed");
		before = c;
		c = next_byte(p);
	}
}

void skip_line(struct port* p) {
	int c = next_byte(p);
	while ((c >= 0) & (c != '\n')) c = next_byte(p);
}

object read_hash(struct port* p, int place);
object read_list(struct port* p, int place);
object read_text(struct port* p, int place);
object read_atom(struct port* p);

/* What a datum may be instead of a value; none of them is one. */
#define NOTHING ((object) 102)      /* a comment */
#define CLOSING ((object) 118)      /* ")" */
#define DOT ((object) 134)

object read_datum(struct port* p, int place, char* after);

object read_prefixed(struct port* p, char* word, int place) {
	object list = list2(symbol(word), read_datum(p, place, "nothing follows the prefix"));
	record_place(list, place);
	return list;
}

object read_comma(struct port* p, char* plain, char* splicing, int place) {
	if ('@' != peek_byte(p)) return read_prefixed(p, plain, place);
	next_byte(p);
	return read_prefixed(p, splicing, place);
}

/* The next datum, NOTHING, CLOSING, DOT, or END_OF_FILE */
object read_item(struct port* p) {
	int c = peek_byte(p);
	int place;
	while ((c <= ' ') & (c >= 0)) {
		next_byte(p);
		c = peek_byte(p);
	}
	if (c < 0) return END_OF_FILE;
	if ((c > ';') & ('`' != c)) return read_atom(p);
	place = here(p);
	if ('(' == c) {
		next_byte(p);
		return read_list(p, place);
	}
	if (')' == c) {
		next_byte(p);
		return CLOSING;
	}
	if (';' == c) {
		skip_line(p);
		return NOTHING;
	}
	if ('"' == c) {
		next_byte(p);
		return read_text(p, place);
	}
	if ('\'' == c) {
		next_byte(p);
		return read_prefixed(p, "quote", place);
	}
	if ('`' == c) {
		next_byte(p);
		return read_prefixed(p, "quasiquote", place);
	}
	if (',' == c) {
		next_byte(p);
		return read_comma(p, "unquote", "unquote-splicing", place);
	}
	if ('#' == c) {
		next_byte(p);
		return read_hash(p, place);
	}
	return read_atom(p);
}

/* The next datum, which has to come */
object read_datum(struct port* p, int place, char* otherwise) {
	object item = read_item(p);
	while (item == NOTHING) item = read_item(p);
	if ((item == END_OF_FILE) | (item == CLOSING) | (item == DOT)) read_error(p, place, otherwise);
	return item;
}

/* ---- Lists and vectors ---- */

object read_list(struct port* p, int place) {
	object first = NIL;
	object last = NIL;
	object item = read_item(p);
	while (item != CLOSING) {
		if (item == END_OF_FILE) read_error(p, place, "the list is not closed");
		if (item == DOT) {
			item = read_datum(p, place, "nothing stands behind the dot");
			if (first == NIL) first = item;
			else last->cdr = item;
			do {
				item = read_item(p);
			} while (item == NOTHING);
			if (item != CLOSING) read_error(p, place, "the list is not closed behind the dot and its datum");
			return first;
		}
		if (item != NOTHING) {
			item = cons(item, NIL);
			if (first == NIL) {
				first = item;
				record_place(first, place);
			} else last->cdr = item;
			last = item;
		}
		item = read_item(p);
	}
	return first;
}

object prim_u8_list_to_bytevector(object list) {
	object bytes = allocate_string(BYTEVECTOR, check_list(list, 1));
	int i = 0;
	while (list != NIL) {
		BYTES(bytes)[i] = check_range(list->car, 1, -128, 255);
		i = i + 1;
		list = list->cdr;
	}
	return bytes;
}

/* ---- Strings ---- */

object token_port;          /* a string port that collects the characters of a string or atom */

int read_escape(struct port* p, int place) {
	int c = next_byte(p);
	int i = 0;
	int value = 0;
	if ('0' == c) return 0;
	if ('x' == c) {
		while (digit_value(peek_byte(p)) < 16) value = (value << 4) | digit_value(next_byte(p));
		return value & 255;
	}
	while (0 != escapes[i]) {
		if (escapes[i] == c) return escaped_bytes[i];
		i = i + 1;
	}
	return c;
}

/* A string behind its first quote */
object read_text(struct port* p, int place) {
	struct port* out = PORT_OF(token_port);
	int c = next_byte(p);
	out->at = 0;
	while ('"' != c) {
		if ('\\' == c) c = read_escape(p, place);
		if (c < 0) read_error(p, place, "the string is not closed");
		put_byte(out, c);
		c = next_byte(p);
	}
	return new_string(BYTES(out->buffer), out->at);
}

/* ---- Atoms ---- */

int is_delimiter(int c) {
	if (c > ';') return 0;
	if (c <= ' ') return 1;
	return ('(' == c) | (')' == c) | (('"' == c) | (';' == c));
}

/* Collects more characters, up to a delimiter; returns how many there are. */
int read_more(struct port* p) {
	struct port* token = PORT_OF(token_port);
	while (!is_delimiter(peek_byte(p))) put_byte(token, next_byte(p));
	return token->at;
}

int read_token(struct port* p) {
	PORT_OF(token_port)->at = 0;
	return read_more(p);
}

char* token_text(void) { return BYTES(PORT_OF(token_port)->buffer); }

/* number := [ "+" | "-" ] digit { digit }; all else is a symbol, but for the dot */
object read_atom(struct port* p) {
	int length = read_token(p);
	char* text = token_text();
	int c = text[0];
	object number;
	if (('-' == c) | ('+' == c)) if (length > 1) c = text[1];
	if ((c >= '0') & (c <= '9')) {
		number = parse_number(text, length, 10);
		if (number != FALSE) return number;
	}
	if ((1 == length) & ('.' == c)) return DOT;
	return intern(SYMBOL, text, length);
}

/* Behind #\ : a character, its name, or two or more octal digits, or x and hexadecimal ones */
object read_character(struct port* p, int place) {
	struct port* token = PORT_OF(token_port);
	int c = next_byte(p), i, length;
	object number;
	if (c < 0) read_error(p, place, "the character is missing");
	token->at = 0;
	put_byte(token, c);
	length = read_more(p);
	if (1 == length) return CHARACTER(c);
	put_byte(token, 0);
	for (i = 0; -2 != character_names[i].code; i++) {
		if (0 == strcmp(character_names[i].name, token_text())) return CHARACTER(character_names[i].code);
	}
	if ('x' == c) number = parse_number(token_text() + 1, length - 1, 16);
	else number = parse_number(token_text(), length, 8);
	if (number == FALSE) read_error(p, place, "unknown character name");
	return CHARACTER(VALUE(number) & 255);
}

object read_radix(struct port* p, int place, int radix) {
	int length = read_token(p);
	object number = FALSE;
	if (length > 0) number = parse_number(token_text(), length, radix);
	if (number == FALSE) read_error(p, place, "digits were expected");
	return number;
}

/* What stands behind # */
object read_hash(struct port* p, int place) {
	int c = next_byte(p);
	if ('(' == c) return prim_list_to_vector(read_list(p, place));
	if ('\\' == c) return read_character(p, place);
	if (':' == c) {
		c = read_token(p);
		return intern(KEYWORD, token_text(), c);
	}
	if (('t' == c) | ('f' == c)) {
		read_token(p);
		return boolean('t' == c);
	}
	if ('|' == c) {
		skip_block(p, place, '|', '#');
		return NOTHING;
	}
	if ('!' == c) {
		skip_block(p, place, '!', '#');
		return NOTHING;
	}
	if (';' == c) {
		read_datum(p, place, "nothing follows the comment");
		return NOTHING;
	}
	if ('\'' == c) return read_prefixed(p, "syntax", place);
	if ('`' == c) return read_prefixed(p, "quasisyntax", place);
	if (',' == c) return read_comma(p, "unsyntax", "unsyntax-splicing", place);
	if (0 != radix_of(c)) return read_radix(p, place, radix_of(c));
	if ('v' == c) {
		if (2 == read_token(p)) if (0 == memcmp(token_text(), "u8", 2)) if ('(' == next_byte(p)) {
			return prim_u8_list_to_bytevector(read_list(p, place));
		}
	}
	read_error(p, place, "unknown syntax behind #");
	return NOTHING;
}

/* ---- All ---- */

/* The next datum of a port, or END_OF_FILE */
object read_from(struct port* p) {
	object item = read_item(p);
	while (item == NOTHING) item = read_item(p);
	if (item == CLOSING) read_error(p, here(p) - 1, "nothing is open that this parenthesis could close");
	if (item == DOT) read_error(p, here(p) - 1, "a dot outside of a list");
	return item;
}

object prim_read(object port) {
	places = FALSE;
	return read_from(input_of(port, 1));
}

/* All data of a port */
object read_all(struct port* p) {
	object list = NIL;
	object datum = read_from(p);
	while (datum != END_OF_FILE) {
		list = cons(datum, list);
		datum = read_from(p);
	}
	return prim_reverse_in_place(list);
}

/* (%read-all port places) */
object prim_read_all(object port, object table) {
	places = table;
	return read_all(input_of(port, 1));
}

void start_reader(void) {
	token_port = prim_open_output_string();
	add_root(&token_port);
	add_root(&places);
}
