/* vm.c : the machine: registers, frames, and how procedures are entered.
 *
 * Compiled code is a row of words: the address of a C function, its operands, the next function, ... To run it is to
 * call these functions one after the other. Each finds its operands behind pc and moves pc on.
 *
 * The stack grows upward. A frame is addressed from fp:
 *
 *   fp[-2]             where the caller goes on; the word before that place says how many bytes fp is above the caller's
 *   fp[-1]             the caller's procedure
 *   fp[0] ...          arguments, then local variables, then intermediate values
 *
 * All places in a frame are known at compile time, so there is no stack pointer. What a call needs is put above
 * everything the caller still uses, and what lies above that means nothing.
 *
 * Calling is: store fp[-2] and fp[-1] of the new frame, set fp, callee and argc, and jump to the procedure's `enter`,
 * whatever it is: a closure, a primitive, a continuation, ... A procedure returns by leaving its value in acc and
 * calling op_return.
 */

int* pc;                    /* the instruction being executed */
object acc;                 /* the value of the last expression */
object* fp;
object self;                /* the procedure whose instructions are executed */
object callee;              /* the one being entered */
int argc;

object stack;               /* bytevector */
unsigned stack_limit;       /* above this address a procedure has to ask for room */

enum {
	FIRST_STACK = 65536,    /* bytes */
	STACK_ROOM = 4096       /* that every procedure may use without asking */
};

/* Each C function that runs the machine has a level: where to return to after an error, and the registers of the code
 * that waits for it. */
struct level {
	struct level* outer;
	int number;             /* no two have the same */
	int place[48];
	int* pc;
	int fp;                 /* from the base of the stack: the stack may move */
	object self, callee;
	int argc;
};

struct level* level;
int last_level;
int halted;

object handlers;            /* what catches errors now: a list of vectors, see control.c */
object winders;             /* the dynamic-winds we are in: a list of pairs of procedures */

/* ---- The stack ---- */

char* stack_base(void) { return BYTES(stack); }

void set_stack_limit(void) {
	stack_limit = (unsigned) BYTES(stack) + (STRING_OF(stack)->length - STACK_ROOM);
	if (collection_wanted) stack_limit = 0;
}

void want_collection(void) { collection_wanted = 1; stack_limit = 0; }

void grow_stack(int size) {
	object old = stack;
	int used = (char*) fp - stack_base();
	stack = allocate_string(BYTEVECTOR, size);
	memcpy(BYTES(stack), BYTES(old), STRING_OF(old)->length);
	fp = (object*) (BYTES(stack) + used);
	set_stack_limit();
}

/* Makes sure that `words` words from fp on may be used. */
void ensure_room(int words) {
	int wanted = ((char*) fp - stack_base()) + (words * 4) + STACK_ROOM;
	int size = STRING_OF(stack)->length;
	if (wanted <= size) return;
	while (size < wanted) size = size * 2;
	grow_stack(size);
}

/* A procedure was entered with fp above the limit, which is also how it hears that garbage is to be collected. */
void check_stack(void) {
	if (collection_wanted) collect((int*) stack_base(), (int*) ((char*) fp + (4 * argc)));
	set_stack_limit();
	if ((unsigned) fp > stack_limit) ensure_room(0);
}

int is_closure(object x) {
	if (PROCEDURE_TAG != TAG(x)) return 0;
	return CLOSURE == HEADER_TYPE(PROCEDURE_HEADER(x));
}

/* ---- Returning and calling ---- */

void op_return(void) { pc = (int*) (fp[-2]); self = fp[-1]; fp = (object*) ((char*) fp - pc[-1]); }
void not_a_procedure(void) { throw_error("wrong-type-arg", list2(string("not a procedure:"), callee)); }

void enter(object procedure) {
	callee = procedure;
	if (PROCEDURE_TAG != TAG(procedure)) not_a_procedure();
	PROCEDURE(procedure)->enter();
}

void wrong_arguments(void) {
	throw_error("wrong-number-of-args", list3(string("wrong number of arguments,"), FIXNUM(argc), callee));
}

/* A primitive's frame keeps `kept` words, and calls a procedure whose n arguments stand behind two more. When that
 * returns, the instruction `after` goes on in the frame; it comes from make_after(kept). */
void call_then(object procedure, int kept, int n, int* after) {
	object* frame = (object*) ((char*) fp + (4 * (kept + 2)));
	frame[-2] = (object) after;
	frame[-1] = callee;
	fp = frame;
	argc = n;
	enter(procedure);
}

int* make_after(int kept, FUNCTION op) {
	int* words = (int*) permanent(8);
	words[0] = 4 * (kept + 2);
	words[1] = (int) op;
	return (int*) ((char*) words + 4);
}

/* ---- Entering ---- */

/* A closure without a rest argument */
void enter_fixed(void) {
	object code = CLOSURE_OF(callee)->code;
	if (argc != CODE_OF(code)->required) wrong_arguments();
	if ((unsigned) fp > stack_limit) check_stack();
	self = callee;
	pc = INSTRUCTIONS(code);
}

/* One with a rest argument */
void enter_rest(void) {
	object code = CLOSURE_OF(callee)->code;
	int required = CODE_OF(code)->required;
	object rest = NIL;
	if (argc < required) wrong_arguments();
	while (argc > required) {
		argc = argc - 1;
		rest = cons(fp[argc], rest);
	}
	fp[required] = rest;
	argc = required + 1;
	if ((unsigned) fp > stack_limit) check_stack();
	self = callee;
	pc = INSTRUCTIONS(code);
}

/* Closures whose frame is larger than STACK_ROOM allows */
void enter_large_fixed(void) { ensure_room(CODE_OF(CLOSURE_OF(callee)->code)->frame); enter_fixed(); }
void enter_large_rest(void) { ensure_room(CODE_OF(CLOSURE_OF(callee)->code)->frame); enter_rest(); }

object apply_primitive(struct primitive* p, object* args, int n) {
	if (MANY == p->most) return p->function(args, n);
	if (0 == n) return p->function();
	if (1 == n) return p->function(args[0]);
	if (2 == n) return p->function(args[0], args[1]);
	if (3 == n) return p->function(args[0], args[1], args[2]);
	return p->function(args[0], args[1], args[2], args[3]);
}

/* Checks the arguments, and adds the MISSING ones. Returns how many there are then. */
int complete_arguments(struct primitive* p) {
	int n = argc;
	if (n < p->least) wrong_arguments();
	if (MANY != p->most) if (n > p->most) wrong_arguments();
	for (; n < p->most; n++) fp[n] = MISSING;
	return n;
}

void enter_primitive(void) {
	struct primitive* p = PRIMITIVE_OF(callee);
	acc = apply_primitive(p, fp, complete_arguments(p));
	op_return();
}

/* A primitive that takes care of the frame itself */
void enter_control(void) {
	complete_arguments(PRIMITIVE_OF(callee));
	PRIMITIVE_OF(callee)->function();
}

/* ---- Running ---- */

#define STEP ((FUNCTION) (pc[0]))()

/* Executes instructions until op_halt. An error comes back to remember_place, with registers that make the machine go
 * on with its handler. */
void run(void) {
	remember_place((int*) (level->place));
	while (!halted) {
		STEP;
		STEP;
		STEP;
		STEP;
		STEP;
		STEP;
		STEP;
		STEP;
	}
	halted = 0;
}

/* Stays where it is: run looks only now and then. */
void op_halt(void) { halted = 1; }
void op_enter(void) { enter(callee); }

int* halt_after;
int* enter_code;

/* How many words from fp on are in use; a bit too many do no harm */
int words_in_use(void) {
	int words = 16;
	if (argc > words) words = argc;
	if (!is_closure(self)) return words;
	if (CODE_OF(CLOSURE_OF(self)->code)->frame > words) return CODE_OF(CLOSURE_OF(self)->code)->frame;
	return words;
}

/* A new frame above everything that is in use. Returns nowhere until somebody fills in fp[-2]. */
void push_frame(int room) {
	int words = words_in_use() + 2;
	ensure_room(words + room);
	fp = (object*) ((char*) fp + (4 * words));
	fp[-1] = self;
}

void push_level(struct level* new) {
	last_level = last_level + 1;
	new->number = last_level;
	new->outer = level;
	new->pc = pc;
	new->fp = (char*) fp - stack_base();
	new->self = self;
	new->callee = callee;
	new->argc = argc;
	level = new;
}

void pop_level(struct level* old) {
	pc = old->pc;
	fp = (object*) (stack_base() + old->fp);
	self = old->self;
	callee = old->callee;
	argc = old->argc;
	level = old->outer;
}

/* Calls a procedure from C, with n (up to 2) arguments. The collector may run, the stack may move. */
object call(object procedure, int n, object a, object b) {
	struct level here;
	object result;
	push_level(&here);
	push_frame(2);
	fp[-2] = (object) halt_after;
	fp[0] = a;
	fp[1] = b;
	callee = procedure;
	argc = n;
	pc = enter_code;
	run();
	result = acc;
	pop_level(&here);
	return result;
}

/* Forgets all C functions up to level `target`, and runs on with the registers as they are. */
void resume(struct level* target) { level = target; return_to((int*) (target->place)); }

void start_machine(void) {
	stack = allocate_string(BYTEVECTOR, FIRST_STACK);
	self = FALSE;
	callee = FALSE;
	handlers = NIL;
	winders = NIL;
	add_root(&stack);
	add_root(&self);
	add_root(&callee);
	add_root(&acc);
	add_root(&handlers);
	add_root(&winders);
	fp = (object*) (stack_base() + 8);
	set_stack_limit();
	/* fp is restored by pop_level */
	halt_after = make_after(-2, op_halt);
	enter_code = make_after(-2, op_enter);
	pc = enter_code;
}
