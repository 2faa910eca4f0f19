/* posix.c : files, processes, the environment and time. */

char** environment;         /* as main got it */
object settings;            /* "NAME=value" of the variables that setenv changed, the newest first */

/* ---- Environment ---- */

/* The value in "NAME=value", if that is its name, or 0 */
char* setting_value(char* setting, char* name, int length) {
	if (0 != strncmp(setting, name, length)) return 0;
	if ('=' != setting[length]) return 0;
	return setting + (length + 1);
}

/* FALSE if it is not set */
object find_setting(char* name) {
	int length = strlen(name);
	object rest;
	int i;
	for (rest = settings; IS_PAIR(rest); rest = rest->cdr) {
		if (0 != setting_value(BYTES(rest->car), name, length)) return string(BYTES(rest->car) + (length + 1));
	}
	for (i = 0; 0 != environment[i]; i = i + 1) {
		if (0 != setting_value(environment[i], name, length)) return string(environment[i] + (length + 1));
	}
	return FALSE;
}

object prim_getenv(object name) { return find_setting(c_string(name, 1)); }

/* A string with a 0 behind it, as the kernel wants it. */
object terminated(object text, int position) {
	int length = check_string(text, position);
	object result = allocate_string(STRING, length + 1);
	memcpy(BYTES(result), BYTES(text), length);
	BYTES(result)[length] = 0;
	return result;
}

object prim_setenv(object name, object value) {
	object parts[4];
	object* all = (object*) &parts;
	check_string(name, 1);
	check_string(value, 2);
	all[0] = name;
	all[1] = string("=");
	all[2] = value;
	settings = cons(terminated(prim_string_append(all, 3), 1), settings);
	return UNSPECIFIED;
}

/* ---- Files ---- */

/* mode: 4 readable, 2 writable, 1 executable, 0 there */
object prim_access(object name, object mode) {
	int n = check_range(mode, 2, 0, 7);
	return boolean(0 == system_call(SYS_ACCESS, (int) c_string(name, 1), n, 0));
}

object prim_file_exists(object name) { return boolean(0 == system_call(SYS_ACCESS, (int) c_string(name, 1), 0, 0)); }

object prim_delete_file(object name) {
	if (system_call(SYS_UNLINK, (int) c_string(name, 1), 0, 0) < 0) system_error("cannot delete", name);
	return UNSPECIFIED;
}

object prim_chmod(object name, object mode) {
	int n = check_range(mode, 2, 0, 4095);
	if (system_call(SYS_CHMOD, (int) c_string(name, 1), n, 0) < 0) system_error("cannot change the mode of", name);
	return UNSPECIFIED;
}

object prim_getcwd(void) {
	if (system_call(SYS_GETCWD, (int) &file_name, 4095, 0) < 0) system_error("cannot find the current folder", NIL);
	return string((char*) &file_name);
}

/* The descriptor of a port, or the number given as one */
int file_of(object x, int position) {
	if (IS_FIXNUM(x)) return VALUE(x);
	if (!is_type(x, PORT)) wrong_type(x, position, "a port or file descriptor");
	return PORT_OF(x)->file;
}

object prim_isatty(object port) { return boolean(is_terminal(file_of(port, 1))); }
object prim_dup(object port) { return integer(system_call(SYS_DUP, file_of(port, 1), 0, 0)); }

object prim_dup2(object from, object to) {
	flush_all();
	return integer(system_call(SYS_DUP2, file_of(from, 1), file_of(to, 2), 0));
}

/* ---- Processes ---- */

object prim_fork(void) {
	flush_all();
	return integer(system_call(SYS_FORK, 0, 0, 0));
}

/* Strings as the kernel wants them: an array of addresses that ends in 0. `first` are addresses to begin with. */
int* address_array(object strings, int position) {
	int count = check_list(strings, position);
	object array = allocate_string(BYTEVECTOR, (count + 1) * 4);
	int i;
	for (i = 0; i < count; i = i + 1) {
		WORDS_OF(array)[i] = (int) BYTES(terminated(strings->car, position));
		strings = strings->cdr;
	}
	WORDS_OF(array)[count] = 0;
	return WORDS_OF(array);
}

/* Is the variable of this setting among those in the list? */
int is_overridden(char* setting, object list) {
	int length = 0;
	while (('=' != setting[length]) & (0 != setting[length])) length = length + 1;
	while (IS_PAIR(list)) {
		if (0 == strncmp(BYTES(list->car), setting, length)) if ('=' == BYTES(list->car)[length]) return 1;
		list = list->cdr;
	}
	return 0;
}

int* present_environment(void) {
	object list = NIL;
	object rest;
	int i;
	for (rest = settings; IS_PAIR(rest); rest = rest->cdr) {
		if (!is_overridden(BYTES(rest->car), list)) list = cons(rest->car, list);
	}
	for (i = 0; 0 != environment[i]; i = i + 1) {
		if (!is_overridden(environment[i], settings)) list = cons(string(environment[i]), list);
	}
	return address_array(list, 1);
}

/* (execl file args): args begin with the program's own name. Returns only if it failed. */
object prim_execl(object file, object args) {
	int* array = address_array(args, 2);
	flush_all();
	system_call(SYS_EXECVE, (int) c_string(file, 1), (int) array, (int) present_environment());
	return FIXNUM(-1);
}

/* (pid . status) */
object prim_waitpid(object pid, object options) {
	int status = 0;
	int flags = 0;
	int n = check_range(pid, 1, -1, MOST_FIXNUM);
	if (options != MISSING) flags = check_index(options, 2, MOST_FIXNUM);
	n = system_call(SYS_WAITPID, n, (int) &status, flags);
	return cons(integer(n), integer(status));
}

object prim_getpid(void) { return integer(system_call(SYS_GETPID, 0, 0, 0)); }

/* (exit), #t: success; #f: failure */
object prim_exit(object status) {
	int n = 0;
	if (status == FALSE) n = 1;
	else if ((status != MISSING) & (status != TRUE)) n = check_range(status, 1, 0 - MOST_FIXNUM, MOST_FIXNUM);
	leave(n & 255);
	return UNSPECIFIED;
}

/* ---- Time ---- */

struct time {
	int seconds, microseconds;
};

object prim_current_time(void) { return integer(system_call(SYS_TIME, 0, 0, 0)); }

object prim_gettimeofday(void) {
	struct time now;
	now.seconds = 0;
	now.microseconds = 0;
	system_call(SYS_GETTIMEOFDAY, (int) &now, 0, 0);
	return cons(integer(now.seconds), integer(now.microseconds));
}

/* In microseconds, since any beginning */
object prim_get_internal_run_time(void) {
	object now = prim_gettimeofday();
	return add(multiply(now->car, FIXNUM(1000000)), now->cdr);
}
