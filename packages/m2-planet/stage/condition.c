/* Conditions of the preprocessor: which parts of the source are compiled.
 *
 *   conditional := "#if" condition lines { "#elif" condition lines } [ "#else" lines ] "#endif"
 *
 * with #ifdef name for #if defined name, and #ifndef name for its opposite.
 */

enum {
	COMPILED = 1,               /* this part of the #if is compiled */
	NOT_YET,                    /* no part so far, perhaps a later one */
	NO_MORE                     /* a part was, or the whole #if stands in a skipped part */
};

struct condition {
	int state;
	int in_else;
	struct token* where;
	struct condition* outer;
};

struct condition* conditions;   /* the innermost #if */
int condition_count;

int is_skipping(void)
{
	if (NULL == conditions) return FALSE;
	return COMPILED != conditions->state;
}

void skip_quoted(int quote)
{
	source->at = source->at + 1;
	int c = peek_character(0);
	while (((c != quote) && (c != '\n')) && (c != 0)) {
		if (('\\' == c) && (peek_character(1) > ' ')) source->at = source->at + 1;
		source->at = source->at + 1;
		c = peek_character(0);
	}
	if (c == quote) source->at = source->at + 1;
}

/* In a part that is skipped, which need not be C: moves to the next # at the start of a line */
void skip_to_directive(void)
{
	int c;
	while (TRUE) {
		skip_between_tokens();
		c = peek_character(0);
		if (0 == c) return;
		if (('#' == c) && (!line_is_used)) return;
		line_is_used = TRUE;
		if (('"' == c) || ('\'' == c)) skip_quoted(c);
		else source->at = source->at + 1;
	}
}

/* Moves to the end of a directive; a comment that begins in it may end further down. */
void finish_line(void)
{
	int c;
	while (TRUE) {
		skip_between_tokens();
		c = peek_character(0);
		if ((0 == c) || ('\n' == c)) return;
		if (('"' == c) || ('\'' == c)) skip_quoted(c);
		else source->at = source->at + 1;
	}
}

/* ---- #if: the precedence of operators is C's ---- */

struct token* rest;             /* the tokens of the condition not looked at yet */
int decided_depth;              /* how many && and || around us have their answer from their left side */

/* In C, comparisons for equality come below the others, and each bitwise and logical operator has a level of its own. */
int condition_level(int op)
{
	int level = level_of(op);
	if (OR_OR == op) return 1;
	if (AND_AND == op) return 2;
	if ('|' == op) return 3;
	if ('^' == op) return 4;
	if ('&' == op) return 5;
	if ((EQUAL == op) || (NOT_EQUAL == op)) return 6;
	if (level > 0) return level + 4;
	return 0;
}

int condition_binary(int level);

/* condition-unary := ( "-" | "+" | "!" | "~" ) condition-unary | number | character | name | "(" condition ")" */
int condition_unary(void)
{
	struct token* t = rest;
	int value;
	if (END_OF_LINE != t->kind) rest = t->next;
	if (in_set(t->kind, "!-~+")) {
		descend(t);
		value = condition_unary();
		ascend();
		if ('!' == t->kind) return !value;
		if ('-' == t->kind) return -value;
		if ('~' == t->kind) return ~value;
		return value;
	}
	if ('(' == t->kind) {
		descend(t);
		value = condition_binary(1);
		ascend();
		if (')' != rest->kind) fail(t, "this '(' in the condition is never closed", "", "");
		rest = rest->next;
		return value;
	}
	if (NUMBER == t->kind) return number_value(t);
	if (CHARACTER == t->kind) return character_value(t);
	/* a name that is left after the expansion of macros is 0 */
	if (NULL == t->word) fail_found(t, "a value", " in this condition");
	return 0;
}

int condition_binary(int level)
{
	int value = condition_unary();
	int op = rest->kind;
	struct token* where;
	int decided;
	int right;
	while (condition_level(op) >= level) {
		where = rest;
		rest = rest->next;
		decided = ((AND_AND == op) && (0 == value)) || ((OR_OR == op) && (0 != value));
		decided_depth = decided_depth + decided;
		right = condition_binary(condition_level(op) + 1);
		decided_depth = decided_depth - decided;
		if ((('/' == op) || ('%' == op)) && (0 == right)) {
			if (0 == decided_depth) fail(where, "division by zero in this condition", "", "");
			value = 0;
		} else if (AND_AND == op) value = (0 != value) & (0 != right);
		else if (OR_OR == op) value = (0 != value) | (0 != right);
		else value = calculate(op, value, right, FALSE);
		op = rest->kind;
	}
	return value;
}

struct token* truth(struct token* name, int value)
{
	struct token* t = new_token(NUMBER);
	t->word = word(int2str(value, 10, FALSE));
	stand_at(t, name);
	return t;
}

/* defined := "defined" ( name | "(" name ")" ) becomes 0 or 1 */
struct token* read_defined(void)
{
	struct token* t = read_token();
	int parenthesis = '(' == t->kind;
	struct token* name = t;
	if (parenthesis) name = read_token();
	if ((NULL == name->word) || (NUMBER == name->kind)) fail_found(name, "a name", " after defined");
	if (parenthesis) {
		t = read_token();
		if (')' != t->kind) fail(t, "expected ')' after defined(", name->word->text, "");
	}
	return truth(name, NULL != name->word->macro);
}

/* Reads the rest of the line and evaluates it. Macros without text count as 0. */
int read_condition(struct token* directive)
{
	struct word* defined = word("defined");
	struct macro* m;
	struct token* t = read_token();
	struct token* last = NULL;
	while ((END_OF_LINE != t->kind) && (END != t->kind)) {
		if (NULL != t->word) {
			m = t->word->macro;
			if (t->word == defined) t = read_defined();
			else if (NULL != m) {
				if ((NULL == m->body) && ((!m->is_function) && (0 == m->builtin))) t = truth(t, FALSE);
			}
		}
		last = append(last, t);
		t = read_token();
	}
	if (NULL == last) fail(directive, "expected a condition after #", directive->word->text, "");
	t->kind = END_OF_LINE;
	last = append(last, t);
	rest = expand_list(finished(last));
	int value = condition_binary(1);
	if (END_OF_LINE != rest->kind) fail_found(rest, "the end of the condition", "");
	return 0 != value;
}

void open_condition(struct token* where, int is_true)
{
	struct condition* c = allocate(sizeof(struct condition));
	c->where = where;
	c->state = NOT_YET;
	if (is_true) c->state = COMPILED;
	if (is_skipping()) c->state = NO_MORE;
	c->outer = conditions;
	conditions = c;
	condition_count = condition_count + 1;
}

/* The next part of the innermost #if begins; may_compile is what its own condition says. */
void next_part(int may_compile)
{
	if (NOT_YET != conditions->state) conditions->state = NO_MORE;
	else if (may_compile) conditions->state = COMPILED;
}

void need_open_condition(struct token* directive)
{
	if (condition_count > source->base) return;
	fail(directive, "#", directive->word->text, " without an #if before it");
}

void need_no_else(struct token* directive)
{
	need_open_condition(directive);
	if (conditions->in_else) fail(directive, "#", directive->word->text, " after the #else of the same #if");
}

/* The name after #ifdef, #ifndef, #define and #undef */
struct word* directive_name(struct token* directive)
{
	struct token* t = read_token();
	if ((NULL == t->word) || (NUMBER == t->kind)) fail_found(t, "a name after #", directive->word->text);
	return t->word;
}

/* Is the name after #ifdef or #ifndef that of a macro? */
int is_defined(struct token* directive)
{
	struct word* w = directive_name(directive);
	return NULL != w->macro;
}

/* Returns FALSE if the directive has nothing to do with conditions. */
int condition_directive(struct token* t, char* name)
{
	if (match("if", name)) {
		if (is_skipping()) open_condition(t, FALSE);
		else open_condition(t, read_condition(t));
	} else if (match("ifdef", name)) {
		open_condition(t, is_defined(t));
	} else if (match("ifndef", name)) {
		open_condition(t, !is_defined(t));
	} else if (match("elif", name)) {
		need_no_else(t);
		if (NOT_YET == conditions->state) next_part(read_condition(t));
		else next_part(FALSE);
	} else if (match("else", name)) {
		need_no_else(t);
		conditions->in_else = TRUE;
		next_part(TRUE);
	} else if (match("endif", name)) {
		need_open_condition(t);
		conditions = conditions->outer;
		condition_count = condition_count - 1;
	} else return FALSE;
	return TRUE;
}
