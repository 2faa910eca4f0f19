/* syntax.c : data to nodes: names, macros, and the forms that everything else is made of.
 *
 *   expression := symbol | constant | (operator expression ...)
 *   body       := { definition | expression }
 *
 * What a form means depends on what its first name means where it stands: a local variable, a macro, or one of the
 * forms in the table `syntaxes` (primitives.c). A node is a form whose names have been looked up: variables are
 * pointed to, macros are gone, and only the kinds below are left.
 */

enum {
	CONSTANT = 1,           /* value */
	LOCAL,                  /* variable */
	GLOBAL,                 /* value: symbol */
	SET_LOCAL,              /* variable, first */
	SET_GLOBAL,             /* value: symbol, first */
	DEFINE_GLOBAL,          /* value: symbol, first */
	IF,                     /* first, second, third */
	OR,                     /* list */
	SEQUENCE,               /* list */
	LAMBDA,                 /* lambda */
	CALL,                   /* first: operator, list: operands */
	SCOPE,                  /* variables; list, among them INITs of the variables */
	INIT,                   /* variable, first */
	LOOP,                   /* loop, list: first values; its body is in the loop */
	AGAIN,                  /* loop, list: next values */
	TRY,                    /* first; second: if the first meets FAIL */
	FAIL
};

struct node {
	int header, kind;
	int place;              /* in the source, line << 8 | column */
	int is_system;          /* GLOBAL ...: the library's value of the symbol is meant */
	int count;              /* of the list */
	object value;
	struct variable* variable;
	struct node* first;
	struct node* second;
	struct node* third;
	struct node* list;
	struct node* next;      /* in a list */
	struct lambda* lambda;
	struct loop* loop;
	int group;              /* SCOPE, INIT: see analyse.c */
};

struct variable {
	int header;
	object name;
	struct variable* outer; /* the scope around it: all variables are in one chain, the innermost first */
	struct variable* next;  /* in its lambda, scope or loop */
	object macro;           /* FALSE, or the local macro of this name; then there is no variable */
	struct loop* loop;      /* 0, or the loop of this name */
	int is_assigned;
	/* the rest belongs to analyse.c */
	struct lambda* owner;
	struct node* scope;     /* if it is bound by a SCOPE */
	int group;              /* of its INIT */
	int is_initialised, is_captured;
	int is_boxed;           /* it may be used before it has a value */
	int is_early;           /* a closure is made before it has one */
	int slot;               /* in its frame */
};

struct lambda {
	int header;
	object name, formals;
	int required, has_rest;
	struct variable* parameters;
	struct node* body;
	struct lambda* outer;
	struct capture* captures;
	int capture_count;
};

/* A variable of an outer lambda. Where the value is when the closure is made: in that frame or, again, captured. */
struct capture {
	int header;
	struct variable* variable;
	int index;
	struct capture* next;
};

/* A named let. While it is being read, calls of its name in tail position are AGAIN nodes. If the name is used in any
 * other way it has to become a procedure. */
struct loop {
	int header;
	struct loop* outer;     /* the loop whose tail position this one stands in */
	struct variable* variable;
	struct variable* parameters;
	int count, escapes;
	struct node* body;
	int start;              /* in the code, when that is made */
};

object current_file;        /* whose forms are being compiled; FALSE: not from a file */
int current_place;
int in_library;             /* its names mean what they mean in the library */

object compile(object form);            /* generate.c: a procedure without parameters */
struct node* expression(object form, struct variable* scope, struct loop* tail);
struct node* body(object forms, struct variable* scope, struct loop* tail);

/* ---- Nodes ---- */

struct node* new_node(int kind) {
	struct node* n = allocate_structure(sizeof(struct node));
	n->kind = kind;
	n->place = current_place;
	return n;
}

struct node* constant(object value) { struct node* n = new_node(CONSTANT); n->value = value; return n; }

struct node* node3(int kind, struct node* first, struct node* second, struct node* third) {
	struct node* n = new_node(kind);
	n->first = first;
	n->second = second;
	n->third = third;
	return n;
}

/* A node with `first` and a variable or, if there is none, a symbol */
struct node* variable_node(int kind, struct variable* variable, object value, struct node* first) {
	struct node* n = new_node(kind);
	n->variable = variable;
	n->value = value;
	n->first = first;
	return n;
}

/* Appends to the list of a node. `last` is its last element, or 0; the result is the new one. */
struct node* add_to_list(struct node* n, struct node* last, struct node* element) {
	if (0 == last) n->list = element;
	else last->next = element;
	n->count = n->count + 1;
	return element;
}

/* A call of one of our own procedures, whatever its name means to the program */
struct node* system_call_node(char* name, struct node* a, struct node* b) {
	struct node* n = new_node(CALL);
	struct node* last;
	n->first = constant(SYMBOL_OF(symbol(name))->system_value);
	last = add_to_list(n, 0, a);
	if (0 != b) add_to_list(n, last, b);
	return n;
}

/* ---- Errors ---- */

/* "FILE:LINE:COLUMN: MESSAGE", and the form */
void syntax_error(char* message, object form) {
	object port = prim_open_output_string();
	struct port* p = PORT_OF(port);
	if (0 != current_place) {
		put_place(p, current_file, current_place);
		put_text(p, ": ");
	}
	put_text(p, message);
	throw_error("syntax-error", list2(prim_get_output_string(port), original_names(form)));
}

/* Checks that a form has from `least` to `most` parts, and returns how many. */
int check_form(object form, int least, int most) {
	object rest = form;
	int count = 0;
	while (IS_PAIR(rest)) {
		count = count + 1;
		rest = rest->cdr;
	}
	if (rest != NIL) syntax_error("the form is no list:", form);
	if (count < least) syntax_error("something is missing:", form);
	if (MANY != most) if (count > most) syntax_error("something is too much:", form);
	return count;
}

/* ---- Names ---- */

struct variable* new_variable(object name, struct variable* scope) {
	struct variable* v = allocate_structure(sizeof(struct variable));
	v->name = name;
	v->outer = scope;
	v->macro = FALSE;
	return v;
}

struct variable* new_local(object name, struct variable* scope) {
	if (!is_symbol(name)) syntax_error("a name was expected:", name);
	return new_variable(name, scope);
}

/* What resolve finds: a variable, or else a symbol */
struct variable* found_variable;
object found_symbol;
int found_system;

void resolve(object name, struct variable* scope) {
	struct variable* v;
	int is_global = 0;
	found_system = in_library;
	found_variable = 0;
	do {
		if (!is_global) {
			for (v = scope; 0 != v; v = v->outer) {
				if (v->name == name) {
					found_variable = v;
					return;
				}
			}
		}
		found_symbol = name;
		if (0 != (SYMBOL_OF(name)->flags & RENAMED_IN_LIBRARY)) found_system = 1;
		if (0 == (SYMBOL_OF(name)->flags & RENAMED_LOCALLY)) is_global = 1;
		name = SYMBOL_OF(name)->original;
	} while (name != FALSE);
}

/* The value of the symbol found, as the place sees it; its module is loaded if that will define a macro. */
object found_value(void) {
	struct symbol* s = SYMBOL_OF(found_symbol);
	object symbol = found_symbol;
	int is_system = found_system;
	object value = s->value;
	if (is_system) value = s->system_value;
	if (value != UNDEFINED) return value;
	if (0 == (s->flags & HOME_OF_SYNTAX)) return value;
	if (s->home == FALSE) return value;
	unbound(symbol);
	if (is_system) return s->system_value;
	return s->value;
}

/* The macro or syntax that the first part of a form stands for, or FALSE */
object meaning(object form, struct variable* scope) {
	object head = form->car;
	object value;
	if (is_symbol(head)) {
		resolve(head, scope);
		if (0 != found_variable) return found_variable->macro;
		head = found_value();
	}
	value = head;
	if (is_type(value, SYNTAX)) return value;
	if (is_type(value, MACRO)) return value;
	return FALSE;
}

struct node* reference(object name, struct variable* scope) {
	struct node* n;
	resolve(name, scope);
	if (0 == found_variable) {
		n = variable_node(GLOBAL, 0, found_symbol, 0);
		n->is_system = found_system;
		return n;
	}
	if (found_variable->macro != FALSE) syntax_error("a macro is used as a variable:", name);
	if (0 != found_variable->loop) found_variable->loop->escapes = 1;
	return variable_node(LOCAL, found_variable, FALSE, 0);
}

/* ---- Macros ---- */

object apply_procedure;
int rename_flags;           /* for the symbols that the macro at work renames */

object new_macro(object transformer, int takes_form, int flags) {
	object macro = allocate(MACRO, 3);
	if (PROCEDURE_TAG != TAG(transformer)) syntax_error("a macro needs a procedure, not", transformer);
	if (in_library) flags = flags | RENAMED_IN_LIBRARY;
	MACRO_OF(macro)->transformer = transformer;
	MACRO_OF(macro)->takes_form = takes_form;
	MACRO_OF(macro)->rename_flags = flags;
	return macro;
}

/* The form that a macro makes of a form */
object expand(object macro, object form) {
	struct macro* m = MACRO_OF(macro);
	int outer_place = current_place;
	int outer_library = in_library;
	int outer_flags = rename_flags;
	object file = current_file;
	rename_flags = m->rename_flags;
	if (m->takes_form) form = call(m->transformer, 1, form, MISSING);
	else form = call(apply_procedure, 2, m->transformer, original_names(form->cdr));
	rename_flags = outer_flags;
	current_place = outer_place;
	in_library = outer_library;
	current_file = file;
	return form;
}

/* Expands a form until it is no macro call. */
object expand_fully(object form, struct variable* scope) {
	object macro;
	while (IS_PAIR(form)) {
		if (0 != place_of(form)) current_place = place_of(form);
		macro = meaning(form, scope);
		if (!is_type(macro, MACRO)) return form;
		form = expand(macro, form);
	}
	return form;
}

/* The function that parses a form of ours, or 0 */
FUNCTION parser_of(object form, struct variable* scope) {
	object syntax;
	if (!IS_PAIR(form)) return 0;
	syntax = meaning(form, scope);
	if (is_type(syntax, SYNTAX)) return SYNTAX_OF(syntax)->parse;
	return 0;
}

/* The value of an expression, now. It sees no local variables. */
object evaluate_now(object form) {
	int outer_place = current_place;
	int outer_library = in_library;
	object file = current_file;
	object value = call(compile(form), 0, MISSING, MISSING);
	current_place = outer_place;
	in_library = outer_library;
	current_file = file;
	return value;
}

/* ---- Expressions ---- */

/* The expressions in a list of forms, as the list of node n */
void expressions(struct node* n, object forms, struct variable* scope) {
	struct node* last = 0;
	while (IS_PAIR(forms)) {
		last = add_to_list(n, last, expression(forms->car, scope, 0));
		forms = forms->cdr;
	}
	if (forms != NIL) syntax_error("the operands are no list:", forms);
}

/* Is this the tail position of `loop`? */
int is_tail_of(struct loop* tail, struct loop* loop) {
	while (0 != tail) {
		if (tail == loop) return 1;
		tail = tail->outer;
	}
	return 0;
}

/* Calling a lambda expression is the same as binding its parameters. */
struct node* bind_parameters(struct node* n) {
	struct lambda* l = n->first->lambda;
	struct node* scope = new_node(SCOPE);
	struct node* argument = n->list;
	struct node* next;
	struct node* last = 0;
	struct variable* v;
	scope->variable = l->parameters;
	for (v = l->parameters; 0 != v; v = v->next) {
		next = argument->next;
		argument->next = 0;
		last = add_to_list(scope, last, variable_node(INIT, v, FALSE, argument));
		argument = next;
	}
	add_to_list(scope, last, l->body);
	return scope;
}

struct node* call_form(object form, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(CALL);
	struct loop* loop = 0;
	int count = check_form(form, 1, MANY) - 1;
	if (is_symbol(form->car)) {
		resolve(form->car, scope);
		if (0 != found_variable) loop = found_variable->loop;
	}
	if (0 != loop) {
		if (is_tail_of(tail, loop) & (count == loop->count)) {
			n->kind = AGAIN;
			n->loop = loop;
			expressions(n, form->cdr, scope);
			return n;
		}
	}
	n->first = expression(form->car, scope, 0);
	expressions(n, form->cdr, scope);
	if (LAMBDA == n->first->kind) {
		if ((!n->first->lambda->has_rest) & (n->first->lambda->required == count)) return bind_parameters(n);
	}
	return n;
}

struct node* expression(object form, struct variable* scope, struct loop* tail) {
	int outer_place = current_place;
	object head;
	FUNCTION parse;
	struct node* n;
	if (is_symbol(form)) return reference(form, scope);
	if (!IS_PAIR(form)) return constant(form);
	if (0 != place_of(form)) current_place = place_of(form);
	head = meaning(form, scope);
	if (head == FALSE) n = call_form(form, scope, tail);
	else if (is_type(head, MACRO)) n = expression(expand(head, form), scope, tail);
	else {
		parse = SYNTAX_OF(head)->parse;
		n = parse(form, scope, tail);
	}
	current_place = outer_place;
	return n;
}

/* Expressions one after the other */
struct node* sequence(object forms, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(SEQUENCE);
	struct node* last = 0;
	if (forms == NIL) return constant(UNSPECIFIED);
	while (IS_PAIR(forms)) {
		if (forms->cdr == NIL) last = add_to_list(n, last, expression(forms->car, scope, tail));
		else last = add_to_list(n, last, expression(forms->car, scope, 0));
		forms = forms->cdr;
	}
	if (1 == n->count) return n->list;
	return n;
}

/* ---- Bodies ---- */

/* A form of a body, with the variable that it defines, or 0 */
struct item {
	int header;
	object form;
	struct variable* variable;
	struct item* next;
};

struct node* syntax_begin(object form, struct variable* scope, struct loop* tail);
struct node* syntax_define(object form, struct variable* scope, struct loop* tail);
struct node* syntax_define_macro(object form, struct variable* scope, struct loop* tail);
struct node* syntax_define_syntax(object form, struct variable* scope, struct loop* tail);
struct node* definition_value(object form, struct variable* scope);

/* The name in (define name value) or (define (name . formals) body ...) */
object defined_name(object form) {
	check_form(form, 2, MANY);
	form = form->cdr->car;
	if (IS_PAIR(form)) form = form->car;
	if (!is_symbol(form)) syntax_error("a name was expected:", form);
	return form;
}

/* The variable of this name between two scopes, or 0 */
struct variable* find_between(object name, struct variable* scope, struct variable* end) {
	while (scope != end) {
		if (scope->name == name) return scope;
		scope = scope->outer;
	}
	return 0;
}

object transformer_value(object form);

/* First all forms are expanded as far as it takes to know what they define; then they are parsed, with all these names
 * in scope. */
struct node* body(object forms, struct variable* scope, struct loop* tail) {
	struct variable* outer = scope;
	struct variable* declared = 0;
	struct variable* v;
	struct item* items = 0;
	struct item* last_item = 0;
	struct item* item;
	struct node* n;
	struct node* last = 0;
	FUNCTION parse;
	object form;
	int outer_place = current_place;
	while (IS_PAIR(forms)) {
		form = expand_fully(forms->car, scope);
		forms = forms->cdr;
		parse = parser_of(form, scope);
		v = 0;
		if (parse == syntax_begin) {
			forms = append(form->cdr, forms);
			continue;
		}
		if (parse == syntax_define_macro) {
			syntax_define_macro(form, scope, 0);
			continue;
		}
		if (parse == syntax_define_syntax) {
			scope = new_local(defined_name(form), scope);
			scope->macro = new_macro(transformer_value(form), 1, RENAMED_LOCALLY);
			continue;
		}
		if (parse == syntax_define) {
			v = find_between(defined_name(form), scope, outer);
			if (0 == v) {
				scope = new_local(defined_name(form), scope);
				scope->next = declared;
				declared = scope;
				v = scope;
			}
		}
		item = allocate_structure(sizeof(struct item));
		item->form = form;
		item->variable = v;
		if (0 == items) items = item;
		else last_item->next = item;
		last_item = item;
	}
	n = new_node(SEQUENCE);
	if (0 != declared) n->kind = SCOPE;
	n->variable = declared;
	for (item = items; 0 != item; item = item->next) {
		current_place = outer_place;
		if (IS_PAIR(item->form)) if (0 != place_of(item->form)) current_place = place_of(item->form);
		if (0 != item->variable) {
			last = add_to_list(n, last, variable_node(INIT, item->variable, FALSE, definition_value(item->form, scope)));
		} else if (0 == item->next) last = add_to_list(n, last, expression(item->form, scope, tail));
		else last = add_to_list(n, last, expression(item->form, scope, 0));
	}
	current_place = outer_place;
	if (0 == last) return constant(UNSPECIFIED);
	if (INIT == last->kind) add_to_list(n, last, constant(UNSPECIFIED));
	if ((SEQUENCE == n->kind) & (1 == n->count)) return n->list;
	return n;
}

/* The bodies of when, cond and the like: at top level definitions in them are global. */
struct node* clause(object forms, struct variable* scope, struct loop* tail) {
	if (0 == scope) return sequence(forms, scope, tail);
	return body(forms, scope, tail);
}

/* ---- quote, if, begin, set! ---- */

struct node* syntax_quote(object form, struct variable* scope, struct loop* tail) {
	check_form(form, 2, 2);
	return constant(original_names(form->cdr->car));
}

struct node* syntax_if(object form, struct variable* scope, struct loop* tail) {
	int count = check_form(form, 3, 4);
	struct node* test = expression(form->cdr->car, scope, 0);
	struct node* then = expression(form->cdr->cdr->car, scope, tail);
	struct node* otherwise = constant(UNSPECIFIED);
	if (4 == count) otherwise = expression(form->cdr->cdr->cdr->car, scope, tail);
	return node3(IF, test, then, otherwise);
}

struct node* syntax_begin(object form, struct variable* scope, struct loop* tail) {
	return clause(form->cdr, scope, tail);
}

struct node* syntax_set(object form, struct variable* scope, struct loop* tail) {
	struct node* n;
	struct node* value;
	object name;
	check_form(form, 3, 3);
	name = form->cdr->car;
	if (!is_symbol(name)) syntax_error("a name was expected:", name);
	value = expression(form->cdr->cdr->car, scope, 0);
	n = reference(name, scope);
	n->first = value;
	if (LOCAL == n->kind) {
		n->kind = SET_LOCAL;
		n->variable->is_assigned = 1;
	} else n->kind = SET_GLOBAL;
	return n;
}

/* ---- lambda and define ---- */

/* Adds a variable to the end of a chain, whose last one is `last`, or 0. */
struct variable* chain_variable(struct variable* last, object name, struct variable* scope) {
	struct variable* v = new_local(name, scope);
	if (0 != last) last->next = v;
	return v;
}

struct node* lambda(object name, object formals, object forms, struct variable* scope) {
	struct node* n = new_node(LAMBDA);
	struct lambda* l = allocate_structure(sizeof(struct lambda));
	struct variable* last = 0;
	object rest = formals;
	n->lambda = l;
	l->name = name;
	l->formals = formals;
	/* a nameless variable marks the inside of a lambda, even one without parameters */
	scope = new_variable(FALSE, scope);
	while (rest != NIL) {
		if (!IS_PAIR(rest)) {
			l->has_rest = 1;
			last = chain_variable(last, rest, scope);
			rest = NIL;
		} else {
			last = chain_variable(last, rest->car, scope);
			l->required = l->required + 1;
			rest = rest->cdr;
		}
		if (0 == l->parameters) l->parameters = last;
		scope = last;
	}
	if (!IS_PAIR(forms)) syntax_error("the body is empty:", formals);
	l->body = body(forms, scope, 0);
	return n;
}

object symbol_lambda;

struct node* syntax_lambda(object form, struct variable* scope, struct loop* tail) {
	check_form(form, 3, MANY);
	return lambda(symbol_lambda, form->cdr->car, form->cdr->cdr, scope);
}

/* value is LAMBDA: gives it the name it is bound to. */
void name_lambda(struct node* value, object name) {
	if (LAMBDA == value->kind) if (value->lambda->name == symbol_lambda) value->lambda->name = original_names(name);
}

/* The value in a definition: (define name value) or (define (name . formals) body ...) */
struct node* definition_value(object form, struct variable* scope) {
	struct node* value;
	object target;
	int count = check_form(form, 2, MANY);
	target = form->cdr->car;
	if (IS_PAIR(target)) return lambda(original_names(target->car), target->cdr, form->cdr->cdr, scope);
	if (2 == count) return constant(UNSPECIFIED);
	check_form(form, 3, 3);
	value = expression(form->cdr->cdr->car, scope, 0);
	name_lambda(value, target);
	return value;
}

struct node* syntax_define(object form, struct variable* scope, struct loop* tail) {
	struct node* n;
	object name = original_names(defined_name(form));
	if (0 != scope) syntax_error("a definition where an expression was expected:", form);
	n = variable_node(DEFINE_GLOBAL, 0, name, definition_value(form, scope));
	n->is_system = in_library;
	return n;
}

/* ---- Macros ---- */

/* Binds a global name to a macro, now: the forms that follow may use it. */
void define_macro(object name, object macro) {
	struct symbol* s;
	name = original_names(name);
	s = SYMBOL_OF(name);
	if (in_library) define_for_library(name, macro);
	else {
		s->value = macro;
		s->flags = s->flags | DEFINED_BY_PROGRAM;
	}
}

/* (define-macro (name . formals) body ...) or (define-macro name procedure) */
struct node* syntax_define_macro(object form, struct variable* scope, struct loop* tail) {
	object target;
	object name = defined_name(form);
	check_form(form, 3, MANY);
	target = form->cdr->car;
	if (IS_PAIR(target)) form = cons(symbol_lambda, cons(target->cdr, form->cdr->cdr));
	else form = form->cdr->cdr->car;
	define_macro(name, new_macro(evaluate_now(form), 0, 0));
	return constant(UNSPECIFIED);
}

/* The procedure that (define-syntax name transformer) gives to name */
object transformer_value(object form) { check_form(form, 3, 3); return evaluate_now(form->cdr->cdr->car); }

struct node* syntax_define_syntax(object form, struct variable* scope, struct loop* tail) {
	object name = defined_name(form);
	define_macro(name, new_macro(transformer_value(form), 1, 0));
	return constant(UNSPECIFIED);
}

/* (let-syntax ((name transformer) ...) body ...), and letrec-syntax */
struct node* syntax_let_syntax(object form, struct variable* scope, struct loop* tail) {
	object bindings;
	check_form(form, 3, MANY);
	for (bindings = form->cdr->car; IS_PAIR(bindings); bindings = bindings->cdr) {
		check_form(bindings->car, 2, 2);
		scope = new_local(bindings->car->car, scope);
		scope->macro = new_macro(evaluate_now(bindings->car->cdr->car), 1, RENAMED_LOCALLY);
	}
	return body(form->cdr->cdr, scope, tail);
}

/* ---- Alternatives, for pattern matchers ---- */

/* (%try a b): a; but where a comes to (%fail), which may not be within a procedure of its own, b instead */
struct node* syntax_try(object form, struct variable* scope, struct loop* tail) {
	struct node* first;
	check_form(form, 3, 3);
	first = expression(form->cdr->car, scope, tail);
	return node3(TRY, first, expression(form->cdr->cdr->car, scope, tail), 0);
}

struct node* syntax_fail(object form, struct variable* scope, struct loop* tail) {
	check_form(form, 1, 1);
	return new_node(FAIL);
}
