/* posix.c : the environment and other programs. What else the kernel does, the module (mes posix) asks for itself,
 * through %system-call. */

object environment;         /* list of "NAME=value" strings, each with a 0 behind it as the kernel wants it */

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

/* The opposite */
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

/* The setting of a variable, or FALSE. `start`: its name and "=" */
object find_setting(object start) {
	object rest;
	for (rest = environment; rest != NIL; rest = rest->cdr) {
		if (prim_is_string_prefix(start, rest->car) == TRUE) return rest->car;
	}
	return FALSE;
}

object prim_getenv(object name) {
	object start = join(name, string("="), string(""));
	object setting = find_setting(start);
	if (setting == FALSE) return FALSE;
	return prim_string_drop(setting, prim_string_length(start));
}

object get_environment(char* name) { return prim_getenv(string(name)); }

object prim_setenv(object name, object value) {
	object old = find_setting(join(name, string("="), string("")));
	environment = cons(join(name, string("="), value), prim_delq(old, environment));
	return UNSPECIFIED;
}

/* (execl file args): args begin with the program's own name. Returns only if it failed. */
object prim_execl(object file, object args) {
	int* arguments = addresses_of(args, 2);
	flush_all();
	system_call(SYS_EXECVE, (int) c_string(file, 1), (int) arguments, (int) addresses_of(environment, 1));
	return FIXNUM(-1);
}

/* A number, or the address of a string or of a bytevector */
int system_argument(object x, int position) {
	if (x == MISSING) return 0;
	if (IS_FIXNUM(x)) return VALUE(x);
	if (is_type(x, BYTEVECTOR)) return (int) BYTES(x);
	return (int) BYTES(terminated(x, position));
}

/* (%system-call number a b c): what the kernel answers, negative after an error */
object prim_system_call(object number, object a, object b, object c) {
	int n = check_index(number, 1, MOST_FIXNUM);
	flush_all();
	return integer(system_call(n, system_argument(a, 2), system_argument(b, 3), system_argument(c, 4)));
}

object prim_file_exists(object name) {
	return boolean(0 == system_call(SYS_ACCESS, (int) c_string(name, 1), 0, 0));
}

/* (exit), #t: success; #f: failure */
object prim_exit(object status) {
	int n = 0;
	if (status == FALSE) n = 1;
	else if ((status != MISSING) & (status != TRUE)) n = check_range(status, 1, 0 - MOST_FIXNUM, MOST_FIXNUM);
	leave(n & 255);
	return UNSPECIFIED;
}
