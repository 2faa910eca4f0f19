/* analyse.c : nodes to nodes: who owns each variable, what closures capture, which loops are loops.
 *
 * A closure copies the values of the variables it uses. That is right as long as they do not change afterwards.
 * A variable that is captured and assigned therefore lives in a box, and the box is what is copied.
 *
 * Local procedures that call each other are captured before they have a value. If they are defined one after the
 * other, nothing can happen in between: such a group of INITs is made first and then completed. Any other variable
 * that may be used too early gets a box, where the machine can see that it has no value yet.
 */

int last_group;

void analyse(struct node* n, struct lambda* owner);

void analyse_list(struct node* n, struct lambda* owner) {
	while (0 != n) {
		analyse(n, owner);
		n = n->next;
	}
}

/* How a lambda knows a variable of an outer one; 0 if it does not */
struct capture* find_capture(struct lambda* l, struct variable* v) {
	struct capture* c = l->captures;
	while (0 != c) {
		if (c->variable == v) return c;
		c = c->next;
	}
	return 0;
}

/* The lambda and all around it, up to the one that owns the variable, capture it. */
void capture(struct variable* v, struct lambda* l) {
	struct capture* c;
	v->is_captured = 1;
	while (l != v->owner) {
		if (0 != find_capture(l, v)) return;
		c = allocate_structure(sizeof(struct capture));
		c->variable = v;
		c->index = l->capture_count;
		c->next = l->captures;
		l->captures = c;
		l->capture_count = l->capture_count + 1;
		l = l->outer;
	}
}

void use(struct variable* v, struct lambda* owner) {
	if (!v->is_initialised) {
		v->is_early = 1;
		if ((v->owner == owner) | (v->group != v->scope->group)) v->is_boxed = 1;
	}
	if (v->owner != owner) capture(v, owner);
}

void analyse_lambda(struct lambda* l, struct lambda* outer) {
	struct variable* v;
	l->outer = outer;
	for (v = l->parameters; 0 != v; v = v->next) {
		v->owner = l;
		v->is_initialised = 1;
	}
	analyse(l->body, l);
}

/* Neighbouring INITs of procedures get the same group number. The variable of any other INIT has the number negated:
 * its value may well run a procedure that uses it. */
void number_groups(struct node* item) {
	int in_group = 0;
	while (0 != item) {
		if (INIT == item->kind) {
			if ((!in_group) | (LAMBDA != item->first->kind)) last_group = last_group + 1;
			in_group = LAMBDA == item->first->kind;
			item->group = last_group;
			item->variable->group = last_group;
			if (!in_group) item->variable->group = 0 - last_group;
		} else in_group = 0;
		item = item->next;
	}
}

/* The group has a value now. */
void end_group(struct variable* v, int group) {
	while (0 != v) {
		if ((v->group == group) | (v->group == (0 - group))) v->is_initialised = 1;
		v = v->next;
	}
}

void analyse_scope(struct node* n, struct lambda* owner) {
	struct node* item;
	struct variable* v;
	number_groups(n->list);
	for (v = n->variable; 0 != v; v = v->next) {
		v->owner = owner;
		v->scope = n;
		v->is_initialised = 0;
	}
	for (item = n->list; 0 != item; item = item->next) {
		if (item->group != n->group) end_group(n->variable, n->group);
		n->group = item->group;
		if (INIT == item->kind) analyse(item->first, owner);
		else analyse(item, owner);
	}
}

/* A loop whose name is used in another way than to go on is a local procedure. */
void make_procedure(struct node* n) {
	struct loop* l = n->loop;
	struct node* procedure = new_node(LAMBDA);
	struct node* use = new_node(CALL);
	struct lambda* lambda = allocate_structure(sizeof(struct lambda));
	struct variable* v;
	lambda->name = original_names(l->variable->name);
	lambda->formals = NIL;
	lambda->required = l->count;
	lambda->parameters = l->parameters;
	lambda->body = l->body;
	procedure->lambda = lambda;
	use->first = variable_node(LOCAL, l->variable, FALSE, 0);
	use->list = n->list;
	use->count = n->count;
	n->kind = SCOPE;
	n->variable = l->variable;
	n->list = variable_node(INIT, l->variable, FALSE, procedure);
	n->list->next = use;
	for (v = l->parameters; 0 != v; v = v->next) lambda->formals = cons(v->name, lambda->formals);
	lambda->formals = prim_reverse(lambda->formals);
}

void analyse_loop(struct node* n, struct lambda* owner) {
	struct variable* v;
	if (n->loop->escapes) {
		make_procedure(n);
		analyse_scope(n, owner);
		return;
	}
	analyse_list(n->list, owner);
	for (v = n->loop->parameters; 0 != v; v = v->next) {
		v->owner = owner;
		v->is_initialised = 1;
	}
	analyse(n->loop->body, owner);
}

void analyse_again(struct node* n, struct lambda* owner) {
	analyse_list(n->list, owner);
	if (!n->loop->escapes) return;
	n->kind = CALL;
	n->first = variable_node(LOCAL, n->loop->variable, FALSE, 0);
	use(n->loop->variable, owner);
}

void analyse(struct node* n, struct lambda* owner) {
	int kind = n->kind;
	if ((LOCAL == kind) | (SET_LOCAL == kind)) use(n->variable, owner);
	if (LAMBDA == kind) analyse_lambda(n->lambda, owner);
	else if (SCOPE == kind) analyse_scope(n, owner);
	else if (LOOP == kind) analyse_loop(n, owner);
	else if (AGAIN == kind) analyse_again(n, owner);
	else {
		if (0 != n->first) analyse(n->first, owner);
		if (0 != n->second) analyse(n->second, owner);
		if (0 != n->third) analyse(n->third, owner);
		analyse_list(n->list, owner);
	}
}

int lives_in_box(struct variable* v) { return v->is_boxed | (v->is_captured & v->is_assigned); }
