/* control.c : procedures that work on the frames of the machine: apply, values, catch and throw, continuations.
 *
 * Each is entered with its arguments in its frame, fp[0] ..., and ends by returning or by entering another procedure
 * in its place.
 */

/* Enters a procedure in place of the present one. Its n arguments stand from fp[0] on. */
void enter_instead(object procedure, int n) { argc = n; enter(procedure); }

/* ---- apply, eval and values ---- */

/* (eval form environment): there is only one environment. What the form's places mean is what they mean in the program
 * that calls. */
void control_eval(void) {
	fp[1] = FALSE;
	if (is_closure(self)) fp[1] = CODE_OF(CLOSURE_OF(self)->code)->file;
	enter_instead(value_of("%eval"), 2);
}

/* Puts the elements of a list into the frame from place n on; returns how many words are in use then. */
int spread(object list, int n) {
	ensure_room(n + check_list(list, n + 1));
	while (list != NIL) {
		fp[n] = list->car;
		n = n + 1;
		list = list->cdr;
	}
	return n;
}

void control_apply(void) {
	object procedure = fp[0];
	object list = fp[argc - 1];
	int n = 0;
	while (n < (argc - 2)) {
		fp[n] = fp[n + 1];
		n = n + 1;
	}
	enter_instead(procedure, spread(list, n));
}

object prim_values(object* args, int n) {
	object values;
	if (1 == n) return args[0];
	values = allocate(VALUES, n);
	memcpy(ITEMS(values), args, n * 4);
	return values;
}

int* consume_after;

void control_call_with_values(void) { call_then(fp[0], 2, 0, consume_after); }

/* The producer has returned: its values are the arguments of the consumer. */
void op_consume(void) {
	object consumer = fp[1];
	if (!is_type(acc, VALUES)) {
		fp[0] = acc;
		enter_instead(consumer, 1);
		return;
	}
	ensure_room(LENGTH(acc));
	memcpy(fp, ITEMS(acc), LENGTH(acc) * 4);
	enter_instead(consumer, LENGTH(acc));
}

/* ---- catch and throw ---- */

/* A handler is a vector of these. `handlers` is a list of them, the innermost first. */
enum {
	HANDLER_KEY,            /* #t: all keys */
	HANDLER_PROCEDURE,
	HANDLER_FRAME,          /* where the frame of catch is, in bytes from the base of the stack */
	HANDLER_WINDERS,
	HANDLER_LEVEL,
	HANDLER_UNWINDS,        /* #f: with-throw-handler, which runs where the error happened and lets it pass */
	HANDLER_FIELDS
};

int* end_catch_after;
int* rethrow_after;
object throw_procedure;

void push_handler(object unwinds) {
	object handler = make_vector(HANDLER_FIELDS, unwinds);
	object* items = ITEMS(handler);
	items[HANDLER_KEY] = fp[0];
	items[HANDLER_PROCEDURE] = fp[2];
	items[HANDLER_FRAME] = FIXNUM((char*) fp - stack_base());
	items[HANDLER_WINDERS] = winders;
	items[HANDLER_LEVEL] = FIXNUM(level->number);
	handlers = cons(handler, handlers);
	call_then(fp[1], 3, 0, end_catch_after);
}

void control_catch(void) { push_handler(TRUE); }
void control_with_throw_handler(void) { push_handler(FALSE); }
void op_end_catch(void) { handlers = handlers->cdr; op_return(); }

void uncaught(object key, object args);     /* error.c */

struct level* level_of_number(int number) {
	struct level* l = level;
	while (0 != l) {
		if (l->number == number) return l;
		l = l->outer;
	}
	return 0;
}

/* (%travel winders procedure args): leaves and enters dynamic-winds until these are the ones we are in, and then
 * applies the procedure. Written in Scheme, in (mes control). */
void travel(object target, object procedure, object args) {
	fp[0] = target;
	fp[1] = procedure;
	fp[2] = args;
	enter_instead(value_of("%travel"), 3);
}

/* Goes on in the frame of a catch, with its handler, whose arguments are the key and args. */
void handle(object handler, object key, object args) {
	object* items = ITEMS(handler);
	struct level* target = level_of_number(VALUE(items[HANDLER_LEVEL]));
	fp = (object*) (stack_base() + VALUE(items[HANDLER_FRAME]));
	fp[0] = key;
	argc = spread(args, 1);
	callee = items[HANDLER_PROCEDURE];
	pc = enter_code;
	if (target != level) resume(target);
}

/* Finds a handler for the error; those in `rest` have not been asked yet. fp[0] is the key, fp[1] the arguments. */
void find_handler(object rest) {
	object key = fp[0];
	object args = fp[1];
	object* items = 0;
	while (rest != NIL) {
		items = ITEMS(rest->car);
		if ((items[HANDLER_KEY] == TRUE) | (items[HANDLER_KEY] == key)) break;
		rest = rest->cdr;
	}
	if (rest == NIL) uncaught(key, args);
	if (items[HANDLER_UNWINDS] == FALSE) {
		/* it runs with the handlers outside of it; then the search goes on */
		handlers = rest->cdr;
		fp[2] = rest->cdr;
		fp[5] = key;
		ensure_room(16);
		/* the arguments go behind the two words of the new frame */
		fp = (object*) ((char*) fp + 20);
		argc = spread(args, 1);
		fp = (object*) ((char*) fp - 20);
		call_then(items[HANDLER_PROCEDURE], 3, argc, rethrow_after);
		return;
	}
	if (winders != items[HANDLER_WINDERS]) {
		travel(items[HANDLER_WINDERS], throw_procedure, cons(key, args));
		return;
	}
	handlers = rest->cdr;
	handle(rest->car, key, args);
}

void control_throw(void) { fp[1] = prim_list((object*) ((char*) fp + 4), argc - 1); find_handler(handlers); }
void op_rethrow(void) { find_handler(fp[2]); }

/* Where the machine was when C code threw, for the backtrace */
int* error_pc;
object* error_fp;
int* thrown_after;

/* The same from within C: never returns. */
void throw(object key, object args) {
	int from = (char*) fp - stack_base();
	if (0 == level) uncaught(key, args);
	error_pc = pc;
	push_frame(16);
	error_fp = (object*) (stack_base() + from);
	thrown_after[-1] = (char*) fp - (char*) error_fp;
	fp[-2] = (object) thrown_after;
	fp[0] = key;
	argc = spread(args, 1);
	callee = throw_procedure;
	pc = enter_code;
	resume(level);
}

/* ---- Continuations ---- */

void enter_continuation(void);

void control_call_cc(void) {
	object receiver = fp[0];
	object continuation = allocate(CONTINUATION, 5);
	struct continuation* k = CONTINUATION_OF(continuation);
	int size = (char*) fp - stack_base();
	object frames = allocate(FRAMES, size / 4);
	memcpy((char*) ITEMS(frames), stack_base(), size);
	k->enter = enter_continuation;
	k->frames = frames;
	k->handlers = handlers;
	k->winders = winders;
	k->level = level->number;
	fp[0] = continuation;
	enter_instead(receiver, 1);
}

/* The frames come back, and the procedure that called call/cc returns once more. */
void enter_continuation(void) {
	struct continuation* k = CONTINUATION_OF(callee);
	struct level* target = level_of_number(k->level);
	int size = LENGTH(k->frames) * 4;
	if (0 == target) throw_error("misc-error", cons(string("the continuation's caller in C has returned"), NIL));
	if (winders != k->winders) {
		travel(k->winders, callee, prim_list(fp, argc));
		return;
	}
	acc = prim_values(fp, argc);
	fp = (object*) stack_base();
	ensure_room(size / 4);
	memcpy(stack_base(), (char*) ITEMS(k->frames), size);
	fp = (object*) (stack_base() + size);
	handlers = k->handlers;
	op_return();
	if (target != level) resume(target);
}

/* ---- Dynamic state, for the library ---- */

object prim_winders(void) { return winders; }
object prim_set_winders(object list) { winders = list; return UNSPECIFIED; }

void start_control(void) {
	consume_after = make_after(2, op_consume);
	end_catch_after = make_after(3, op_end_catch);
	rethrow_after = make_after(3, op_rethrow);
	thrown_after = make_after(0, op_halt);
}
