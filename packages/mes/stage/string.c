/* string.c : strings, characters and sets of characters. A character is a byte. */

int check_list(object list, int position);      /* list.c; returns the length */

int is_type(object x, int type) {
	if (OBJECT_TAG != TAG(x)) return 0;
	return HEADER_TYPE(OBJECT_HEADER(x)) == type;
}

int is_symbol(object x) { return is_type(x, SYMBOL); }

int check_string(object x, int position) {
	if (!is_type(x, STRING)) wrong_type(x, position, "a string");
	return STRING_OF(x)->length;
}

int check_character(object x, int position) {
	if (!IS_CHARACTER(x)) wrong_type(x, position, "a character");
	return CODE_POINT(x);
}

/* Optional arguments START and END, within 0 to length */
int start_of(object start, int position, int length) {
	if (start == MISSING) return 0;
	return check_index(start, position, length);
}

int end_of(object end, int position, int start, int length) {
	if (end == MISSING) return length;
	return check_range(end, position, start, length);
}

/* ---- Characters ---- */

object prim_is_char(object x) { return boolean(IS_CHARACTER(x)); }
object prim_char_to_integer(object x) { return FIXNUM(check_character(x, 1)); }
object prim_integer_to_char(object x) { return CHARACTER(check_range(x, 1, -1, 255)); }

object prim_chars_equal(object* args, int n) {
	object result = TRUE;
	int i;
	for (i = 0; i < n; i++) {
		check_character(args[i], i + 1);
		if (args[i] != args[0]) result = FALSE;
	}
	return result;
}

/* ---- Making strings ---- */

object prim_is_string(object x) { return boolean(is_type(x, STRING)); }

object prim_make_string(object length, object fill) {
	object result = allocate_string(STRING, check_index(length, 1, MOST_FIXNUM));
	int c = ' ';
	if (fill != MISSING) c = check_character(fill, 2);
	memset(BYTES(result), c, STRING_OF(result)->length);
	return result;
}

object prim_list_to_string(object list) {
	object result = allocate_string(STRING, check_list(list, 1));
	int i;
	for (i = 0; list != NIL; i++) {
		BYTES(result)[i] = check_character(list->car, 1);
		list = list->cdr;
	}
	return result;
}

object prim_string_to_list(object text, object start, object end) {
	int length = check_string(text, 1);
	int from = start_of(start, 2, length);
	int i = end_of(end, 3, from, length);
	object list = NIL;
	for (; i > from; i--) list = cons(CHARACTER(BYTES(text)[i - 1] & 255), list);
	return list;
}

object prim_string_append(object* args, int n) {
	object result;
	char* to;
	int length = 0, i;
	for (i = 0; i < n; i++) length = length + check_string(args[i], i + 1);
	result = allocate_string(STRING, length);
	to = BYTES(result);
	for (i = 0; i < n; i++) {
		length = STRING_OF(args[i])->length;
		memcpy(to, BYTES(args[i]), length);
		to = to + length;
	}
	return result;
}

object join(object a, object b, object c) {
	object parts[3];
	object* all = (object*) &parts;
	all[0] = a;
	all[1] = b;
	all[2] = c;
	return prim_string_append(all, 3);
}

object prim_substring(object text, object start, object end) {
	int length = check_string(text, 1);
	int from = start_of(start, 2, length);
	return new_string(BYTES(text) + from, end_of(end, 3, from, length) - from);
}

/* ---- Parts of strings ---- */

object prim_string_length(object text) { return FIXNUM(check_string(text, 1)); }

object prim_string_ref(object text, object index) {
	int i = check_index(index, 2, check_string(text, 1) - 1);
	return CHARACTER(BYTES(text)[i] & 255);
}

object prim_string_set(object text, object index, object x) {
	int i = check_index(index, 2, check_string(text, 1) - 1);
	BYTES(text)[i] = check_character(x, 3);
	return UNSPECIFIED;
}

/* (%string-index text character start end): where the character is */
object prim_string_index(object text, object c, object start, object end) {
	int length = check_string(text, 1), wanted = check_character(c, 2), i = start_of(start, 3, length);
	length = end_of(end, 4, i, length);
	for (; i < length; i++) if ((BYTES(text)[i] & 255) == wanted) return FIXNUM(i);
	return FALSE;
}

/* ---- Comparison ---- */

/* Negative, 0 or positive as a comes before b, equals it or comes behind it */
int compare_strings(object a, object b) {
	int length = STRING_OF(a)->length;
	int other = STRING_OF(b)->length;
	int shorter = length;
	int order;
	if (other < length) shorter = other;
	order = memcmp(BYTES(a), BYTES(b), shorter);
	if (0 != order) return order;
	return length - other;
}

object prim_compare_strings(object a, object b) {
	check_string(a, 1);
	check_string(b, 2);
	return FIXNUM(compare_strings(a, b));
}

object prim_strings_equal(object* args, int n) {
	object result = TRUE;
	int i;
	for (i = 0; i < n; i++) {
		check_string(args[i], i + 1);
		if (0 != compare_strings(args[i], args[0])) result = FALSE;
	}
	return result;
}

/* ---- Symbols and keywords ---- */

object prim_is_symbol(object x) { return boolean(is_type(x, SYMBOL)); }
object prim_is_keyword(object x) { return boolean(is_type(x, KEYWORD)); }

object prim_symbol_to_string(object x) {
	if (!is_type(x, SYMBOL)) wrong_type(x, 1, "a symbol");
	return SYMBOL_OF(x)->name;
}

object intern_string(int type, object name) { return intern(type, BYTES(name), STRING_OF(name)->length); }
object prim_string_to_symbol(object x) { check_string(x, 1); return intern_string(SYMBOL, x); }
object prim_symbol_to_keyword(object x) { return intern_string(KEYWORD, prim_symbol_to_string(x)); }

object prim_keyword_to_symbol(object x) {
	if (!is_type(x, KEYWORD)) wrong_type(x, 1, "a keyword");
	return intern_string(SYMBOL, SYMBOL_OF(x)->name);
}

/* A new symbol, unequal to all others even if its name is not */
object prim_gensym(object prefix) {
	if (prefix == MISSING) prefix = string("g");
	if (is_symbol(prefix)) prefix = SYMBOL_OF(prefix)->name;
	gensym_count++;
	prefix = join(prefix, string(fixnum_text(gensym_count, 10)), string(""));
	return new_symbol(SYMBOL, BYTES(prefix), STRING_OF(prefix)->length, gensym_count);
}
