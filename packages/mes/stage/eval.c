/* eval.c : the first evaluator. It walks through forms as they were read, slowly, and knows only what the compiler is
 * written in. The compiler (module/mes/core) is in Scheme: this evaluates it, it compiles itself, and from then on
 * nothing comes here any more.
 *
 *   form := symbol | constant | (form form ...) | one of the forms in first_forms, without the rarer ways to write them
 *
 * An environment is a list of (name . value), the innermost first. Where a body begins there is #f in front, behind
 * which its definitions are inserted: whoever has the environment sees them too.
 */

/* A procedure whose body was not compiled */
struct interpreted {
	int header;
	FUNCTION enter;
	object formals, body, environment;
};

#define INTERPRETED_OF(x) ((struct interpreted*) ((char*) (x) - 4))

/* What a form's function returns is its value, or, if it says so, a form to go on with in its place: so a tail call
 * takes no place on the stack of C. */
int is_tail;
object tail_environment;

object go_on(object form, object environment) {
	is_tail = 1;
	tail_environment = environment;
	return form;
}

FUNCTION form_function(object operator);

object evaluate(object form, object environment);

/* ---- Variables ---- */

/* The pair of a local variable, or FALSE */
object find_local(object name, object environment) {
	for (; IS_PAIR(environment); environment = environment->cdr) {
		if (IS_PAIR(environment->car)) if (environment->car->car == name) return environment->car;
	}
	return FALSE;
}

object variable_value(object name, object environment) {
	object local = find_local(name, environment);
	if (local != FALSE) return local->cdr;
	if (SYMBOL_OF(name)->system_value == UNDEFINED) unbound(name);
	return SYMBOL_OF(name)->system_value;
}

void define_variable(object name, object value, object environment) {
	if (environment == NIL) define_for_library(name, value);
	else environment->cdr = cons(cons(name, value), environment->cdr);
}

/* The environment of a body: formals with their arguments in front of the outer one */
object bind(object formals, object arguments, object environment) {
	for (; IS_PAIR(formals); formals = formals->cdr) {
		check_pair(arguments, 0);
		environment = cons(cons(formals->car, arguments->car), environment);
		arguments = arguments->cdr;
	}
	if (formals != NIL) environment = cons(cons(formals, arguments), environment);
	return cons(FALSE, environment);
}

/* ---- Procedures ---- */

/* All forms but the last are evaluated; the last is what to go on with. */
object evaluate_body(object forms, object environment) {
	if (forms == NIL) return UNSPECIFIED;
	for (; forms->cdr != NIL; forms = forms->cdr) evaluate(forms->car, environment);
	return go_on(forms->car, environment);
}

object apply_interpreted(object procedure, object arguments) {
	struct interpreted* p = INTERPRETED_OF(procedure);
	return evaluate_body(p->body, bind(p->formals, arguments, p->environment));
}

/* The machine calls such a procedure. */
void enter_interpreted(void) {
	object form = apply_interpreted(callee, prim_list(fp, argc));
	if (is_tail) form = evaluate(form, tail_environment);
	acc = form;
	op_return();
}

object new_interpreted(object formals, object body, object environment) {
	object procedure = allocate(INTERPRETED, 4);
	struct interpreted* p = INTERPRETED_OF(procedure);
	p->enter = enter_interpreted;
	p->formals = formals;
	p->body = body;
	p->environment = environment;
	return procedure;
}

object evaluate_all(object forms, object environment) {
	object first;
	if (forms == NIL) return NIL;
	first = evaluate(forms->car, environment);
	return cons(first, evaluate_all(forms->cdr, environment));
}

object evaluate_call(object form, object environment) {
	object procedure = evaluate(form->car, environment);
	object arguments = evaluate_all(form->cdr, environment);
	if (collection_wanted) check_stack();
	if (PROCEDURE_TAG == TAG(procedure)) {
		if (INTERPRETED == HEADER_TYPE(PROCEDURE_HEADER(procedure))) return apply_interpreted(procedure, arguments);
	}
	return call(apply_procedure, 2, procedure, arguments);
}

/* ---- Forms ---- */

object form_quote(object form, object environment) { return form->cdr->car; }

object form_if(object form, object environment) {
	form = form->cdr;
	if (evaluate(form->car, environment) != FALSE) return go_on(form->cdr->car, environment);
	return evaluate_body(form->cdr->cdr, environment);
}

object form_define(object form, object environment) {
	object target = form->cdr->car, body = form->cdr->cdr;
	if (IS_PAIR(target)) define_variable(target->car, new_interpreted(target->cdr, body, environment), environment);
	else define_variable(target, evaluate(body->car, environment), environment);
	return UNSPECIFIED;
}

object form_set(object form, object environment) {
	object local = find_local(form->cdr->car, environment);
	object value = evaluate(form->cdr->cdr->car, environment);
	if (local == FALSE) define_for_library(form->cdr->car, value);
	else local->cdr = value;
	return UNSPECIFIED;
}

object form_lambda(object form, object environment) {
	return new_interpreted(form->cdr->car, form->cdr->cdr, environment);
}

object form_begin(object form, object environment) { return evaluate_body(form->cdr, environment); }

/* (let [name] ((variable value) ...) body ...) */
object form_let(object form, object environment) {
	object name = form->cdr->car, bindings, names = NIL, values = NIL, procedure;
	if (is_symbol(name)) {
		form = form->cdr;
		environment = cons(FALSE, environment);
	}
	for (bindings = form->cdr->car; bindings != NIL; bindings = bindings->cdr) {
		names = cons(bindings->car->car, names);
		values = cons(evaluate(bindings->car->cdr->car, environment), values);
	}
	procedure = new_interpreted(names, form->cdr->cdr, environment);
	if (is_symbol(name)) {
		/* calls have the arguments in their order */
		INTERPRETED_OF(procedure)->formals = prim_reverse(names);
		values = prim_reverse(values);
		define_variable(name, procedure, environment);
	}
	return apply_interpreted(procedure, values);
}

object form_let_star(object form, object environment) {
	object bindings;
	for (bindings = form->cdr->car; bindings != NIL; bindings = bindings->cdr) {
		environment = cons(cons(bindings->car->car, evaluate(bindings->car->cdr->car, environment)), environment);
	}
	return evaluate_body(form->cdr->cdr, cons(FALSE, environment));
}

object symbol_else;

object form_cond(object form, object environment) {
	object clauses, test;
	for (clauses = form->cdr; clauses != NIL; clauses = clauses->cdr) {
		test = clauses->car->car;
		if (test == symbol_else) return evaluate_body(clauses->car->cdr, environment);
		test = evaluate(test, environment);
		if (test != FALSE) {
			if (clauses->car->cdr == NIL) return test;
			return evaluate_body(clauses->car->cdr, environment);
		}
	}
	return UNSPECIFIED;
}

object form_case(object form, object environment) {
	object key = evaluate(form->cdr->car, environment), clauses;
	for (clauses = form->cdr->cdr; clauses != NIL; clauses = clauses->cdr) {
		if (clauses->car->car == symbol_else) break;
		if (prim_memv(key, clauses->car->car) != FALSE) break;
	}
	if (clauses == NIL) return UNSPECIFIED;
	return evaluate_body(clauses->car->cdr, environment);
}

/* The last value, or the first that is false; with `wanted`, the first that is true */
object evaluate_until(object forms, object environment, int wanted) {
	object value;
	for (; forms->cdr != NIL; forms = forms->cdr) {
		value = evaluate(forms->car, environment);
		if ((value != FALSE) == wanted) return value;
	}
	return go_on(forms->car, environment);
}

object form_and(object form, object environment) { return evaluate_until(form->cdr, environment, 0); }
object form_or(object form, object environment) { return evaluate_until(form->cdr, environment, 1); }

object form_when(object form, object environment) {
	if (evaluate(form->cdr->car, environment) == FALSE) return UNSPECIFIED;
	return evaluate_body(form->cdr->cdr, environment);
}

object form_unless(object form, object environment) {
	if (evaluate(form->cdr->car, environment) != FALSE) return UNSPECIFIED;
	return evaluate_body(form->cdr->cdr, environment);
}

/* ---- Evaluating ---- */

struct form_entry {
	char* name;
	FUNCTION function;
};

struct form_entry first_forms[] = {
	{"", evaluate_call}, {"quote", form_quote}, {"if", form_if}, {"define", form_define}, {"set!", form_set},
	{"lambda", form_lambda}, {"begin", form_begin}, {"let", form_let}, {"let*", form_let_star}, {"cond", form_cond},
	{"case", form_case}, {"and", form_and}, {"or", form_or}, {"when", form_when}, {"unless", form_unless}, {0, 0}
};

/* The number of a symbol's form stands above its flags. */
enum { FORM_NUMBER = 256 };

FUNCTION form_function(object operator) {
	if (!is_symbol(operator)) return evaluate_call;
	return first_forms[SYMBOL_OF(operator)->flags / FORM_NUMBER].function;
}

object evaluate(object form, object environment) {
	FUNCTION function;
	do {
		is_tail = 0;
		if (is_symbol(form)) return variable_value(form, environment);
		if (!IS_PAIR(form)) return form;
		function = form_function(form->car);
		form = function(form, environment);
		environment = tail_environment;
	} while (is_tail);
	return form;
}

/* Evaluates the forms of a file. */
void evaluate_file(object name) {
	object port = prim_open_input_file(name), forms;
	for (forms = prim_read_all(port, FALSE); forms != NIL; forms = forms->cdr) evaluate(forms->car, NIL);
	prim_close_port(port);
}

object prim_evaluate_file(object name) { evaluate_file(name); return UNSPECIFIED; }

void start_evaluator(void) {
	int i;
	symbol_else = symbol("else");
	for (i = 1; 0 != first_forms[i].name; i++) SYMBOL_OF(symbol(first_forms[i].name))->flags = i * FORM_NUMBER;
}
