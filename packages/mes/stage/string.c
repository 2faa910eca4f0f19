/* string.c : strings, characters and sets of characters. A character is a byte. */

object call(object procedure, int n, object a, object b);       /* vm.c */

int is_type(object x, int type) {
	if (OBJECT_TAG != TAG(x)) return 0;
	return HEADER_TYPE(OBJECT_HEADER(x)) == type;
}

int is_symbol(object x) { return is_type(x, SYMBOL); }
int is_string(object x) { return is_type(x, STRING); }

int check_string(object x, int position) {
	if (!is_string(x)) wrong_type(x, position, "a string");
	return STRING_OF(x)->length;
}

int check_character(object x, int position) {
	if (!IS_CHARACTER(x)) wrong_type(x, position, "a character");
	return CODE_POINT(x);
}

/* Optional arguments START and END within 0 to length */
int start_of(object start, int position, int length) {
	if (start == MISSING) return 0;
	return check_index(start, position, length);
}

int end_of(object end, int position, int start, int length) {
	if (end == MISSING) return length;
	return check_range(end, position, start, length);
}

/* ---- Characters ---- */

int is_whitespace(int c) { return (' ' == c) | ((c >= 9) & (c <= 13)); }

int upcase(int c) {
	if ((c >= 'a') & (c <= 'z')) return c - 32;
	return c;
}

int downcase(int c) {
	if ((c >= 'A') & (c <= 'Z')) return c + 32;
	return c;
}

object prim_is_char(object x) { return boolean(IS_CHARACTER(x)); }
object prim_char_to_integer(object x) { return FIXNUM(check_character(x, 1)); }
object prim_integer_to_char(object x) { return CHARACTER(check_range(x, 1, -1, 255)); }
object prim_char_upcase(object x) { return CHARACTER(upcase(check_character(x, 1))); }
object prim_char_downcase(object x) { return CHARACTER(downcase(check_character(x, 1))); }

object prim_is_char_alphabetic(object x) {
	int c = check_character(x, 1) | 32;
	return boolean((c >= 'a') & (c <= 'z'));
}

object prim_is_char_numeric(object x) {
	int c = check_character(x, 1);
	return boolean((c >= '0') & (c <= '9'));
}

object prim_is_char_whitespace(object x) { return boolean(is_whitespace(check_character(x, 1))); }

object prim_is_char_upper_case(object x) {
	int c = check_character(x, 1);
	return boolean(c != downcase(c));
}

object prim_is_char_lower_case(object x) {
	int c = check_character(x, 1);
	return boolean(c != upcase(c));
}

object compare_chars(object* args, int n, int low, int high) {
	int i, difference;
	object result = TRUE;
	check_character(args[0], 1);
	for (i = 1; i < n; i = i + 1) {
		difference = CODE_POINT(args[i - 1]) - check_character(args[i], i + 1);
		if ((difference < low) | (difference > high)) result = FALSE;
	}
	return result;
}

object prim_chars_equal(object* args, int n) { return compare_chars(args, n, 0, 0); }
object prim_chars_less(object* args, int n) { return compare_chars(args, n, 0 - FAR, -1); }
object prim_chars_less_or_equal(object* args, int n) { return compare_chars(args, n, 0 - FAR, 0); }
object prim_chars_greater(object* args, int n) { return compare_chars(args, n, 1, FAR); }
object prim_chars_greater_or_equal(object* args, int n) { return compare_chars(args, n, 0, FAR); }

/* ---- Char-sets: a byte for every character, 1 if it is a member ---- */

object new_char_set(object base) {
	object set = allocate_string(CHAR_SET, 256);
	if (is_type(base, CHAR_SET)) memcpy(BYTES(set), BYTES(base), 256);
	else if (base == MISSING) memset(BYTES(set), 0, 256);
	else wrong_type(base, 2, "a char-set");
	return set;
}

object prim_is_char_set(object x) { return boolean(is_type(x, CHAR_SET)); }

object prim_list_to_char_set(object list, object base) {
	object set = new_char_set(base);
	while (IS_PAIR(list)) {
		BYTES(set)[check_character(list->car, 1) & 255] = 1;
		list = list->cdr;
	}
	return set;
}

/* Adds to the set itself. */
object prim_string_to_char_set_in_place(object text, object set) {
	int length = check_string(text, 1);
	int i;
	if (!is_type(set, CHAR_SET)) wrong_type(set, 2, "a char-set");
	for (i = 0; i < length; i = i + 1) BYTES(set)[BYTES(text)[i] & 255] = 1;
	return set;
}

object prim_string_to_char_set(object text, object base) {
	return prim_string_to_char_set_in_place(text, new_char_set(base));
}

object prim_char_set_complement(object set) {
	int i;
	if (!is_type(set, CHAR_SET)) wrong_type(set, 1, "a char-set");
	set = new_char_set(set);
	for (i = 0; i < 256; i = i + 1) BYTES(set)[i] = BYTES(set)[i] ^ 1;
	return set;
}

object prim_char_set_contains(object set, object x) {
	int c = check_character(x, 2);
	if (!is_type(set, CHAR_SET)) wrong_type(set, 1, "a char-set");
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

object prim_is_string(object x) { return boolean(is_string(x)); }

object prim_make_string(object length, object fill) {
	int n = check_index(length, 1, MOST_FIXNUM);
	int c = ' ';
	object result;
	if (fill != MISSING) c = check_character(fill, 2);
	result = allocate_string(STRING, n);
	memset(BYTES(result), c, n);
	return result;
}

object prim_string(object* args, int n) {
	object result = allocate_string(STRING, n);
	int i;
	for (i = 0; i < n; i = i + 1) BYTES(result)[i] = check_character(args[i], i + 1);
	return result;
}

int check_list(object list, int position);      /* list.c; returns the length */

object prim_list_to_string(object list) {
	object result = allocate_string(STRING, check_list(list, 1));
	int i = 0;
	while (list != NIL) {
		BYTES(result)[i] = check_character(list->car, 1);
		i = i + 1;
		list = list->cdr;
	}
	return result;
}

object prim_reverse_list_to_string(object list) {
	int i = check_list(list, 1);
	object result = allocate_string(STRING, i);
	while (list != NIL) {
		i = i - 1;
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
	while (i > from) {
		i = i - 1;
		list = cons(CHARACTER(BYTES(text)[i] & 255), list);
	}
	return list;
}

object prim_string_append(object* args, int n) {
	object result;
	char* to;
	int length = 0;
	int i;
	for (i = 0; i < n; i = i + 1) length = length + check_string(args[i], i + 1);
	result = allocate_string(STRING, length);
	to = BYTES(result);
	for (i = 0; i < n; i = i + 1) {
		length = STRING_OF(args[i])->length;
		memcpy(to, BYTES(args[i]), length);
		to = to + length;
	}
	return result;
}

object prim_substring(object text, object start, object end) {
	int length = check_string(text, 1);
	int from = start_of(start, 2, length);
	return new_string(BYTES(text) + from, end_of(end, 3, from, length) - from);
}

object prim_string_drop(object text, object start) { return prim_substring(text, start, MISSING); }

/* The strings of LIST with DELIMITER between them, before each or behind each: GRAMMAR infix, prefix or suffix */
object prim_string_join(object list, object delimiter, object grammar) {
	object all = NIL;
	object* args;
	int n = check_list(list, 1);
	int i = 0;
	char* how = "infix";
	if (delimiter == MISSING) delimiter = string(" ");
	if (grammar != MISSING) if (is_symbol(grammar)) how = BYTES(SYMBOL_OF(grammar)->name);
	if (0 == n) return string("");
	all = make_vector(2 * n, delimiter);
	args = ITEMS(all);
	if ('p' == how[0]) i = 1;
	while (list != NIL) {
		args[i] = list->car;
		i = i + 2;
		list = list->cdr;
	}
	if ('i' == how[0]) return prim_string_append(args, (2 * n) - 1);
	return prim_string_append(args, 2 * n);
}

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
	while (i < length) {
		if (matches(BYTES(text)[i] & 255, predicate)) return FIXNUM(i);
		i = i + 1;
	}
	return FALSE;
}

object prim_string_rindex(object text, object predicate, object start, object end) {
	int length = check_string(text, 1);
	int from = start_of(start, 3, length);
	int i = end_of(end, 4, from, length);
	while (i > from) {
		i = i - 1;
		if (matches(BYTES(text)[i] & 255, predicate)) return FIXNUM(i);
	}
	return FALSE;
}

/* Where PATTERN begins in TEXT */
object prim_string_contains(object text, object pattern, object start) {
	int length = check_string(text, 1);
	int size = check_string(pattern, 2);
	int i = start_of(start, 3, length);
	while ((i + size) <= length) {
		if (0 == memcmp(BYTES(text) + i, BYTES(pattern), size)) return FIXNUM(i);
		i = i + 1;
	}
	return FALSE;
}

object prim_is_string_prefix(object prefix, object text) {
	int size = check_string(prefix, 1);
	if (size > check_string(text, 2)) return FALSE;
	return boolean(0 == memcmp(BYTES(prefix), BYTES(text), size));
}

object prim_is_string_suffix(object suffix, object text) {
	int size = check_string(suffix, 1);
	int length = check_string(text, 2);
	if (size > length) return FALSE;
	return boolean(0 == memcmp(BYTES(suffix), BYTES(text) + (length - size), size));
}

/* The parts of TEXT between characters that PREDICATE wants */
object prim_string_split(object text, object predicate) {
	int end = check_string(text, 1);
	int i = end;
	object parts = NIL;
	while (i > 0) {
		i = i - 1;
		if (matches(BYTES(text)[i] & 255, predicate)) {
			parts = cons(new_string(BYTES(text) + (i + 1), end - (i + 1)), parts);
			end = i;
		}
	}
	return cons(new_string(BYTES(text), end), parts);
}

object prim_string_upcase(object text) {
	object result = prim_substring(text, MISSING, MISSING);
	int i = STRING_OF(result)->length;
	while (i > 0) {
		i = i - 1;
		BYTES(result)[i] = upcase(BYTES(result)[i]);
	}
	return result;
}

object prim_string_downcase(object text) {
	object result = prim_substring(text, MISSING, MISSING);
	int i = STRING_OF(result)->length;
	while (i > 0) {
		i = i - 1;
		BYTES(result)[i] = downcase(BYTES(result)[i]);
	}
	return result;
}

/* ---- Comparison ---- */

/* Negative, 0 or positive as a comes before b, equals it or comes behind it */
int compare_strings(object a, object b) {
	int length = STRING_OF(a)->length;
	int other = STRING_OF(b)->length;
	int order;
	if (other < length) order = memcmp(BYTES(a), BYTES(b), other);
	else order = memcmp(BYTES(a), BYTES(b), length);
	if (0 != order) return order;
	return length - other;
}

object compare_all_strings(object* args, int n, int low, int high) {
	int i, order;
	object result = TRUE;
	check_string(args[0], 1);
	for (i = 1; i < n; i = i + 1) {
		check_string(args[i], i + 1);
		order = compare_strings(args[i - 1], args[i]);
		if ((order < low) | (order > high)) result = FALSE;
	}
	return result;
}

object prim_strings_equal(object* args, int n) { return compare_all_strings(args, n, 0, 0); }
object prim_strings_less(object* args, int n) { return compare_all_strings(args, n, 0 - FAR, -1); }
object prim_strings_less_or_equal(object* args, int n) { return compare_all_strings(args, n, 0 - FAR, 0); }
object prim_strings_greater(object* args, int n) { return compare_all_strings(args, n, 1, FAR); }
object prim_strings_greater_or_equal(object* args, int n) { return compare_all_strings(args, n, 0, FAR); }

/* ---- Symbols and keywords ---- */

object prim_is_symbol(object x) { return boolean(is_symbol(x)); }
object prim_is_keyword(object x) { return boolean(is_type(x, KEYWORD)); }

object prim_symbol_to_string(object x) {
	if (!is_symbol(x)) wrong_type(x, 1, "a symbol");
	return SYMBOL_OF(x)->name;
}

object prim_string_to_symbol(object x) {
	int length = check_string(x, 1);
	return intern(SYMBOL, BYTES(x), length);
}

object prim_symbol_to_keyword(object x) {
	x = prim_symbol_to_string(x);
	return intern(KEYWORD, BYTES(x), STRING_OF(x)->length);
}

object prim_keyword_to_symbol(object x) {
	if (!is_type(x, KEYWORD)) wrong_type(x, 1, "a keyword");
	x = SYMBOL_OF(x)->name;
	return intern(SYMBOL, BYTES(x), STRING_OF(x)->length);
}

/* A new symbol, unequal to all others even if its name is not */
object prim_gensym(object prefix) {
	object parts[2];
	object* args = (object*) &parts;
	args[0] = prefix;
	if (prefix == MISSING) args[0] = string("g");
	else if (is_symbol(prefix)) args[0] = SYMBOL_OF(prefix)->name;
	gensym_count = gensym_count + 1;
	args[1] = string(fixnum_text(gensym_count, 10));
	prefix = prim_string_append(args, 2);
	return new_symbol(SYMBOL, BYTES(prefix), STRING_OF(prefix)->length, gensym_count);
}
