/* error.c : errors, from where they happen to the message on the screen. */

/* Ends mes when not even an error can be thrown. */
void fail(char* message) {
	system_call(SYS_WRITE, 2, (int) "mes: ", 5);
	system_call(SYS_WRITE, 2, (int) message, strlen(message));
	system_call(SYS_WRITE, 2, (int) "\n", 1);
	system_call(SYS_EXIT, 1, 0, 0);
}

/* ---- Throwing ---- */

char* inline_name(FUNCTION op);          /* code.c */
int is_primitive_op(FUNCTION op);

/* All errors of mes itself have one argument: a list of a message and the values it is about. */
void throw_error(char* key, object message) { throw(symbol(key), cons(message, NIL)); }

/* The name of the primitive that is at work, or 0 */
char* primitive_at_work(void) {
	FUNCTION op = (FUNCTION) (pc[0]);
	char* name = inline_name(op);
	int type;
	if (0 != name) return name;
	if (is_primitive_op(op)) return PRIMITIVE_OF((object) (pc[1]))->name;
	if (PROCEDURE_TAG != TAG(callee)) return 0;
	type = HEADER_TYPE(PROCEDURE_HEADER(callee));
	if ((PRIMITIVE == type) | (CONTROL == type)) return PRIMITIVE_OF(callee)->name;
	return 0;
}

/* A string port with "PRIMITIVE: " */
object message_port(void) {
	object port = prim_open_output_string();
	char* name = primitive_at_work();
	if (0 != name) {
		put_text(PORT_OF(port), name);
		put_text(PORT_OF(port), ": ");
	}
	return port;
}

/* "PRIMITIVE: MESSAGE" and the values */
void throw_message(char* key, char* message, object values) {
	object port = message_port();
	put_text(PORT_OF(port), message);
	throw_error(key, cons(prim_get_output_string(port), values));
}

/* The argument in this position, 1 for the first, is not what it has to be. */
void wrong_type(object x, int position, char* expected) {
	object port = message_port();
	struct port* p = PORT_OF(port);
	char* key = "wrong-type-arg";
	if (0 == strcmp(expected, "a pair")) key = "not-a-pair";
	if (0 == strcmp(expected, "a number")) key = "not-a-number";
	if (0 == position) put_text(p, "an argument");
	else {
		put_text(p, "argument ");
		put_number(p, position);
	}
	put_text(p, " has to be ");
	put_text(p, expected);
	put_text(p, ", but is");
	throw_error(key, list2(prim_get_output_string(port), x));
}

/* ---- Where we are ---- */

/* The place of the code at word `at` of the instructions of a closure; 0 if it is not known */
int place_in_code(struct code* code, int at) {
	int* positions;
	int count, i;
	positions = WORDS_OF(code->positions);
	count = STRING_OF(code->positions)->length / 4;
	for (i = 0; i < count; i = i + 2) if (positions[i] > at) return positions[i + 1];
	return 0;
}

/* The number of an instruction word of this closure, or -1 */
int word_in_code(object closure, int* at) {
	struct code* code = CODE_OF(CLOSURE_OF(closure)->code);
	int word = ((int) at - (int) INSTRUCTIONS(CLOSURE_OF(closure)->code)) / 4;
	if ((word < 0) | (word > (HEADER_WORDS(code->header) - 7))) return -1;
	return word;
}

/* A walk along the frames, the newest first: each step gives a closure and the word of the instruction it is in. */
object walk_closure;
int walk_word;
object* walk_frame;
struct level* walk_level;

void walk_at(object procedure, int* at, int before) {
	walk_closure = FALSE;
	if (!is_closure(procedure)) return;
	/* what belongs to no file is the compiler's business, not the program's */
	if (CODE_OF(CLOSURE_OF(procedure)->code)->file == FALSE) return;
	walk_word = word_in_code(procedure, at) - before;
	if (walk_word >= 0) walk_closure = procedure;
}

/* Has the instruction at `at` pushed this frame already? */
int has_pushed(int* at, object* frame) {
	int distance = (char*) (frame[-2]) - (char*) at;
	FUNCTION op = (FUNCTION) (at[0]);
	return ((op_call == op) & (12 == distance)) | ((op_call_global == op) & (16 == distance));
}

void start_walk(void) {
	walk_frame = fp;
	walk_level = level;
	walk_closure = FALSE;
	if (walk_frame[-2] != (object) thrown_after) return;
	if (!has_pushed(error_pc, error_fp)) walk_at(walk_frame[-1], error_pc, 0);
	walk_frame = error_fp;
}

/* Steps to the caller; returns 0 when there is none. A return address stands behind the call, so the word before it
 * belongs to the call. Where C called the machine, its level knows what was going on before. */
int step_walk(void) {
	int* at;
	if ((char*) walk_frame <= (stack_base() + 8)) return 0;
	at = (int*) (walk_frame[-2]);
	if (at == halt_after) {
		walk_at(walk_level->self, walk_level->pc, 0);
		walk_frame = (object*) (stack_base() + walk_level->fp);
		walk_level = walk_level->outer;
		return 1;
	}
	walk_at(walk_frame[-1], at, 1);
	walk_frame = (object*) ((char*) walk_frame - at[-1]);
	return 1;
}

enum { MOST_FRAMES = 64 };      /* in a backtrace */

/* (name file . place) for every frame of compiled code, the newest first */
object backtrace(void) {
	object frames = NIL;
	struct code* code;
	int count = 0;
	start_walk();
	do {
		if (walk_closure != FALSE) {
			code = CODE_OF(CLOSURE_OF(walk_closure)->code);
			frames = cons(cons(code->name, cons(code->file, FIXNUM(place_in_code(code, walk_word)))), frames);
			count++;
		}
	} while (step_walk() & (count < MOST_FRAMES));
	return prim_reverse_in_place(frames);
}

/* ---- The end ---- */

/* Writes everything that waits in buffers. Errors no longer matter. */
void leave(int status) {
	object rest;
	handlers = NIL;
	for (rest = file_ports; IS_PAIR(rest); rest = rest->cdr) {
		if (rest->car != standard_error) flush(PORT_OF(rest->car));
	}
	flush(PORT_OF(standard_error));
	system_call(SYS_EXIT, status, 0, 0);
}

int leaving;

/* Nobody handles the error. fp is the frame of throw. (mes core report) says what happened and where. */
void uncaught(object key, object args) {
	object report = value_of("%report-uncaught");
	if (leaving) system_call(SYS_EXIT, 1, 0, 0);
	leaving = 1;
	flush(PORT_OF(standard_output));
	if (report == UNDEFINED) print(PORT_OF(standard_error), cons(key, args), 1);
	else call(apply_procedure, 2, report, list3(key, args, backtrace()));
	leave(1);
}
