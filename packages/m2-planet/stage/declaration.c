/* Declarations: variables and functions. */

/* ---- Variables ---- */

/* A global variable may be declared any number of times; the last initialiser holds. */
struct symbol* global_variable(struct token* where, struct word* name, struct type* t)
{
	struct symbol* s = name->symbol;
	if (NULL != s) {
		if (VARIABLE_GLOBAL != s->kind) fail(where, "'", name->text, "' was declared as something else");
		if ((s->type->size > 0) && (t->size > 0)) {
			if (s->type->size != t->size) fail(where, "'", name->text, "' was declared with another size");
		}
		if (s->type->size < 0) s->type = t;
		return s;
	}
	s = new_global_data(name, t, join("GLOBAL_", name->text, ""));
	name->symbol = s;
	return s;
}

/* static T name [ = initialiser ]: a global under a label of its own */
void static_local(struct word* name, struct type* t)
{
	refuse_in_bootstrap_mode("a static variable in a function");
	struct symbol* data = new_global_data(name, t, join(join("GLOBAL_", function_name, "_"), name->text, ""));
	struct symbol* s = declare_local(VARIABLE_GLOBAL, name, t);
	s->label = data->label;
	if (accept('=')) {
		initialise(data);
		s->type = data->type;
	}
}

/* T name [ = expression ] */
void local_variable(struct token* where, struct word* name, struct type* t)
{
	struct symbol* s = name->symbol;
	if (loop_depth > 0) refuse_in_bootstrap_mode("a variable declared in a loop");
	if (ARRAY == t->kind) refuse_in_bootstrap_mode("an array on the stack");
	need_complete(where, t);
	if (NULL != s) {
		if (is_declared_in_block(s)) fail(where, "'", name->text, "' is already declared in this block");
	}
	s = declare_local(VARIABLE_ON_FRAME, name, t);
	s->value = frame_room(t->size);
	if (!is_at('=')) return;
	struct token* op = take();
	if (is_at('{')) fail(token, "a variable in a function cannot be initialised with a list: assign its parts", "", "");
	struct node* target = variable(s);
	if (ARRAY == t->kind) fail(op, "an array in a function cannot be initialised: assign its elements", "", "");
	generate_effect(assign(op, target, expression()), EAX);
	release(op);
}

/* ---- Functions ---- */

struct symbol* function_symbol(struct token* where, struct word* name, struct type* t)
{
	struct symbol* s = name->symbol;
	if (NULL != s) {
		if (FUNCTION_SYMBOL == s->kind) {
			s->type = t;
			return s;
		}
		if (s->kind > VARIABLE_ARGUMENT) fail(where, "'", name->text, "' was declared as something else");
	}
	if (in_function) s = declare_local(FUNCTION_SYMBOL, name, t);
	else s = declare_global(FUNCTION_SYMBOL, name, t);
	s->label = join("FUNCTION_", name->text, "");
	return s;
}

void declare_parameters(struct symbol* list)
{
	struct symbol* s;
	while (NULL != list) {
		if (NULL != list->name) {
			s = declare_local(VARIABLE_ARGUMENT, list->name, list->type);
			s->value = list->value;
		}
		list = list->next;
	}
}

/* function := specifiers declarator block */
void function_body(struct word* name, struct type* t, struct symbol* parameters)
{
	begin_function(name->text);
	in_function = TRUE;
	owner_name = name->text;
	string_count = 0;
	result_type = t->to;
	loop_depth = 0;
	declare_parameters(parameters);
	block();
	check_labels();
	if (match("main", name->text)) move(EAX, immediate(0));
	if (is_reachable) leave_function();
	output = function_text;
	write_function();
	leave_scope(NULL);
	scratch_clear();
	in_function = FALSE;
}

/* ---- Declarations ---- */

/* What one declarator of a declaration declares. Returns TRUE if it was a function with its body. */
int declare_one(struct token* where, struct type* t, int storage)
{
	struct word* name = declared_name;
	struct symbol* s;
	if ((storage & IS_TYPEDEF) != 0) declare(TYPE_NAME, name, t);
	else if (declared_function) {
		s = function_symbol(where, name, t);
		if (is_at('{')) {
			if (in_function) fail(where, "a function cannot be defined inside another", "", "");
			function_body(name, t, parameter_list);
			return TRUE;
		}
	} else if (in_function && (0 == (storage & IS_EXTERN))) {
		if ((storage & IS_STATIC) != 0) static_local(name, t);
		else local_variable(where, name, t);
	} else {
		if (ARRAY == t->kind) refuse_in_bootstrap_mode("a global array");
		if ((0 == (storage & IS_EXTERN)) && (STRUCTURE == t->kind)) need_complete(where, t);
		s = global_variable(where, name, t);
		if (accept('=')) initialise(s);
	}
	return FALSE;
}

/* declaration := specifiers [ declarator [ "=" initialiser ] { "," declarator [ "=" initialiser ] } ] ";" | function */
void declaration(void)
{
	struct type* base = specifiers();
	struct token* where;
	struct type* t;
	int its_storage = storage;
	if (accept(';')) return;
	while (TRUE) {
		where = copy_token(token);
		t = named_declarator(base);
		if (declare_one(where, t, its_storage)) return;
		release(where);
		if (!is_at(',')) break;
		refuse_in_bootstrap_mode("several names in one declaration");
		skip();
	}
	expect(';', " after the declaration");
}

/* program := { declaration | ";" } */
void program(void)
{
	scratch_clear();
	while (!is_at(END)) {
		if (!accept(';')) declaration();
	}
}
