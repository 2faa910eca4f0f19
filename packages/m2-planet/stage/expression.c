/* Expressions: tokens to trees. */

struct node* expression(void);
struct node* unary(void);
struct node* postfix(struct node* n, int takes_index);

/* declaration.c */
int is_type_ahead(int at_second);
struct type* type_name(void);

/* ---- Names ---- */

struct node* variable(struct symbol* s)
{
	if (VARIABLE_ON_FRAME == s->kind) return load(stack_address(FRAME_ADDRESS, s->value, s->type), s->type);
	if (VARIABLE_ARGUMENT == s->kind) return load(stack_address(ARGUMENT_ADDRESS, s->value, s->type), s->type);
	return load(label_address(s->label, pointer_to(s->type)), s->type);
}

struct node* name(void)
{
	struct symbol* s = token->word->symbol;
	if (NULL == s) fail(token, spell(token), " is not declared", "");
	if (TYPE_NAME == s->kind) fail(token, "expected a value, found the type ", token->word->text, "");
	skip();
	if (ENUMERATOR == s->kind) return constant(s->value, type_int);
	if (FUNCTION_SYMBOL == s->kind) return label_address(s->label, s->type);
	return variable(s);
}

/* ---- Literals ---- */

struct node* number(void)
{
	struct type* t = type_int;
	int value = number_value(token);
	if (literal_is_unsigned) t = type_unsigned;
	skip();
	if (is_at('.')) fail(token, "there is no floating point in this language", "", "");
	return constant(value, t);
}

struct node* character(void)
{
	int value = character_value(token);
	skip();
	return constant(value, type_int);
}

/* A string is an array of characters. */
struct node* string_literal(void)
{
	struct string* s = read_string();
	struct type* t = array_of(type_char, s->size + 1);
	return load(label_address(place_string(s), pointer_to(t)), t);
}

/* ---- Variable arguments: each is 4 bytes below the one before it ---- */

/* list-start := "__va_start" "(" list "," last parameter ")" */
struct node* list_start(void)
{
	struct token* where = take();
	expect('(', " after __va_start");
	struct node* list = expression();
	expect(',', " after the first argument of __va_start");
	struct node* last = expression();
	expect(')', " after the arguments of __va_start");
	last = add_constant(address_of(where, last), 0 - 4, type_void);
	return assign(where, list, retyped(last, pointer_to(type_int)));
}

/* list-argument := "__va_arg" "(" list "," type ")": the list moves to the next argument, the value is 4 bytes above */
struct node* list_argument(void)
{
	struct token* where = take();
	expect('(', " after __va_arg");
	struct node* list = expression();
	expect(',', " after the first argument of __va_arg");
	struct type* t = type_name();
	expect(')', " after the arguments of __va_arg");
	list = assign(where, list, binary(where, '-', list, constant(4, type_int)));
	return load(add_constant(list, 4, pointer_to(t)), t);
}

/* list-copy := "__va_copy" "(" to "," from ")" */
struct node* list_copy(void)
{
	struct token* where = take();
	expect('(', " after __va_copy");
	struct node* to = expression();
	expect(',', " after the first argument of __va_copy");
	struct node* from = expression();
	expect(')', " after the arguments of __va_copy");
	return assign(where, to, from);
}

/* list-end := "__va_end" "(" list ")": nothing to do */
struct node* list_end(void)
{
	skip();
	expect('(', " after __va_end");
	expression();
	expect(')', " after the argument of __va_end");
	return constant(0, type_int);
}

/* ---- Primary expressions ---- */

/* primary := name | number | character | string | "(" expression ")" | list-start | list-argument | list-copy | list-end */
struct node* primary(void)
{
	if (is_at(NAME)) return name();
	if (is_at(NUMBER)) return number();
	if (is_at(CHARACTER)) return character();
	if (is_at(STRING)) return string_literal();
	if (is_at(VA_START)) return list_start();
	if (is_at(VA_ARG)) return list_argument();
	if (is_at(VA_COPY)) return list_copy();
	if (is_at(VA_END)) return list_end();
	if (!is_at('(')) fail_expected("an expression", "");
	skip();
	struct node* n = expression();
	expect(')', " to close the parenthesis");
	return n;
}

/* ---- Postfix operators ---- */

/* call := callee "(" [ expression { "," expression } ] ")" */
struct node* call_of(struct node* callee)
{
	struct token* where = take();
	struct type* t = type_int;
	struct node* first = NULL;
	struct node* last = NULL;
	struct node* n;
	callee = value_of(where, callee);
	if (FUNCTION_TYPE == callee->type->kind) t = callee->type->to;
	else if (POINTER != callee->type->kind) fail(where, "a value of type ", callee->type->name, " cannot be called");
	if (!is_at(')')) {
		do {
			n = expression();
			n = value_of(where, n);
			if (NULL == first) first = n;
			else last->next = n;
			last = n;
		} while (accept(','));
	}
	expect(')', " after the arguments");
	n = new_node(CALL, t, callee, first);
	release(where);
	return n;
}

/* index := "[" expression "]" */
struct node* index_of(struct node* base)
{
	struct token* where = take();
	struct node* n = expression();
	expect(']', " after the index");
	n = element(where, base, n);
	release(where);
	return n;
}

/* member := "." name | "->" name */
struct node* member_of(struct node* n)
{
	struct token* where = take();
	struct word* w = token->word;
	struct type* t;
	if (NAME != token->kind) fail_expected("the name of a member", "");
	if ('.' == where->kind) {
		need_place(where, n, "before '.'");
		n = member_at(token, n->left, n->type, w);
	} else {
		n = value_of(where, n);
		t = n->type;
		if (POINTER == t->kind) t = t->to;
		n = member_at(token, n, t, w);
	}
	skip();
	release(where);
	return n;
}

/* step := "++" | "--" */
struct node* postfix_step(struct node* n)
{
	struct token* where = take();
	need_place(where, n, "before ++ or --");
	n = step_after(where, where->kind & 0xFF, n);
	release(where);
	return n;
}

/* postfix := primary { index | member | call | step } */
struct node* postfix(struct node* n, int takes_index)
{
	while (TRUE) {
		if (is_at('[') && takes_index) n = index_of(n);
		else if (is_at('(')) n = call_of(n);
		else if (is_at('.')) {
			refuse_in_bootstrap_mode("the operator .");
			n = member_of(n);
		} else if (is_at(ARROW)) n = member_of(n);
		else if (is_at(INCREMENT) || is_at(DECREMENT)) n = postfix_step(n);
		else return n;
	}
}

/* ---- Unary operators ---- */

/* The operand of a unary operator: it may begin with another one */
struct node* inner_unary(void)
{
	descend(token);
	struct node* n = unary();
	ascend();
	return n;
}

/* cast := "(" type ")" unary. After a cast to a pointer an index belongs to the new pointer: (T*)p[i] is ((T*)p)[i] */
struct node* cast(void)
{
	struct token* where = take();
	struct type* t = type_name();
	struct node* n;
	expect(')', " after the type");
	int is_primary = is_at(NAME);
	if (is_at('(')) is_primary = !is_type_ahead(TRUE);
	if ((POINTER == t->kind) && is_primary) {
		n = convert(where, postfix(primary(), FALSE), t);
		n = postfix(n, TRUE);
	} else n = convert(where, inner_unary(), t);
	release(where);
	return n;
}

/* size := "sizeof" ( "(" type ")" | unary ) */
struct node* size(void)
{
	struct token* where = take();
	struct type* t;
	struct node* n;
	int is_type = FALSE;
	if (is_at('(')) is_type = is_type_ahead(TRUE);
	if (is_type) {
		skip();
		t = type_name();
		expect(')', " after the type");
	} else {
		refuse_in_bootstrap_mode("sizeof of something that is not a type");
		n = inner_unary();
		t = n->type;
	}
	if (t->size < 0) fail(where, "the size of ", t->name, " is not known here");
	return constant(t->size, type_unsigned);
}

/* step := ( "++" | "--" ) unary */
struct node* prefix_step(void)
{
	struct token* where = take();
	struct node* n = inner_unary();
	need_place(where, n, "after ++ or --");
	return compound(where, where->kind & 0xFF, n, constant(1, type_int));
}

/* unary := ( "-" | "+" | "!" | "~" | "*" | "&" ) unary | step | size | cast | postfix */
struct node* unary(void)
{
	struct token* where = token;
	int op = token->kind;
	if (SIZEOF == op) return size();
	if ((INCREMENT == op) || (DECREMENT == op)) {
		refuse_in_bootstrap_mode("an operator ++ or -- before its operand");
		return prefix_step();
	}
	if ('(' == op) {
		if (is_type_ahead(TRUE)) return cast();
		return postfix(primary(), TRUE);
	}
	if (!in_set(op, "-+!~*&")) return postfix(primary(), TRUE);
	take();
	struct node* n = inner_unary();
	if ('-' == op) n = negate(where, n);
	else if ('!' == op) n = logical_not(where, n);
	else if ('~' == op) n = complement(where, n);
	else if ('*' == op) n = dereference(where, n);
	else if ('&' == op) n = address_of(where, n);
	else n = binary(where, '+', n, constant(0, type_int));
	release(where);
	return n;
}

/* ---- Binary operators: level_of in number.c says how tightly they bind ---- */

/* level2 := level3 { ( "&" | "|" | "^" | "&&" | "||" ) level3 }
 * level3 := level4 { ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) level4 }
 * level4 := level5 { ( "<<" | ">>" ) level5 }
 * level5 := level6 { ( "+" | "-" ) level6 }
 * level6 := unary { ( "*" | "/" | "%" ) unary } */
struct node* binary_level(int level)
{
	struct node* left = unary();
	struct node* right;
	struct token* op;
	while (level_of(token->kind) >= level) {
		op = take();
		right = binary_level(level_of(op->kind) + 1);
		left = binary(op, op->kind, left, right);
		release(op);
	}
	return left;
}

/* Is it "+=" or one of its family? */
int is_compound_assignment(int kind)
{
	int op = kind >> 8;
	if ((kind & 0xFF) != '=') return FALSE;
	return (level_of(op) > 3) || in_set(op, "&|^");
}

/* expression := level2 [ assignment expression ]
 * assignment := "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "<<=" | ">>=" | "&=" | "|=" | "^=" */
struct node* expression(void)
{
	struct node* target;
	struct node* value;
	struct token* op;
	descend(token);
	target = binary_level(2);
	if (is_at('=')) {
		op = take();
		need_place(op, target, "before the assignment");
		target = assign(op, target, expression());
		release(op);
	} else if (is_compound_assignment(token->kind)) {
		refuse_in_bootstrap_mode("an operator like +=");
		op = take();
		value = expression();
		target = compound(op, op->kind >> 8, target, value);
		release(op);
	}
	ascend();
	return target;
}

/* constant-expression := level2, whose value is known now */
int constant_expression(char* purpose)
{
	struct token* where = copy_token(token);
	struct node* n = binary_level(2);
	if (CONSTANT != n->op) fail(where, "expected a constant", purpose, "");
	release(where);
	return n->value;
}
