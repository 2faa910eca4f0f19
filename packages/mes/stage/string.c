/* string.c : strings, characters and sets of characters. A character is a byte. */

object call(object procedure, int n, object a, object b);       /* vm.c */
int check_list(object list, int position);      /* list.c; returns the length */

int is_type(object x, int type) {
	if (OBJECT_TAG != TAG(x)) return 0;
	return HEADER_TYPE(OBJECT_HEADER(x)) == type;
}

int is_symbol(object x) { return is_type(x, SYMBOL); }
int is_string(object x) { return is_type(x, STRING); }

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

int is_within(int c, int low, int high) { return (c >= low) & (c <= high); }
int is_whitespace(int c) { return (' ' == c) | is_within(c, 9, 13); }
object prim_is_char(object x) { return boolean(IS_CHARACTER(x)); }
object prim_char_to_integer(object x) { return FIXNUM(check_character(x, 1)); }
object prim_integer_to_char(object x) { return CHARACTER(check_range(x, 1, -1, 255)); }

object prim_char_upcase(object x) {
	int c = check_character(x, 1);
	if (is_within(c, 'a', 'z')) return CHARACTER(c - 32);
	return x;
}

object prim_char_downcase(object x) {
	int c = check_character(x, 1);
	if (is_within(c, 'A', 'Z')) return CHARACTER(c + 32);
	return x;
}

object prim_is_char_alphabetic(object x) { return boolean(is_within(check_character(x, 1) | 32, 'a', 'z')); }
object prim_is_char_numeric(object x) { return boolean(is_within(check_character(x, 1), '0', '9')); }
object prim_is_char_whitespace(object x) { return boolean(is_whitespace(check_character(x, 1))); }

/* Are all neighbours as far apart as `low` to `high`? */
object compare_chars(object* args, int n, int low, int high) {
	object result = TRUE;
	int i;
	check_character(args[0], 1);
	for (i = 1; i < n; i++) {
		if (!is_within(CODE_POINT(args[i - 1]) - check_character(args[i], i + 1), low, high)) result = FALSE;
	}
	return result;
}

object prim_chars_equal(object* args, int n) { return compare_chars(args, n, 0, 0); }
object prim_chars_less(object* args, int n) { return compare_chars(args, n, 0 - FAR, -1); }
object prim_chars_less_or_equal(object* args, int n) { return compare_chars(args, n, 0 - FAR, 0); }
object prim_chars_greater(object* args, int n) { return compare_chars(args, n, 1, FAR); }
object prim_chars_greater_or_equal(object* args, int n) { return compare_chars(args, n, 0, FAR); }

/* ---- Char-sets: a byte for every character, 1 if it is a member ---- */

void check_char_set(object x, int position) { if (!is_type(x, CHAR_SET)) wrong_type(x, position, "a char-set"); }
object prim_is_char_set(object x) { return boolean(is_type(x, CHAR_SET)); }

/* Adds to the set itself. */
object prim_string_to_char_set_in_place(object text, object set) {
	int length = check_string(text, 1);
	int i;
	check_char_set(set, 2);
	for (i = 0; i < length; i++) BYTES(set)[BYTES(text)[i] & 255] = 1;
	return set;
}

object prim_string_to_char_set(object text, object base) {
	object set = allocate_string(CHAR_SET, 256);
	memset(BYTES(set), 0, 256);
	if (base != MISSING) {
		check_char_set(base, 2);
		memcpy(BYTES(set), BYTES(base), 256);
	}
	return prim_string_to_char_set_in_place(text, set);
}

object prim_char_set_contains(object set, object x) {
	int c = check_character(x, 2);
	check_char_set(set, 1);
	if (c < 0) return FALSE;
	return boolean(BYTES(set)[c]);
}

/* Is c what PREDICATE wants: that character, a member of that set, or approved by that procedure? */
int matches(int c, object predicate) {
	if (IS_CHARACTER(predicate)) return c == CODE_POINT(predicate);
	if (is_type(predicate, CHAR_SET)) return BYTES(predicate)[c];
	if (PROCEDURE_TAG != TAG(predicate)) wrong_type(predicate, 2, "a character, char-set or procedure");
	return call(predicate, 1, CHARACTER(c), MISSING) != FALSE;
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

object prim_string(object* args, int n) {
	object result = allocate_string(STRING, n);
	int i;
	for (i = 0; i < n; i++) BYTES(result)[i] = check_character(args[i], i + 1);
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

object prim_string_drop(object text, object start) { return prim_substring(text, start, MISSING); }

/* ---- Parts of strings ---- */

object prim_string_length(object text) { return FIXNUM(check_string(text, 1)); }
object prim_is_string_null(object text) { return boolean(0 == check_string(text, 1)); }

object prim_string_ref(object text, object index) {
	int i = check_index(index, 2, check_string(text, 1) - 1);
	return CHARACTER(BYTES(text)[i] & 255);
}

object prim_string_set(object text, object index, object x) {
	int i = check_index(index, 2, check_string(text, 1) - 1);
	BYTES(text)[i] = check_character(x, 3);
	return UNSPECIFIED;
}

object prim_string_index(object text, object predicate, object start, object end) {
	int length = check_string(text, 1);
	int i = start_of(start, 3, length);
	length = end_of(end, 4, i, length);
	for (; i < length; i++) if (matches(BYTES(text)[i] & 255, predicate)) return FIXNUM(i);
	return FALSE;
}

object prim_string_rindex(object text, object predicate, object start, object end) {
	int length = check_string(text, 1);
	int from = start_of(start, 3, length);
	int i = end_of(end, 4, from, length) - 1;
	for (; i >= from; i--) if (matches(BYTES(text)[i] & 255, predicate)) return FIXNUM(i);
	return FALSE;
}

/* Where PATTERN begins in TEXT */
object prim_string_contains(object text, object pattern, object start) {
	int length = check_string(text, 1);
	int size = check_string(pattern, 2);
	int i = start_of(start, 3, length);
	for (; (i + size) <= length; i++) if (0 == memcmp(BYTES(text) + i, BYTES(pattern), size)) return FIXNUM(i);
	return FALSE;
}

object prim_is_string_prefix(object prefix, object text) {
	int size = check_string(prefix, 1);
	if (size > check_string(text, 2)) return FALSE;
	return boolean(0 == memcmp(BYTES(prefix), BYTES(text), size));
}

object prim_is_string_suffix(object suffix, object text) {
	int size = check_string(suffix, 1);
	int start = check_string(text, 2) - size;
	if (start < 0) return FALSE;
	return boolean(0 == memcmp(BYTES(suffix), BYTES(text) + start, size));
}

/* The parts of TEXT between characters that PREDICATE wants */
object prim_string_split(object text, object predicate) {
	int end = check_string(text, 1);
	int i = end - 1;
	object parts = NIL;
	for (; i >= 0; i--) if (matches(BYTES(text)[i] & 255, predicate)) {
		parts = cons(new_string(BYTES(text) + (i + 1), end - (i + 1)), parts);
		end = i;
	}
	return cons(new_string(BYTES(text), end), parts);
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

object compare_all_strings(object* args, int n, int low, int high) {
	object result = TRUE;
	int i;
	check_string(args[0], 1);
	for (i = 1; i < n; i++) {
		check_string(args[i], i + 1);
		if (!is_within(compare_strings(args[i - 1], args[i]), low, high)) result = FALSE;
	}
	return result;
}

object prim_strings_equal(object* args, int n) { return compare_all_strings(args, n, 0, 0); }
object prim_strings_less(object* args, int n) { return compare_all_strings(args, n, 0 - FAR, -1); }
object prim_strings_less_or_equal(object* args, int n) { return compare_all_strings(args, n, 0 - FAR, 0); }
object prim_strings_greater(object* args, int n) { return compare_all_strings(args, n, 1, FAR); }
object prim_strings_greater_or_equal(object* args, int n) { return compare_all_strings(args, n, 0, FAR); }

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
