/* posix.c : the environment and other programs. What else the kernel does, the module (mes posix) asks for itself,
 * through %system-call. */

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

/* The number of a variable's setting; if it has none, of the 0 at the end */
int find_setting(object name) {
	int length = check_string(name, 1), i;
	for (i = 0; 0 != environment[i]; i++) {
		if (0 == strncmp(environment[i], BYTES(name), length)) if ('=' == environment[i][length]) return i;
	}
	return i;
}

object prim_getenv(object name) {
	char* setting = environment[find_setting(name)];
	if (0 == setting) return FALSE;
	return string(setting + STRING_OF(name)->length + 1);
}

object get_environment(char* name) { return prim_getenv(string(name)); }

/* Settings never go away: the array and the text are no objects. */
object prim_setenv(object name, object value) {
	object setting = terminated(join(name, string("="), value), 2);
	int at = find_setting(name);
	char** larger;
	if (0 == environment[at]) {
		larger = (char**) permanent((at + 2) * sizeof(char*));
		memcpy(larger, environment, at * sizeof(char*));
		environment = larger;
	}
	environment[at] = permanent(STRING_OF(setting)->length);
	memcpy(environment[at], BYTES(setting), STRING_OF(setting)->length);
	return UNSPECIFIED;
}

/* (execl file args): args begin with the program's own name. Returns only if it failed. */
object prim_execl(object file, object args) {
	int* arguments = addresses_of(args, 2);
	flush_all();
	system_call(SYS_EXECVE, (int) c_string(file, 1), (int) arguments, (int) environment);
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
