/* list.c : pairs and lists, and when two values are the same. */

void check_pair(object x, int position) { if (!IS_PAIR(x)) wrong_type(x, position, "a pair"); }

/* The length of a proper list */
int check_list(object list, int position) {
	object rest = list;
	int length = 0;
	for (; IS_PAIR(rest); rest = rest->cdr) length++;
	if (rest != NIL) wrong_type(list, position, "a list");
	return length;
}

object list2(object a, object b) { return cons(a, cons(b, NIL)); }
object list3(object a, object b, object c) { return cons(a, list2(b, c)); }

/* ---- Pairs ---- */

object prim_is_pair(object x) { return boolean(IS_PAIR(x)); }
object prim_is_null(object x) { return boolean(x == NIL); }
object prim_set_car(object pair, object x) { check_pair(pair, 1); pair->car = x; return UNSPECIFIED; }
object prim_set_cdr(object pair, object x) { check_pair(pair, 1); pair->cdr = x; return UNSPECIFIED; }

/* car and cdr one after the other; the path names them from the last to the first, as in cadr. */
object walk(object x, char* path) {
	int i = strlen(path);
	while (i > 0) {
		i--;
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
object prim_caddr(object x) { return walk(x, "add"); }
object prim_cdddr(object x) { return walk(x, "ddd"); }
object prim_cadddr(object x) { return walk(x, "addd"); }

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
	for (; IS_PAIR(a) & IS_PAIR(b); b = b->cdr) {
		if (a == b) return 1;
		if (!equal(a->car, b->car)) return 0;
		a = a->cdr;
	}
	if (a == b) return 1;
	if ((OBJECT_TAG != TAG(a)) | (OBJECT_TAG != TAG(b))) return 0;
	type = HEADER_TYPE(OBJECT_HEADER(a));
	if (type != HEADER_TYPE(OBJECT_HEADER(b))) return 0;
	if (type <= BYTEVECTOR) return 0 == compare_strings(a, b);
	if (BIGNUM == type) return 0 == big_compare(a, b);
	if (VECTOR != type) return 0;
	if (LENGTH(a) != LENGTH(b)) return 0;
	for (i = 0; i < LENGTH(a); i++) if (!equal(ITEMS(a)[i], ITEMS(b)[i])) return 0;
	return 1;
}

object prim_is_eq(object a, object b) { return boolean(eqv(a, b)); }
object prim_is_equal(object a, object b) { return boolean(equal(a, b)); }
object prim_not(object x) { return boolean(x == FALSE); }

/* ---- Making lists ---- */

/* The n arguments in front of a list */
object list_before(object* args, int n, object list) {
	for (; n > 0; n--) list = cons(args[n - 1], list);
	return list;
}

object prim_list(object* args, int n) { return list_before(args, n, NIL); }
object prim_cons_star(object* args, int n) { return list_before(args, n - 1, args[n - 1]); }
object prim_acons(object key, object value, object list) { return cons(cons(key, value), list); }

/* The elements of LIST in front of TAIL */
object append(object list, object tail) {
	object first = NIL, last = NIL, pair;
	check_list(list, 1);
	for (; list != NIL; list = list->cdr) {
		pair = cons(list->car, tail);
		if (first == NIL) first = pair;
		else last->cdr = pair;
		last = pair;
	}
	if (first == NIL) return tail;
	return first;
}

object prim_append(object* args, int n) {
	object result = NIL;
	if (n > 0) result = args[n - 1];
	for (n = n - 2; n >= 0; n--) result = append(args[n], result);
	return result;
}

object prim_append_reverse(object list, object tail) {
	check_list(list, 1);
	for (; list != NIL; list = list->cdr) tail = cons(list->car, tail);
	return tail;
}

object prim_reverse(object list) { return prim_append_reverse(list, NIL); }

/* Reuses the pairs */
object prim_append_reverse_in_place(object list, object tail) {
	object next;
	check_list(list, 1);
	for (; list != NIL; list = next) {
		next = list->cdr;
		list->cdr = tail;
		tail = list;
	}
	return tail;
}

object prim_reverse_in_place(object list) { return prim_append_reverse_in_place(list, NIL); }

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
object prim_list_tail(object list, object count) {
	int n = check_index(count, 2, MOST_FIXNUM);
	for (; n > 0; n--) {
		check_pair(list, 1);
		list = list->cdr;
	}
	return list;
}

object prim_last_pair(object list) {
	if (list == NIL) return NIL;
	check_pair(list, 1);
	while (IS_PAIR(list->cdr)) list = list->cdr;
	return list;
}

/* ---- Searching ---- */

object prim_memq(object x, object list) {
	for (; IS_PAIR(list); list = list->cdr) if (list->car == x) return list;
	return FALSE;
}

object prim_memv(object x, object list) {
	for (; IS_PAIR(list); list = list->cdr) if (eqv(list->car, x)) return list;
	return FALSE;
}

/* Are they the same to the procedure, or to equal? */
int same(object a, object b, object procedure) {
	if (procedure == MISSING) return equal(a, b);
	return call(procedure, 2, a, b) != FALSE;
}

object prim_member(object x, object list, object procedure) {
	for (; IS_PAIR(list); list = list->cdr) if (same(x, list->car, procedure)) return list;
	return FALSE;
}

object prim_assq(object key, object list) {
	object pair;
	for (; IS_PAIR(list); list = list->cdr) {
		pair = list->car;
		if (IS_PAIR(pair)) if (pair->car == key) return pair;
	}
	return FALSE;
}

object prim_assv(object key, object list) {
	for (; IS_PAIR(list); list = list->cdr) if (IS_PAIR(list->car)) if (eqv(list->car->car, key)) return list->car;
	return FALSE;
}

object prim_assoc(object key, object list, object procedure) {
	for (; IS_PAIR(list); list = list->cdr) {
		if (IS_PAIR(list->car)) if (same(key, list->car->car, procedure)) return list->car;
	}
	return FALSE;
}

object prim_delq(object x, object list) {
	object result = NIL;
	check_list(list, 2);
	for (; list != NIL; list = list->cdr) if (x != list->car) result = cons(list->car, result);
	return prim_reverse_in_place(result);
}
