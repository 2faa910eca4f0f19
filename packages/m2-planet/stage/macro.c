/* Macros: tokens to tokens.
 *
 * A macro's text is put in front of the tokens still to be read, followed by a token END_OF_MACRO. Until that comes
 * by, the macro is active and its name means only itself, for good: such a token is frozen. So every expansion ends.
 */

enum {
	BUILTIN_LINE = 1,
	BUILTIN_FILE,
	BUILTIN_KEPT        /* expanded in conditions only */
};

struct token* pending;      /* tokens to be read before those of the source */

struct token* next_source_token(void);  /* preprocessor.c */

/* A list under construction is a ring, known by its last token (NULL: empty). Returns the new last token. */
struct token* append(struct token* last, struct token* t)
{
	t->next = t;
	if (NULL == last) return t;
	t->next = last->next;
	last->next = t;
	return t;
}

/* Opens the ring: the finished list, known by its first token */
struct token* finished(struct token* last)
{
	if (NULL == last) return NULL;
	struct token* first = last->next;
	last->next = NULL;
	return first;
}

void release_list(struct token* t)
{
	struct token* next;
	while (NULL != t) {
		next = t->next;
		release(t);
		t = next;
	}
}

struct token* next_unexpanded(void)
{
	struct token* t = pending;
	if (NULL == t) return next_source_token();
	/* the END of a list stays, however often it is read */
	if (END != t->kind) pending = t->next;
	return t;
}

void unread(struct token* t)
{
	if ((END == t->kind) && (NULL != pending)) return;
	t->next = pending;
	pending = t;
}

/* The next token that is not an END_OF_MACRO; the macros that end here may be expanded again. */
struct token* next_behind_macros(void)
{
	struct token* t = next_unexpanded();
	while (END_OF_MACRO == t->kind) {
		t->ended->active = FALSE;
		release(t);
		t = next_unexpanded();
	}
	return t;
}

struct token* next_token(void);

/* The tokens of a list, with their macros expanded */
struct token* expand_list(struct token* list)
{
	struct token* outer = pending;
	int outer_depth = depth;
	struct token* end = new_token(END);
	struct token* last = NULL;
	pending = end;
	if (NULL != list) {
		descend(list);
		pending = list;
		while (NULL != list->next) list = list->next;
		list->next = end;
	}
	struct token* t = next_token();
	while (END != t->kind) {
		last = append(last, t);
		t = next_token();
	}
	release(t);
	pending = outer;
	depth = outer_depth;
	return finished(last);
}

/* ---- Arguments ---- */

struct argument {
	struct token* text;
	int is_expanded;            /* that happens when a parameter asks for it */
	struct argument* next;
};

struct token* argument_end;     /* the token behind the argument read last */

/* One argument: the tokens up to a comma or parenthesis outside of parentheses */
struct token* read_argument(struct token* name)
{
	int depth = 0;
	struct token* last = NULL;
	struct token* t = next_behind_macros();
	while ((depth > 0) || ((',' != t->kind) && (')' != t->kind))) {
		if (END == t->kind) fail(name, "the arguments of the macro ", spell(name), " are not closed by ')'");
		if ('(' == t->kind) depth = depth + 1;
		if (')' == t->kind) depth = depth - 1;
		last = append(last, t);
		t = next_behind_macros();
	}
	argument_end = t;
	return finished(last);
}

/* arguments := "(" [ argument { "," argument } ] ")"; the parenthesis is behind us */
struct argument* read_arguments(struct token* name, struct macro* m)
{
	struct argument* first = NULL;
	struct argument* last = NULL;
	struct argument* a;
	struct token* end;
	int count = 0;
	do {
		a = allocate(sizeof(struct argument));
		a->text = read_argument(name);
		end = argument_end;
		if (NULL == first) first = a;
		else last->next = a;
		last = a;
		count = count + 1;
		if ((1 == count) && (0 == m->parameters)) {
			if ((NULL == a->text) && (')' == end->kind)) count = 0;
		}
	} while (')' != end->kind);
	if (count != m->parameters) {
		fail(name, join("the macro ", spell(name), " has "),
			join(int2str(m->parameters, 10, TRUE), " parameters, but here it gets ", int2str(count, 10, TRUE)), "");
	}
	return first;
}

/* Appends the argument for a parameter to a list */
struct token* append_argument(struct token* last, struct token* parameter, struct argument* arguments)
{
	struct token* t;
	struct token* c;
	int spaced = parameter->spaced;
	int i;
	for (i = 1; i < parameter->parameter; i = i + 1) arguments = arguments->next;
	if (!arguments->is_expanded) arguments->text = expand_list(arguments->text);
	arguments->is_expanded = TRUE;
	for (t = arguments->text; NULL != t; t = t->next) {
		c = copy_token(t);
		c->spaced = c->spaced | spaced;
		last = append(last, c);
	}
	return last;
}

/* ---- Expansion ---- */

/* Puts the macro's text in front of what is to be read. It stands where the name stood. */
void enter_macro(struct token* name, struct macro* m, struct argument* arguments)
{
	struct token* t;
	struct token* c;
	struct token* last = NULL;
	for (t = m->body; NULL != t; t = t->next) {
		if (('#' == t->kind) && m->is_function) {
			fail(name, "the macro ", spell(name), " uses # or ##, which M2-Planet does not have");
		}
		if (t->parameter > 0) last = append_argument(last, t, arguments);
		else {
			c = copy_token(t);
			stand_at(c, name);
			last = append(last, c);
		}
	}
	c = new_token(END_OF_MACRO);
	c->ended = m;
	last = append(last, c);
	t = finished(last);
	t->spaced = name->spaced;
	c->next = pending;
	pending = t;
	m->active = TRUE;
	while (NULL != arguments) {
		release_list(arguments->text);
		arguments = arguments->next;
	}
}

void enter_builtin(struct token* name, int builtin)
{
	struct token* t = new_token(NUMBER);
	if (BUILTIN_LINE == builtin) t->word = word(int2str(name->line, 10, TRUE));
	else {
		t->kind = STRING;
		t->text = name->file;
	}
	stand_at(t, name);
	unread(t);
}

/* Expands the macro m whose name was read. Returns whether it did: a macro with parameters needs a "(". */
int expand(struct token* name, struct macro* m)
{
	struct token* t;
	if (BUILTIN_KEPT == m->builtin) {
		if (!in_directive) return FALSE;
		enter_macro(name, m, NULL);
	} else if (0 != m->builtin) enter_builtin(name, m->builtin);
	else if (m->is_function) {
		t = next_behind_macros();
		if ('(' != t->kind) {
			unread(t);
			return FALSE;
		}
		release(t);
		enter_macro(name, m, read_arguments(name, m));
	} else enter_macro(name, m, NULL);
	return TRUE;
}

/* The next token for the compiler */
struct token* next_token(void)
{
	struct token* t;
	struct macro* m;
	while (TRUE) {
		t = next_behind_macros();
		if (NULL == t->word) return t;
		m = t->word->macro;
		if ((NULL == m) || t->frozen) return t;
		if (m->active) {
			t->frozen = TRUE;
			return t;
		}
		if (!expand(t, m)) return t;
		release(t);
	}
}

/* ---- Definitions ---- */

struct macro* new_macro(struct word* name)
{
	struct macro* m = allocate(sizeof(struct macro));
	name->macro = m;
	return m;
}

void define_builtin(char* name, int builtin)
{
	struct macro* m = new_macro(word(name));
	m->builtin = builtin;
}

/* From now on the macro is only expanded in conditions: in the text it is left to the compiler. */
void keep_macro(char* name)
{
	struct word* w = word(name);
	w->macro->builtin = BUILTIN_KEPT;
}

/* Defines a macro whose text is read from a string: "NAME" or "NAME=text" */
void define_from_text(char* definition)
{
	struct token* last = NULL;
	int n = 0;
	while ((0 != definition[n]) && ('=' != definition[n])) n = n + 1;
	struct macro* m = new_macro(find_word(definition, n));
	if ('=' != definition[n]) return;
	char* name = join("<macro ", definition, ">");
	enter_source(definition + n + 1, name, 0);
	struct token* t = read_token();
	while (END != t->kind) {
		last = append(last, t);
		t = read_token();
	}
	m->body = finished(last);
	source = source->outer;
}
