/* posix.c : the gate to the kernel, for Scheme. Files and processes are the business of (mes posix). */

char** environment;         /* "NAME=value", ...; a 0 at the end */

/* The string with a 0 behind it */
object terminated(object text, int position) {
	int length = check_string(text, position);
	object result = allocate_string(STRING, length + 1);
	memcpy(BYTES(result), BYTES(text), length);
	BYTES(result)[length] = 0;
	return result;
}

/* Strings from C: an array of addresses that ends in 0 */
object strings_of(char** addresses) {
	object list = NIL;
	int i;
	for (i = 0; 0 != addresses[i]; i++) list = cons(string(addresses[i]), list);
	return prim_reverse_in_place(list);
}

object prim_environment(void) { return strings_of(environment); }

/* The value of a setting, given "NAME="; or FALSE */
object prim_getenv(object prefix) {
	int length = check_string(prefix, 1), i;
	for (i = 0; 0 != environment[i]; i++) {
		if (0 == memcmp(environment[i], BYTES(prefix), length)) return string(environment[i] + length);
	}
	return FALSE;
}

/* The opposite of strings_of */
int* addresses_of(object strings, int position) {
	int count = check_list(strings, position);
	object array = allocate_string(BYTEVECTOR, (count + 1) * 4);
	int i;
	for (i = 0; i < count; i++) {
		WORDS_OF(array)[i] = (int) BYTES(terminated(strings->car, position));
		strings = strings->cdr;
	}
	WORDS_OF(array)[count] = 0;
	return WORDS_OF(array);
}

/* A number, or the address of a bytevector, of a string, or of an array of strings */
int system_argument(object x, int position) {
	if (x == MISSING) return 0;
	if (IS_FIXNUM(x)) return VALUE(x);
	if (is_type(x, BYTEVECTOR)) return (int) BYTES(x);
	if (is_type(x, STRING)) return (int) BYTES(terminated(x, position));
	return (int) addresses_of(x, position);
}

/* (%system-call number a b c): what the kernel answers, negative after an error */
object prim_system_call(object number, object a, object b, object c) {
	int n = check_index(number, 1, MOST_FIXNUM);
	flush_all();
	return integer(system_call(n, system_argument(a, 2), system_argument(b, 3), system_argument(c, 4)));
}

object prim_exit(object status) {
	leave(check_range(status, 1, 0 - MOST_FIXNUM, MOST_FIXNUM) & 255);
	return UNSPECIFIED;
}
