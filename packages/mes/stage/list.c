/* list.c : pairs and lists, and when two values are the same. */

void check_pair(object x, int position) {
	if (!IS_PAIR(x)) wrong_type(x, position, "a pair");
}

/* The length of a proper list */
int check_list(object list, int position) {
	object rest = list;
	int length = 0;
	while (IS_PAIR(rest)) {
		length = length + 1;
		rest = rest->cdr;
	}
	if (rest != NIL) wrong_type(list, position, "a list");
	return length;
}

object list2(object a, object b) { return cons(a, cons(b, NIL)); }
object list3(object a, object b, object c) { return cons(a, cons(b, cons(c, NIL))); }

/* ---- Pairs ---- */

object prim_is_pair(object x) { return boolean(IS_PAIR(x)); }
object prim_is_null(object x) { return boolean(x == NIL); }

object prim_set_car(object pair, object x) {
	check_pair(pair, 1);
	pair->car = x;
	return UNSPECIFIED;
}

object prim_set_cdr(object pair, object x) {
	check_pair(pair, 1);
	pair->cdr = x;
	return UNSPECIFIED;
}

/* car and cdr one after the other; the path names them from the last to the first, as in cadr */
object walk(object x, char* path) {
	int i = strlen(path);
	while (i > 0) {
		i = i - 1;
		check_pair(x, 1);
		if ('a' == path[i]) x = x->car;
		else x = x->cdr;
	}
	return x;
}

object prim_car(object x) { return walk(x, "a"); }
object prim_cdr(object x) { return walk(x, "d"); }
object prim_caar(object x) { return walk(x, "aa"); }
object prim_cadr(object x) { return walk(x, "ad"); }
object prim_cdar(object x) { return walk(x, "da"); }
object prim_cddr(object x) { return walk(x, "dd"); }
object prim_caaar(object x) { return walk(x, "aaa"); }
object prim_caadr(object x) { return walk(x, "aad"); }
object prim_cadar(object x) { return walk(x, "ada"); }
object prim_caddr(object x) { return walk(x, "add"); }
object prim_cdaar(object x) { return walk(x, "daa"); }
object prim_cdadr(object x) { return walk(x, "dad"); }
object prim_cddar(object x) { return walk(x, "dda"); }
object prim_cdddr(object x) { return walk(x, "ddd"); }
object prim_caaaar(object x) { return walk(x, "aaaa"); }
object prim_caaadr(object x) { return walk(x, "aaad"); }
object prim_caadar(object x) { return walk(x, "aada"); }
object prim_caaddr(object x) { return walk(x, "aadd"); }
object prim_cadaar(object x) { return walk(x, "adaa"); }
object prim_cadadr(object x) { return walk(x, "adad"); }
object prim_caddar(object x) { return walk(x, "adda"); }
object prim_cadddr(object x) { return walk(x, "addd"); }
object prim_cdaaar(object x) { return walk(x, "daaa"); }
object prim_cdaadr(object x) { return walk(x, "daad"); }
object prim_cdadar(object x) { return walk(x, "dada"); }
object prim_cdaddr(object x) { return walk(x, "dadd"); }
object prim_cddaar(object x) { return walk(x, "ddaa"); }
object prim_cddadr(object x) { return walk(x, "ddad"); }
object prim_cdddar(object x) { return walk(x, "ddda"); }
object prim_cddddr(object x) { return walk(x, "dddd"); }

/* ---- Equality ---- */

/* The same object, or equal numbers */
int eqv(object a, object b) {
	if (a == b) return 1;
	if (!is_big(a)) return 0;
	if (!is_big(b)) return 0;
	return 0 == big_compare(a, b);
}

int equal(object a, object b) {
	int type, i;
	while (IS_PAIR(a) & IS_PAIR(b)) {
		if (a == b) return 1;
		if (!equal(a->car, b->car)) return 0;
		a = a->cdr;
		b = b->cdr;
	}
	if (a == b) return 1;
	if ((OBJECT_TAG != TAG(a)) | (OBJECT_TAG != TAG(b))) return 0;
	type = HEADER_TYPE(OBJECT_HEADER(a));
	if (type != HEADER_TYPE(OBJECT_HEADER(b))) return 0;
	if (type <= CHAR_SET) return 0 == compare_strings(a, b);
	if (BIGNUM == type) return 0 == big_compare(a, b);
	if (VECTOR != type) return 0;
	if (LENGTH(a) != LENGTH(b)) return 0;
	for (i = 0; i < LENGTH(a); i = i + 1) {
		if (!equal(ITEMS(a)[i], ITEMS(b)[i])) return 0;
	}
	return 1;
}

object prim_is_eq(object a, object b) { return boolean(eqv(a, b)); }
object prim_is_equal(object a, object b) { return boolean(equal(a, b)); }
object prim_not(object x) { return boolean(x == FALSE); }
object prim_is_boolean(object x) { return boolean((x == FALSE) | (x == TRUE)); }

/* ---- Making lists ---- */

object prim_list(object* args, int n) {
	object list = NIL;
	while (n > 0) {
		n = n - 1;
		list = cons(args[n], list);
	}
	return list;
}

object prim_cons_star(object* args, int n) {
	object list = args[n - 1];
	n = n - 1;
	while (n > 0) {
		n = n - 1;
		list = cons(args[n], list);
	}
	return list;
}

object prim_make_list(object length, object fill) {
	int n = check_index(length, 1, MOST_FIXNUM);
	object list = NIL;
	if (fill == MISSING) fill = UNSPECIFIED;
	while (n > 0) {
		list = cons(fill, list);
		n = n - 1;
	}
	return list;
}

object prim_iota(object count, object start, object step) {
	int n = check_index(count, 1, MOST_FIXNUM);
	object list = NIL;
	if (start == MISSING) start = FIXNUM(0);
	if (step == MISSING) step = FIXNUM(1);
	while (n > 0) {
		n = n - 1;
		list = cons(add(start, multiply(FIXNUM(n), step)), list);
	}
	return list;
}

object prim_acons(object key, object value, object list) { return cons(cons(key, value), list); }

/* The elements of LIST in front of TAIL */
object append(object list, object tail) {
	object first = NIL;
	object last = NIL;
	object pair;
	object rest = list;
	while (IS_PAIR(rest)) {
		pair = cons(rest->car, tail);
		if (first == NIL) first = pair;
		else last->cdr = pair;
		last = pair;
		rest = rest->cdr;
	}
	if (rest != NIL) wrong_type(list, 1, "a list");
	if (first == NIL) return tail;
	return first;
}

object prim_append(object* args, int n) {
	object result = NIL;
	if (n > 0) result = args[n - 1];
	n = n - 1;
	while (n > 0) {
		n = n - 1;
		result = append(args[n], result);
	}
	return result;
}

object prim_append_reverse(object list, object tail) {
	check_list(list, 1);
	while (list != NIL) {
		tail = cons(list->car, tail);
		list = list->cdr;
	}
	return tail;
}

object prim_reverse(object list) { return prim_append_reverse(list, NIL); }

/* Reuses the pairs */
object prim_reverse_in_place(object list, object tail) {
	object next;
	check_list(list, 1);
	if (tail == MISSING) tail = NIL;
	while (list != NIL) {
		next = list->cdr;
		list->cdr = tail;
		tail = list;
		list = next;
	}
	return tail;
}

object prim_list_copy(object list) { return append(list, NIL); }

/* ---- Parts of lists ---- */

object prim_is_list(object x) {
	object slow = x;
	while (IS_PAIR(x)) {
		x = x->cdr;
		if (!IS_PAIR(x)) break;
		x = x->cdr;
		slow = slow->cdr;
		if (x == slow) return FALSE;
	}
	return boolean(x == NIL);
}

object prim_length(object list) { return FIXNUM(check_list(list, 1)); }

/* What is left of LIST behind its first pairs */
object list_tail(object list, object count) {
	int n = check_index(count, 2, MOST_FIXNUM);
	object rest = list;
	while (n > 0) {
		if (!IS_PAIR(rest)) throw_message("out-of-range", "out of range:", cons(count, NIL));
		rest = rest->cdr;
		n = n - 1;
	}
	return rest;
}

object prim_list_ref(object list, object index) {
	list = list_tail(list, index);
	if (!IS_PAIR(list)) throw_message("out-of-range", "out of range:", cons(index, NIL));
	return list->car;
}

object prim_list_set(object list, object index, object x) {
	list = list_tail(list, index);
	check_pair(list, 1);
	list->car = x;
	return x;
}

object prim_list_head(object list, object count) {
	object rest = list_tail(list, count);
	object head = NIL;
	while (list != rest) {
		head = cons(list->car, head);
		list = list->cdr;
	}
	return prim_reverse_in_place(head, NIL);
}

object prim_last_pair(object list) {
	if (list == NIL) return NIL;
	check_pair(list, 1);
	while (IS_PAIR(list->cdr)) list = list->cdr;
	return list;
}

/* ---- Searching ---- */

object prim_memq(object x, object list) {
	while (IS_PAIR(list)) {
		if (list->car == x) return list;
		list = list->cdr;
	}
	return FALSE;
}

object prim_memv(object x, object list) {
	while (IS_PAIR(list)) {
		if (eqv(list->car, x)) return list;
		list = list->cdr;
	}
	return FALSE;
}

/* Are they the same to the procedure, or to equal? */
int same(object a, object b, object procedure) {
	if (procedure == MISSING) return equal(a, b);
	return call(procedure, 2, a, b) != FALSE;
}

object prim_member(object x, object list, object procedure) {
	while (IS_PAIR(list)) {
		if (same(x, list->car, procedure)) return list;
		list = list->cdr;
	}
	return FALSE;
}

object prim_assq(object key, object list) {
	object pair;
	while (IS_PAIR(list)) {
		pair = list->car;
		if (IS_PAIR(pair)) if (pair->car == key) return pair;
		list = list->cdr;
	}
	return FALSE;
}

object prim_assv(object key, object list) {
	while (IS_PAIR(list)) {
		if (IS_PAIR(list->car)) if (eqv(list->car->car, key)) return list->car;
		list = list->cdr;
	}
	return FALSE;
}

object prim_assoc(object key, object list, object procedure) {
	while (IS_PAIR(list)) {
		if (IS_PAIR(list->car)) if (same(key, list->car->car, procedure)) return list->car;
		list = list->cdr;
	}
	return FALSE;
}

object value_of_pair(object pair) {
	if (IS_PAIR(pair)) return pair->cdr;
	return FALSE;
}

object prim_assq_ref(object list, object key) { return value_of_pair(prim_assq(key, list)); }
object prim_assoc_ref(object list, object key) { return value_of_pair(prim_assoc(key, list, MISSING)); }

/* LIST with VALUE in PAIR, or with a new pair in front if PAIR is FALSE */
object set_in_list(object list, object pair, object key, object value) {
	if (!IS_PAIR(pair)) return prim_acons(key, value, list);
	pair->cdr = value;
	return list;
}

object prim_assq_set(object list, object key, object value) {
	return set_in_list(list, prim_assq(key, list), key, value);
}

object prim_assoc_set(object list, object key, object value) {
	return set_in_list(list, prim_assoc(key, list, MISSING), key, value);
}

/* LIST without the elements that are x */
object prim_delete(object x, object list, object procedure) {
	object result = NIL;
	check_list(list, 2);
	while (list != NIL) {
		if (!same(x, list->car, procedure)) result = cons(list->car, result);
		list = list->cdr;
	}
	return prim_reverse_in_place(result, NIL);
}

object prim_delq(object x, object list) {
	object result = NIL;
	check_list(list, 2);
	while (list != NIL) {
		if (x != list->car) result = cons(list->car, result);
		list = list->cdr;
	}
	return prim_reverse_in_place(result, NIL);
}
