/* module.c : evaluating forms, one after the other: load, eval, and the modules of the library.
 *
 * There is one name space. The library's file `index.scm` says which module defines which names; a module is loaded
 * when one of its names is first used. So asking for a module of the library does nothing, and a program that does not
 * use much starts fast.
 */

object library;             /* the folder of the library, with a final slash */
object known_modules;       /* hash table, by name: those of the library, and all others that were loaded */
object loaded_files;        /* hash table, by name: the files of the library that were loaded */
object load_procedure;
object load_library_procedure;

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
			if ((fp[PLACES] == FALSE) & (fp[PENDING_FORMS] == NIL)) {
				enter_instead(procedure, 0);
				return;
			}
			callee = FALSE;
			call_then(procedure, LOAD_FRAME, 0, next_form_after);
			return;
		}
	}
	if (fp[PLACES] != FALSE) forget_places(VALUE(fp[PLACES]));
	acc = UNSPECIFIED;
	op_return();
}

/* The environment does not matter: there is only one. */
void control_eval(void) {
	fp[PENDING_FORMS] = cons(fp[0], NIL);
	fp[FILE_NAME] = FALSE;
	fp[IS_LIBRARY] = FALSE;
	fp[PLACES] = FALSE;
	op_next_form();
}

object symbol_define;
object symbol_set;

/* Primitives that the forms define or assign may not be inlined, not even in the forms before. */
void note_definitions(object form) {
	object target;
	while (IS_PAIR(form)) {
		if ((form->car == symbol_define) | (form->car == symbol_set)) {
			target = form->cdr;
			if (IS_PAIR(target)) target = target->car;
			if (IS_PAIR(target)) target = target->car;
			if (is_symbol(target)) SYMBOL_OF(target)->flags = SYMBOL_OF(target)->flags | NOT_INLINED;
		}
		if (IS_PAIR(form->car)) note_definitions(form->car);
		form = form->cdr;
	}
}

/* The whole file is read before its first form is evaluated. fp[0]: what load was given */
void load(object port, object name, object is_library) {
	int places = place_count;
	object forms = read_all(input_of(port, 1));
	if (is_string(fp[0])) prim_close_port(port);
	if (is_library == FALSE) note_definitions(forms);
	fp[PENDING_FORMS] = forms;
	fp[FILE_NAME] = name;
	fp[IS_LIBRARY] = is_library;
	fp[PLACES] = FIXNUM(places);
	op_next_form();
}

/* (load file-name-or-port) */
void control_load(void) {
	object name = fp[0];
	object port = name;
	if (is_string(name)) port = prim_open_input_file(name);
	else name = input_of(port, 1)->name;
	load(port, name, FALSE);
}

void control_load_library(void) {
	object name = fp[0];
	load(prim_open_input_file(name), name, TRUE);
}

/* ---- Finding files ---- */

object join(object a, object b, char* c) {
	object parts[3];
	object* all = (object*) &parts;
	all[0] = a;
	all[1] = b;
	all[2] = string(c);
	return prim_string_append(all, 3);
}

/* a/b/c for (a b c) */
object module_file(object name) {
	object path = string("");
	object part;
	while (IS_PAIR(name)) {
		part = name->car;
		if (IS_FIXNUM(part)) part = prim_number_to_string(part, MISSING);
		else part = prim_symbol_to_string(part);
		if (name->cdr == NIL) path = join(path, part, "");
		else path = join(path, part, "/");
		name = name->cdr;
	}
	return path;
}

/* `folder`/`file` if that is there, else FALSE */
object in_folder(object folder, object file) {
	object path = join(folder, string("/"), "");
	path = join(path, file, "");
	if (0 == STRING_OF(folder)->length) path = file;
	if (prim_file_exists(path) == FALSE) return FALSE;
	return path;
}

/* The elements of GUILE_LOAD_PATH */
object load_path(void) {
	object path = find_setting("GUILE_LOAD_PATH");
	if (path == FALSE) return NIL;
	return prim_string_split(path, CHARACTER(':'));
}

object in_path(object folders, object file) {
	object path;
	while (IS_PAIR(folders)) {
		path = in_folder(folders->car, file);
		if (path != FALSE) return path;
		folders = folders->cdr;
	}
	return FALSE;
}

/* The file in the library, the folder `module`, or along GUILE_LOAD_PATH; FALSE if it is nowhere */
object prim_search_load_path(object file) {
	return in_path(cons(library, cons(string("module"), load_path())), file);
}

/* The program's modules come before those that happen to lie beside the library. */
object find_module(object name) {
	object file = module_file(name);
	object folders = append(load_path(), cons(library, cons(string("module"), NIL)));
	object path = in_path(folders, join(file, string(".mes"), ""));
	if (path != FALSE) return path;
	return in_path(folders, join(file, string(".scm"), ""));
}

/* ---- Modules ---- */

object symbol_begin;

/* A form that loads the module, unless that has been done */
object load_form(object name, int must_exist) {
	object path;
	if (table_ref(known_modules, name, FALSE, BY_EQUAL) != FALSE) return UNSPECIFIED;
	path = find_module(name);
	if (path != FALSE) {
		table_set(known_modules, name, TRUE, BY_EQUAL);
		return list2(load_procedure, path);
	}
	if (must_exist) syntax_error("there is no such module:", name);
	return UNSPECIFIED;
}

/* (mes-use-module (a b c)) */
object expand_mes_use_module(object form) {
	check_form(form, 2, 2);
	return load_form(form->cdr->car, 1);
}

/* (use-modules (a b c) ((d e) #:select ...) ...): modules that are nowhere are those of another system. */
object expand_use_modules(object form) {
	object forms = NIL;
	object name;
	check_form(form, 1, MANY);
	while (form->cdr != NIL) {
		form = form->cdr;
		name = form->car;
		if (IS_PAIR(name)) if (IS_PAIR(name->car)) name = name->car;
		forms = cons(load_form(name, 0), forms);
	}
	return cons(symbol_begin, prim_reverse(forms));
}

/* (define-module (name)) defines a procedure of that name that calls main; all other modules need no definition. */
object expand_define_module(object form) {
	object name, call_main;
	check_form(form, 2, MANY);
	name = form->cdr->car;
	if (!IS_PAIR(name)) return UNSPECIFIED;
	if (name->cdr != NIL) return UNSPECIFIED;
	call_main = list2(symbol("main"), cons(symbol("command-line"), NIL));
	return list3(symbol_define, cons(name->car, symbol("arguments")), call_main);
}

/* (include-from-path "file") */
object expand_include_from_path(object form) {
	object path;
	check_form(form, 2, 2);
	path = prim_search_load_path(form->cdr->car);
	if (path == FALSE) syntax_error("the file is nowhere in the load path:", form->cdr->car);
	return list2(load_procedure, path);
}

/* (include "file") */
object expand_include(object form) {
	check_form(form, 2, 2);
	return cons(load_procedure, form->cdr);
}

/* requirement := name | (and requirement ...) | (or requirement ...) | (not requirement) | (library (a b c)) */
int is_fulfilled(object requirement) {
	object word;
	int all;
	if (requirement == symbol_else) return 1;
	if (is_symbol(requirement)) {
		if (SYMBOL_OF(requirement)->value != UNDEFINED) return 1;
		return SYMBOL_OF(requirement)->home != FALSE;
	}
	check_form(requirement, 1, MANY);
	word = requirement->car;
	requirement = requirement->cdr;
	if (word == symbol("not")) return !is_fulfilled(requirement->car);
	if (word == symbol("library")) return find_module(requirement->car) != FALSE;
	all = word == symbol("and");
	while (IS_PAIR(requirement)) {
		if (is_fulfilled(requirement->car) != all) return !all;
		requirement = requirement->cdr;
	}
	return all;
}

/* (cond-expand (requirement form ...) ...) */
object expand_cond_expand(object form) {
	object clauses;
	form = original_names(form);
	check_form(form, 1, MANY);
	for (clauses = form->cdr; clauses != NIL; clauses = clauses->cdr) {
		check_form(clauses->car, 1, MANY);
		if (is_fulfilled(clauses->car->car)) return cons(symbol_begin, clauses->car->cdr);
	}
	return UNSPECIFIED;
}

/* ---- Names that are defined when they are used ---- */

/* Loads the module that defines a symbol, or throws. */
void unbound(object symbol) {
	object home = SYMBOL_OF(symbol)->home;
	int place = current_place;
	int is_library = in_library;
	object file = current_file;
	if (home == FALSE) throw_error("unbound-variable", list2(string("unbound variable:"), symbol));
	SYMBOL_OF(symbol)->home = FALSE;
	home = join(library, module_file(home), ".scm");
	if (table_ref(loaded_files, home, FALSE, BY_EQUAL) == FALSE) {
		table_set(loaded_files, home, TRUE, BY_EQUAL);
		call(load_library_procedure, 1, home, MISSING);
	}
	current_place = place;
	in_library = is_library;
	current_file = file;
	/* a program may have defined the name, while the library still means its own */
	if (SYMBOL_OF(symbol)->system_value == UNDEFINED) unbound(symbol);
	if (SYMBOL_OF(symbol)->value == UNDEFINED) SYMBOL_OF(symbol)->value = SYMBOL_OF(symbol)->system_value;
}

/* The names of a module: ((a b c) name ... #:syntax name ...) */
void read_index_entry(object entry) {
	object home = entry->car;
	int flags = 0;
	struct symbol* s;
	table_set(known_modules, home, TRUE, BY_EQUAL);
	for (entry = entry->cdr; IS_PAIR(entry); entry = entry->cdr) {
		if (is_symbol(entry->car)) {
			s = SYMBOL_OF(entry->car);
			s->home = home;
			s->flags = s->flags | EXPORTED | flags;
		} else flags = HOME_OF_SYNTAX;
	}
}

void read_index(void) {
	object port = prim_open_input_file(join(library, string("index.scm"), ""));
	object entries = read_all(PORT_OF(port));
	prim_close_port(port);
	forget_places(0);
	while (IS_PAIR(entries)) {
		read_index_entry(entries->car);
		entries = entries->cdr;
	}
}

object prim_is_defined(object symbol) {
	if (!is_symbol(symbol)) wrong_type(symbol, 1, "a symbol");
	if (SYMBOL_OF(symbol)->value != UNDEFINED) return TRUE;
	return boolean(SYMBOL_OF(symbol)->home != FALSE);
}

/* (module-ref module symbol [default]) */
object prim_module_ref(object module, object symbol, object fallback) {
	if (prim_is_defined(symbol) == FALSE) if (fallback != MISSING) return fallback;
	if (SYMBOL_OF(symbol)->value == UNDEFINED) unbound(symbol);
	return SYMBOL_OF(symbol)->value;
}

object prim_module_define(object module, object symbol, object value) {
	prim_is_defined(symbol);
	SYMBOL_OF(symbol)->value = value;
	SYMBOL_OF(symbol)->flags = SYMBOL_OF(symbol)->flags | DEFINED_BY_PROGRAM;
	return UNSPECIFIED;
}

/* There is only one module; programs pass it around, but never look inside. */
object prim_current_module(void) { return TRUE; }

void start_modules(void) {
	known_modules = new_table(FIRST_ENTRIES);
	loaded_files = new_table(FIRST_ENTRIES);
	next_form_after = make_after(LOAD_FRAME, op_next_form);
	add_root(&known_modules);
	add_root(&loaded_files);
	add_root(&library);
	add_root(&current_file);
	add_root(&settings);
}
