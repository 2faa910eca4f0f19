/* module.c : evaluating forms, one after the other: load and eval; and the names of the library.
 *
 * There is one name space. The library's file `index.scm` says which module defines which names; a module is loaded
 * when one of its names is first used. So asking for a module of the library does nothing, and a program that does not
 * use much starts fast.
 */

object library;             /* the folder of the library, with a final slash */
object known_modules;       /* hash table: the files of the library's modules and of all others that were loaded */
object load_procedure;
object load_library_procedure;
object symbol_define;
object symbol_set;

/* ---- Evaluating forms ---- */

/* The frame of load and eval */
enum {
	PENDING_FORMS,
	FILE_NAME,              /* or #f */
	IS_LIBRARY,
	PLACES,                 /* how many there were before; #f for eval, which returns the last value */
	LOAD_FRAME
};

int* next_form_after;

/* What `begin` contains at top level is at top level: definitions, and macros for the forms behind them. */
void op_next_form(void) {
	object form, procedure;
	while (IS_PAIR(fp[PENDING_FORMS])) {
		form = fp[PENDING_FORMS]->car;
		fp[PENDING_FORMS] = fp[PENDING_FORMS]->cdr;
		current_file = fp[FILE_NAME];
		in_library = fp[IS_LIBRARY] == TRUE;
		current_place = 0;
		form = expand_fully(form, 0);
		if (parser_of(form, 0) == syntax_begin) fp[PENDING_FORMS] = append(form->cdr, fp[PENDING_FORMS]);
		else {
			procedure = compile(form);
			callee = FALSE;
			if ((fp[PLACES] == FALSE) & (fp[PENDING_FORMS] == NIL)) enter_instead(procedure, 0);
			else call_then(procedure, LOAD_FRAME, 0, next_form_after);
			return;
		}
	}
	if (fp[PLACES] != FALSE) forget_places(VALUE(fp[PLACES]));
	return_value(UNSPECIFIED);
}

void evaluate_forms(object forms, object name, object is_library, object places) {
	fp[PENDING_FORMS] = forms;
	fp[FILE_NAME] = name;
	fp[IS_LIBRARY] = is_library;
	fp[PLACES] = places;
	op_next_form();
}

/* (eval form environment): the environment does not matter, there is only one. What the form's places mean is what they
 * mean in the program that calls. */
void control_eval(void) {
	object file = FALSE;
	if (is_closure(self)) file = CODE_OF(CLOSURE_OF(self)->code)->file;
	evaluate_forms(cons(fp[0], NIL), file, FALSE, FALSE);
}

/* Primitives that the forms define or assign may not be inlined, not even in the forms before. */
void note_definitions(object form) {
	object target;
	for (; IS_PAIR(form); form = form->cdr) {
		if ((form->car == symbol_define) | (form->car == symbol_set)) {
			target = form->cdr;
			if (IS_PAIR(target)) target = target->car;
			if (IS_PAIR(target)) target = target->car;
			if (is_symbol(target)) SYMBOL_OF(target)->flags = SYMBOL_OF(target)->flags | NOT_INLINED;
		}
		if (IS_PAIR(form->car)) note_definitions(form->car);
	}
}

/* The whole file is read before its first form is evaluated. */
void load(object port, object name, object is_library) {
	int places = place_count;
	object forms = read_all(input_of(port, 1));
	if (is_string(name) & (port != standard_input)) prim_close_port(port);
	if (is_library == FALSE) note_definitions(forms);
	evaluate_forms(forms, name, is_library, FIXNUM(places));
}

/* (load file-name-or-port) */
void control_load(void) {
	if (is_string(fp[0])) load(prim_open_input_file(fp[0]), fp[0], FALSE);
	else load(fp[0], input_of(fp[0], 1)->name, FALSE);
}

void control_load_library(void) { load(prim_open_input_file(fp[0]), fp[0], TRUE); }

/* ---- Names that are defined when they are used ---- */

/* Loads the module that defines a symbol, or throws. */
void unbound(object symbol) {
	struct symbol* s = SYMBOL_OF(symbol);
	object home = s->home, file = current_file;
	int place = current_place, is_library = in_library;
	if (home == FALSE) throw_error("unbound-variable", list2(string("unbound variable:"), symbol));
	s->home = FALSE;
	if (table_ref(known_modules, home, FALSE, BY_EQUAL) == FALSE) {
		table_set(known_modules, home, TRUE, BY_EQUAL);
		call(load_library_procedure, 1, join(library, home, string(".scm")), MISSING);
	}
	current_place = place;
	in_library = is_library;
	current_file = file;
	/* a program may have defined the name, while the library still means its own */
	if (s->system_value == UNDEFINED) unbound(symbol);
	if (s->value == UNDEFINED) s->value = s->system_value;
}

/* entry := (module name ... #:syntax name ...) */
void read_index_entry(object entry) {
	object home = entry->car;
	int flags = EXPORTED;
	struct symbol* s;
	table_set(known_modules, home, FALSE, BY_EQUAL);
	for (entry = entry->cdr; IS_PAIR(entry); entry = entry->cdr) {
		if (is_symbol(entry->car)) {
			s = SYMBOL_OF(entry->car);
			s->home = home;
			s->flags = s->flags | flags;
		} else flags = EXPORTED | HOME_OF_SYNTAX;
	}
}

void read_index(void) {
	object port = prim_open_input_file(join(library, string("index.scm"), string("")));
	object entries = read_all(PORT_OF(port));
	prim_close_port(port);
	forget_places(0);
	for (; IS_PAIR(entries); entries = entries->cdr) read_index_entry(entries->car);
}

/* ---- The module that there is, for programs that ask ---- */

object prim_current_module(void) { return TRUE; }

int is_defined(object symbol) {
	if (!is_symbol(symbol)) wrong_type(symbol, 1, "a symbol");
	return (SYMBOL_OF(symbol)->value != UNDEFINED) | (SYMBOL_OF(symbol)->home != FALSE);
}

object prim_is_defined(object symbol) { return boolean(is_defined(symbol)); }

/* (module-ref module symbol [default]) */
object prim_module_ref(object module, object symbol, object fallback) {
	if ((fallback != MISSING) & (!is_defined(symbol))) return fallback;
	if (SYMBOL_OF(symbol)->value == UNDEFINED) unbound(symbol);
	return SYMBOL_OF(symbol)->value;
}

object prim_module_define(object module, object symbol, object value) {
	is_defined(symbol);
	SYMBOL_OF(symbol)->value = value;
	SYMBOL_OF(symbol)->flags = SYMBOL_OF(symbol)->flags | DEFINED_BY_PROGRAM;
	return UNSPECIFIED;
}

void start_modules(void) {
	known_modules = new_table(FIRST_ENTRIES);
	next_form_after = make_after(LOAD_FRAME, op_next_form);
	add_root(&known_modules);
	add_root(&library);
	add_root(&current_file);
}
