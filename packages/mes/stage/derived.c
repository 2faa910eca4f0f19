/* derived.c : forms that are made of those in syntax.c: let and its family, conditionals, loops. */

/* ---- let ---- */

/* The two parts of (name value) */
object binding_name(object binding) {
	check_form(binding, 2, 2);
	return binding->car;
}

struct node* binding_value(object binding, struct variable* scope) {
	struct node* value;
	binding_name(binding);
	value = expression(binding->cdr->car, scope, 0);
	name_lambda(value, binding_name(binding));
	return value;
}

struct node* named_let(object form, struct variable* scope, struct loop* tail);

/* (let ((name value) ...) body ...): the values do not see the names. */
struct node* syntax_let(object form, struct variable* scope, struct loop* tail) {
	struct node* n;
	struct node* last = 0;
	struct variable* inner = scope;
	struct variable* v = 0;
	object bindings;
	check_form(form, 3, MANY);
	bindings = form->cdr->car;
	if (is_symbol(bindings)) return named_let(form, scope, tail);
	n = new_node(SCOPE);
	check_form(bindings, 0, MANY);
	while (bindings != NIL) {
		v = chain_variable(v, binding_name(bindings->car), inner);
		if (0 == n->variable) n->variable = v;
		inner = v;
		last = add_to_list(n, last, variable_node(INIT, v, FALSE, binding_value(bindings->car, scope)));
		bindings = bindings->cdr;
	}
	/* in a body, definitions are local even if nothing is bound */
	if (0 == inner) inner = new_variable(FALSE, scope);
	add_to_list(n, last, body(form->cdr->cdr, inner, tail));
	return n;
}

/* (let* ((name value) ...) body ...): each value sees the names before it. */
struct node* syntax_let_star(object form, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(SCOPE);
	struct node* last = 0;
	struct node* value;
	struct variable* v = 0;
	object bindings;
	check_form(form, 3, MANY);
	check_form(form->cdr->car, 0, MANY);
	for (bindings = form->cdr->car; bindings != NIL; bindings = bindings->cdr) {
		value = binding_value(bindings->car, scope);
		v = chain_variable(v, binding_name(bindings->car), scope);
		if (0 == n->variable) n->variable = v;
		scope = v;
		last = add_to_list(n, last, variable_node(INIT, v, FALSE, value));
	}
	if (0 == scope) scope = new_variable(FALSE, scope);
	add_to_list(n, last, body(form->cdr->cdr, scope, tail));
	return n;
}

/* (letrec ((name value) ...) body ...) and letrec*: all see all names. */
struct node* syntax_letrec(object form, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(SCOPE);
	struct node* last = 0;
	struct variable* v = 0;
	object bindings;
	check_form(form, 3, MANY);
	check_form(form->cdr->car, 0, MANY);
	for (bindings = form->cdr->car; bindings != NIL; bindings = bindings->cdr) {
		v = chain_variable(v, binding_name(bindings->car), scope);
		if (0 == n->variable) n->variable = v;
		scope = v;
	}
	v = n->variable;
	for (bindings = form->cdr->car; bindings != NIL; bindings = bindings->cdr) {
		last = add_to_list(n, last, variable_node(INIT, v, FALSE, binding_value(bindings->car, scope)));
		v = v->next;
	}
	if (0 == scope) scope = new_variable(FALSE, scope);
	add_to_list(n, last, body(form->cdr->cdr, scope, tail));
	return n;
}

/* ---- Loops ---- */

struct loop* new_loop(object name, struct variable* scope, struct loop* tail) {
	struct loop* l = allocate_structure(sizeof(struct loop));
	l->outer = tail;
	l->variable = new_variable(name, scope);
	l->variable->loop = l;
	return l;
}

/* (let name ((parameter value) ...) body ...) */
struct node* named_let(object form, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(LOOP);
	struct loop* l = new_loop(form->cdr->car, scope, tail);
	struct node* last = 0;
	struct variable* inner = l->variable;
	struct variable* v = 0;
	object bindings;
	check_form(form, 4, MANY);
	check_form(form->cdr->cdr->car, 0, MANY);
	n->loop = l;
	for (bindings = form->cdr->cdr->car; bindings != NIL; bindings = bindings->cdr) {
		last = add_to_list(n, last, binding_value(bindings->car, scope));
		v = chain_variable(v, binding_name(bindings->car), inner);
		if (0 == l->parameters) l->parameters = v;
		inner = v;
	}
	l->count = n->count;
	l->body = body(form->cdr->cdr->cdr, inner, l);
	return n;
}

/* (do ((name first next) ...) (test value ...) body ...) */
struct node* syntax_do(object form, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(LOOP);
	struct loop* l = new_loop(FALSE, scope, tail);
	struct node* again = new_node(AGAIN);
	struct node* last = 0;
	struct node* turn = new_node(SEQUENCE);
	struct variable* v = 0;
	struct variable* inner = l->variable;
	object bindings, end;
	check_form(form, 3, MANY);
	n->loop = l;
	again->loop = l;
	for (bindings = form->cdr->car; IS_PAIR(bindings); bindings = bindings->cdr) {
		check_form(bindings->car, 2, 3);
		last = add_to_list(n, last, expression(bindings->car->cdr->car, scope, 0));
		v = chain_variable(v, bindings->car->car, inner);
		if (0 == l->parameters) l->parameters = v;
		inner = v;
	}
	l->count = n->count;
	last = 0;
	for (bindings = form->cdr->car; IS_PAIR(bindings); bindings = bindings->cdr) {
		end = bindings->car;
		if (end->cdr->cdr != NIL) end = end->cdr->cdr;
		last = add_to_list(again, last, expression(end->car, inner, 0));
	}
	end = form->cdr->cdr->car;
	check_form(end, 1, MANY);
	last = add_to_list(turn, 0, clause(form->cdr->cdr->cdr, inner, 0));
	add_to_list(turn, last, again);
	l->body = node3(IF, expression(end->car, inner, 0), clause(end->cdr, inner, l), turn);
	return n;
}

/* ---- Conditionals ---- */

struct node* syntax_and(object form, struct variable* scope, struct loop* tail) {
	object rest = form->cdr;
	if (rest == NIL) return constant(TRUE);
	check_form(rest, 1, MANY);
	if (rest->cdr == NIL) return expression(rest->car, scope, tail);
	return node3(IF, expression(rest->car, scope, 0), syntax_and(rest, scope, tail), constant(FALSE));
}

struct node* syntax_or(object form, struct variable* scope, struct loop* tail) {
	struct node* n = new_node(OR);
	struct node* last = 0;
	object rest = form->cdr;
	if (rest == NIL) return constant(FALSE);
	check_form(rest, 1, MANY);
	while (rest->cdr != NIL) {
		last = add_to_list(n, last, expression(rest->car, scope, 0));
		rest = rest->cdr;
	}
	last = add_to_list(n, last, expression(rest->car, scope, tail));
	if (1 == n->count) return last;
	return n;
}

struct node* syntax_when(object form, struct variable* scope, struct loop* tail) {
	struct node* test;
	check_form(form, 2, MANY);
	test = expression(form->cdr->car, scope, 0);
	return node3(IF, test, clause(form->cdr->cdr, scope, tail), constant(UNSPECIFIED));
}

struct node* syntax_unless(object form, struct variable* scope, struct loop* tail) {
	struct node* test;
	check_form(form, 2, MANY);
	test = expression(form->cdr->car, scope, 0);
	return node3(IF, test, constant(UNSPECIFIED), clause(form->cdr->cdr, scope, tail));
}

object symbol_else;
object symbol_arrow;

/* Is x this word of the language, and no variable? */
int is_word(object x, object word, struct variable* scope) {
	if (!is_symbol(x)) return 0;
	if (original_names(x) != word) return 0;
	resolve(x, scope);
	return 0 == found_variable;
}

/* A scope with one variable, whose value is `value` */
struct node* let_one(struct variable* v, struct node* value, struct node* inner) {
	struct node* n = new_node(SCOPE);
	n->variable = v;
	add_to_list(n, add_to_list(n, 0, variable_node(INIT, v, FALSE, value)), inner);
	return n;
}

struct node* cond_clauses(object clauses, struct variable* scope, struct loop* tail);

/* (test => receiver) */
struct node* cond_arrow(object form, object rest, struct variable* scope, struct loop* tail) {
	struct variable* v = new_variable(FALSE, scope);
	struct node* use = new_node(CALL);
	struct node* test = expression(form->car, scope, 0);
	check_form(form, 3, 3);
	use->first = expression(form->cdr->cdr->car, scope, 0);
	add_to_list(use, 0, variable_node(LOCAL, v, FALSE, 0));
	return let_one(v, test, node3(IF, variable_node(LOCAL, v, FALSE, 0), use, cond_clauses(rest, scope, tail)));
}

/* clause := (test expression ...) | (test) | (test => receiver) | (else expression ...) */
struct node* cond_clauses(object clauses, struct variable* scope, struct loop* tail) {
	struct node* n;
	struct node* test;
	object form;
	int outer_place = current_place;
	if (clauses == NIL) return constant(UNSPECIFIED);
	check_form(clauses, 1, MANY);
	form = clauses->car;
	check_form(form, 1, MANY);
	if (0 != place_of(form)) current_place = place_of(form);
	if (is_word(form->car, symbol_else, scope)) n = clause(form->cdr, scope, tail);
	else if (form->cdr == NIL) {
		n = new_node(OR);
		test = add_to_list(n, 0, expression(form->car, scope, 0));
		add_to_list(n, test, cond_clauses(clauses->cdr, scope, tail));
	} else if (is_word(form->cdr->car, symbol_arrow, scope)) n = cond_arrow(form, clauses->cdr, scope, tail);
	else {
		test = expression(form->car, scope, 0);
		n = clause(form->cdr, scope, tail);
		current_place = outer_place;
		n = node3(IF, test, n, cond_clauses(clauses->cdr, scope, tail));
	}
	current_place = outer_place;
	return n;
}

struct node* syntax_cond(object form, struct variable* scope, struct loop* tail) {
	return cond_clauses(form->cdr, scope, tail);
}

/* Is the key one of the data? */
struct node* case_test(struct variable* key, object data) {
	struct node* n = new_node(OR);
	struct node* last = 0;
	data = original_names(data);
	if (!IS_PAIR(data)) return constant(FALSE);
	while (IS_PAIR(data)) {
		last = add_to_list(n, last,
			system_call_node("eqv?", variable_node(LOCAL, key, FALSE, 0), constant(data->car)));
		data = data->cdr;
	}
	if (1 == n->count) return n->list;
	return n;
}

struct node* case_clauses(struct variable* key, object clauses, struct variable* scope, struct loop* tail) {
	struct node* n;
	object form;
	if (clauses == NIL) return constant(UNSPECIFIED);
	check_form(clauses, 1, MANY);
	form = clauses->car;
	check_form(form, 2, MANY);
	if (is_word(form->cdr->car, symbol_arrow, scope)) {
		check_form(form, 3, 3);
		n = new_node(CALL);
		n->first = expression(form->cdr->cdr->car, scope, 0);
		add_to_list(n, 0, variable_node(LOCAL, key, FALSE, 0));
	} else n = clause(form->cdr, scope, tail);
	if (is_word(form->car, symbol_else, scope)) return n;
	return node3(IF, case_test(key, form->car), n, case_clauses(key, clauses->cdr, scope, tail));
}

/* (case key ((datum ...) expression ...) ... [(else expression ...)]) */
struct node* syntax_case(object form, struct variable* scope, struct loop* tail) {
	struct variable* key = new_variable(FALSE, scope);
	struct node* value;
	check_form(form, 2, MANY);
	value = expression(form->cdr->car, scope, 0);
	return let_one(key, value, case_clauses(key, form->cdr->cdr, scope, tail));
}

/* ---- quasiquote ---- */

/* `depth` counts the quasiquotes we are in. In quasisyntax (is_syntax) every name of the template is renamed, so that
 * it means the same wherever the expansion ends up. */
struct node* quasi(object x, int depth, int is_syntax, struct variable* scope);

/* (word x) within a template */
struct node* quasi_word(object x, int depth, int is_syntax, struct variable* scope) {
	struct node* inner = quasi(x->cdr->car, depth, is_syntax, scope);
	if (CONSTANT == inner->kind) return constant(list2(x->car, inner->value));
	return system_call_node("list", constant(x->car), inner);
}

int is_quasi_word(object x, object word) {
	if (!IS_PAIR(x)) return 0;
	if (!is_symbol(x->car)) return 0;
	if (original_names(x->car) != word) return 0;
	if (!IS_PAIR(x->cdr)) return 0;
	return x->cdr->cdr == NIL;
}

struct node* quasi_pair(object x, int depth, int is_syntax, struct variable* scope, object splicing) {
	struct node* first;
	struct node* rest = quasi(x->cdr, depth, is_syntax, scope);
	if (is_quasi_word(x->car, splicing) & (1 == depth)) {
		first = expression(x->car->cdr->car, scope, 0);
		if (CONSTANT == rest->kind) if (rest->value == NIL) return first;
		return system_call_node("append", first, rest);
	}
	if (is_quasi_word(x->car, splicing)) first = quasi_word(x->car, depth - 1, is_syntax, scope);
	else first = quasi(x->car, depth, is_syntax, scope);
	if ((CONSTANT == first->kind) & (CONSTANT == rest->kind)) return constant(cons(first->value, rest->value));
	return system_call_node("cons", first, rest);
}

struct node* quasi(object x, int depth, int is_syntax, struct variable* scope) {
	object unquote = symbol_unquote;
	object splicing = symbol_unquote_splicing;
	object quasiquote = symbol_quasiquote;
	struct node* items;
	int flags = 0;
	if (is_syntax) {
		unquote = symbol_unsyntax;
		splicing = symbol_unsyntax_splicing;
		quasiquote = symbol_quasisyntax;
	}
	if (is_quasi_word(x, unquote)) {
		if (1 == depth) return expression(x->cdr->car, scope, 0);
		return quasi_word(x, depth - 1, is_syntax, scope);
	}
	if (is_quasi_word(x, quasiquote)) return quasi_word(x, depth + 1, is_syntax, scope);
	if (IS_PAIR(x)) return quasi_pair(x, depth, is_syntax, scope, splicing);
	if (is_type(x, VECTOR)) {
		items = quasi(prim_vector_to_list(x, MISSING, MISSING), depth, is_syntax, scope);
		if (CONSTANT == items->kind) return constant(x);
		return system_call_node("list->vector", items, 0);
	}
	if (is_symbol(x) & is_syntax) {
		if (in_library) flags = RENAMED_IN_LIBRARY;
		return constant(rename_symbol(x, flags));
	}
	return constant(original_names(x));
}

struct node* syntax_quasiquote(object form, struct variable* scope, struct loop* tail) {
	check_form(form, 2, 2);
	return quasi(form->cdr->car, 1, 0, scope);
}

struct node* syntax_quasisyntax(object form, struct variable* scope, struct loop* tail) {
	check_form(form, 2, 2);
	return quasi(form->cdr->car, 1, 1, scope);
}
