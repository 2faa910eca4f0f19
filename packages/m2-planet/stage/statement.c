/* Statements: tokens to code. */

void statement(void);
void block(void);
void declaration(void);         /* declaration.c */

/* Where break and continue go; NULL outside of loops and switches */
struct label* break_target;
struct label* continue_target;
int loop_depth;

struct type* result_type;       /* of the function being compiled */

/* ---- Parts of statements ---- */

struct node* parenthesised_condition(char* purpose)
{
	expect('(', purpose);
	struct token* where = copy_token(token);
	struct node* n = value_of(where, expression());
	release(where);
	expect(')', " after the condition");
	return n;
}

/* The body of a loop */
void loop_body(struct label* break_label, struct label* continue_label)
{
	struct label* outer_break = break_target;
	struct label* outer_continue = continue_target;
	break_target = break_label;
	continue_target = continue_label;
	loop_depth = loop_depth + 1;
	statement();
	loop_depth = loop_depth - 1;
	break_target = outer_break;
	continue_target = outer_continue;
}

int is_always_true(struct node* condition)
{
	if (CONSTANT != condition->op) return FALSE;
	return 0 != condition->value;
}

/* ---- Branches and loops ---- */

/* if := "if" "(" expression ")" statement [ "else" statement ] */
void if_statement(void)
{
	struct label* otherwise = new_label();
	struct label* end;
	skip();
	branch(parenthesised_condition(" after if"), otherwise, FALSE);
	statement();
	if (accept(ELSE)) {
		end = new_label();
		jump(ALWAYS, end);
		place(otherwise);
		statement();
		place(end);
	} else place(otherwise);
}

/* while := "while" "(" expression ")" statement. The test stands behind the body, so a turn costs one jump. */
void while_statement(void)
{
	struct label* body = new_label();
	struct label* test = new_label();
	struct label* end = new_label();
	skip();
	struct node* condition = parenthesised_condition(" after while");
	if (!is_always_true(condition)) jump(ALWAYS, test);
	place_target(body);
	loop_body(end, test);
	place(test);
	branch(condition, body, TRUE);
	place(end);
}

/* do := "do" statement "while" "(" expression ")" ";" */
void do_statement(void)
{
	struct label* body = new_label();
	struct label* test = new_label();
	struct label* end = new_label();
	skip();
	place_target(body);
	loop_body(end, test);
	place(test);
	if (!accept(WHILE)) fail_expected("'while'", " after the body of do");
	branch(parenthesised_condition(" after while"), body, TRUE);
	expect(';', " after do ... while (...)");
	place(end);
}

/* for := "for" "(" ( declaration | [ expression ] ";" ) [ expression ] ";" [ expression ] ")" statement */
void for_statement(void)
{
	struct label* body = new_label();
	struct label* step_label = new_label();
	struct label* test = new_label();
	struct label* end = new_label();
	struct symbol* outer_scope = scope;
	struct node* condition = constant(1, type_int);
	struct node* step = constant(0, type_int);
	struct symbol* outer_block = block_scope;
	int outer_used = frame_used;
	block_scope = scope;
	skip();
	expect('(', " after for");
	if (is_type_ahead(FALSE)) declaration();
	else {
		if (!is_at(';')) generate_effect(expression(), EAX);
		expect(';', " after the first clause of for");
	}
	if (!is_at(';')) condition = value_of(token, expression());
	expect(';', " after the second clause of for");
	if (!is_at(')')) step = expression();
	expect(')', " after the third clause of for");
	if (!is_always_true(condition)) jump(ALWAYS, test);
	place_target(body);
	loop_body(end, step_label);
	place(step_label);
	generate_effect(step, EAX);
	place(test);
	branch(condition, body, TRUE);
	place(end);
	leave_scope(outer_scope);
	block_scope = outer_block;
	frame_used = outer_used;
}

/* ---- switch ---- */

struct switch_case {
	int value;
	struct label* label;
	struct switch_case* next;
};

struct switch_case* cases;          /* of the innermost switch, in order */
struct switch_case* last_case;
struct label* default_label;
int in_switch;

/* switch := "switch" "(" expression ")" statement. The value stays in eax; the comparisons stand behind the body. */
void switch_statement(void)
{
	struct switch_case* outer_cases = cases;
	struct switch_case* outer_last = last_case;
	struct label* outer_default = default_label;
	struct label* outer_break = break_target;
	int outer_in_switch = in_switch;
	struct label* dispatch = new_label();
	struct label* end = new_label();
	refuse_in_bootstrap_mode("switch");
	skip();
	cases = NULL;
	last_case = NULL;
	default_label = NULL;
	break_target = end;
	in_switch = TRUE;
	generate(parenthesised_condition(" after switch"), EAX);
	jump(ALWAYS, dispatch);
	statement();
	jump(ALWAYS, end);
	place(dispatch);
	while (NULL != cases) {
		family(7, EAX, immediate(cases->value));
		jump(IF_EQUAL, cases->label);
		cases = cases->next;
	}
	if (NULL != default_label) jump(ALWAYS, default_label);
	place(end);
	cases = outer_cases;
	last_case = outer_last;
	default_label = outer_default;
	break_target = outer_break;
	in_switch = outer_in_switch;
}

/* case := "case" constant-expression ":" */
void case_label(void)
{
	struct token* where = take();
	struct switch_case* c = scratch(sizeof(struct switch_case));
	struct switch_case* other;
	if (!in_switch) fail(where, "case outside of a switch", "", "");
	c->value = constant_expression(" after case");
	expect(':', " after the value of the case");
	for (other = cases; NULL != other; other = other->next) {
		if (other->value == c->value) fail(where, "this case is already there: ", int2str(c->value, 10, TRUE), "");
	}
	c->label = new_label();
	place_target(c->label);
	if (NULL == cases) cases = c;
	else last_case->next = c;
	last_case = c;
	release(where);
}

/* default := "default" ":" */
void default_case(void)
{
	if (!in_switch) fail(token, "default outside of a switch", "", "");
	if (NULL != default_label) fail(token, "this switch already has a default", "", "");
	skip();
	expect(':', " after default");
	default_label = new_label();
	place_target(default_label);
}

/* ---- Jumps ---- */

struct word* goto_labels;           /* those the current function mentions */

/* The label of this name, in this function */
struct label* label_of(struct token* t)
{
	struct word* w = t->word;
	if (NULL == w->label) {
		w->label = new_label();
		w->label->mention = t;
		w->next_label = goto_labels;
		goto_labels = w;
	}
	return w->label;
}

/* goto := "goto" name ";" */
void goto_statement(void)
{
	skip();
	if (NAME != token->kind) fail_expected("the name of a label", " after goto");
	jump(ALWAYS, label_of(take()));
	expect(';', " after goto");
}

/* label := name ":" */
void label_statement(void)
{
	struct token* where = take();
	struct label* l = label_of(where);
	if (l->placed) fail(where, "the label ", where->word->text, " is already in this function");
	skip();
	place_target(l);
}

/* At the end of a function: every label that was used is there. */
void check_labels(void)
{
	struct word* w;
	for (w = goto_labels; NULL != w; w = w->next_label) {
		if (!w->label->placed) fail(w->label->mention, "the label ", w->text, " is not in this function");
		w->label = NULL;
	}
	goto_labels = NULL;
}

/* jump := ( "break" | "continue" ) ";" */
void jump_statement(struct label* target, char* where_to)
{
	struct token* where = take();
	if (NULL == target) fail(where, spell(where), " outside of ", where_to);
	jump(ALWAYS, target);
	expect(';', join(" after ", where->word->text, ""));
	release(where);
}

/* return := "return" [ expression ] ";" */
void return_statement(void)
{
	struct token* where = take();
	struct node* n;
	if (!is_at(';')) {
		n = value_of(where, expression());
		if ((result_type->size < 4) && (result_type->size > 0)) n = convert(where, n, result_type);
		generate(n, EAX);
	}
	expect(';', " after return");
	leave_function();
	release(where);
}

/* asm := "asm" "(" string { string } ")" ";". Each string becomes one line as it stands. */
void asm_statement(void)
{
	skip();
	expect('(', " after asm");
	if (!is_at(STRING)) fail_expected("a string", " with a line of assembly");
	while (is_at(STRING)) {
		asm_line(token->text);
		skip();
	}
	expect(')', " after the lines of asm");
	expect(';', " after asm (...)");
}

/* ---- Statements ---- */

void expression_statement(void)
{
	struct node* n = expression();
	if (STRUCTURE != n->type->kind) value_of(token, n);
	generate_effect(n, EAX);
	expect(';', " after the expression");
}

/* statement := block | if | while | do | for | switch | case | default | jump | goto | label | return | asm
 *            | declaration | ";" | expression ";" */
void statement(void)
{
	int kind = token->kind;
	int is_label = FALSE;
	descend(token);
	if (NAME == kind) is_label = is_before(':');
	if ('{' == kind) block();
	else if (is_label) label_statement();
	else if (is_type_ahead(FALSE)) declaration();
	else if (IF == kind) if_statement();
	else if (WHILE == kind) while_statement();
	else if (DO == kind) do_statement();
	else if (FOR == kind) for_statement();
	else if (SWITCH == kind) switch_statement();
	else if (CASE == kind) case_label();
	else if (DEFAULT == kind) default_case();
	else if (BREAK == kind) jump_statement(break_target, "a loop or switch");
	else if (CONTINUE == kind) jump_statement(continue_target, "a loop");
	else if (GOTO == kind) goto_statement();
	else if (RETURN == kind) return_statement();
	else if (ASM == kind) asm_statement();
	else if (!accept(';')) expression_statement();
	ascend();
}

/* block := "{" { statement } "}". Its variables leave their room on the frame to the blocks that follow. */
void block(void)
{
	struct symbol* outer_scope = scope;
	struct symbol* outer_block = block_scope;
	int outer_used = frame_used;
	block_scope = scope;
	expect('{', "");
	while (!accept('}')) {
		if (is_at(END)) fail_expected("'}'", " at the end of the block");
		statement();
	}
	leave_scope(outer_scope);
	block_scope = outer_block;
	frame_used = outer_used;
}
