/* The preprocessor's lines:
 *
 *   line := "#" [ "include" file | "define" definition | "undef" name
 *               | "if" condition | "ifdef" name | "ifndef" name | "elif" condition | "else" | "endif"
 *               | "error" text | "warning" text | anything else, which is skipped with a warning ]
 */

int bootstrap_mode;         /* --bootstrap-mode: all such lines are skipped */

/* ---- #define ---- */

/* parameters := [ name { "," name } ] ")". Returns the list of names. */
struct token* macro_parameters(struct word* name, struct macro* m)
{
	struct token* t = read_token();
	struct token* last = NULL;
	if (')' == t->kind) return NULL;
	while (TRUE) {
		if (ELLIPSIS == t->kind) fail(t, "macros with '...' are not supported", "", "");
		if ((NULL == t->word) || (NUMBER == t->kind)) fail_found(t, "a parameter of the macro ", name->text);
		last = append(last, t);
		m->parameters = m->parameters + 1;
		t = read_token();
		if (')' == t->kind) return finished(last);
		if (',' != t->kind) fail_found(t, "',' or ')' after a parameter of the macro ", name->text);
		t = read_token();
	}
}

/* Which of the parameters is it? 1 is the first, 0 none. */
int parameter_index(struct word* w, struct token* parameters)
{
	int i = 1;
	if (NULL == w) return 0;
	while (NULL != parameters) {
		if (parameters->word == w) return i;
		i = i + 1;
		parameters = parameters->next;
	}
	return 0;
}

/* definition := name [ parameters ] text; the "(" of parameters touches the name */
void define_directive(struct token* directive)
{
	struct token* parameters = NULL;
	struct token* last = NULL;
	struct word* name = directive_name(directive);
	struct macro* m = new_macro(name);
	m->is_function = '(' == peek_character(0);
	struct token* t = read_token();
	if (m->is_function) {
		parameters = macro_parameters(name, m);
		t = read_token();
	}
	while ((END_OF_LINE != t->kind) && (END != t->kind)) {
		t->parameter = parameter_index(t->word, parameters);
		last = append(last, t);
		t = read_token();
	}
	m->body = finished(last);
}

/* ---- #include ---- */

int expand_includes;        /* --expand-includes */
int include_depth;

/* The path of the file to include; "" if it is to be skipped, NULL if there is none. In include.c of each program. */
char* find_include(char* name, int is_library);

/* include := "#" "include" ( '"' name '"' | "<" name ">" ) */
void include_directive(struct token* directive)
{
	struct word* name;
	FILE* file;
	if (!expand_includes) return;
	skip_spaces();
	int quote = peek_character(0);
	if ('<' == quote) quote = '>';
	else if ('"' != quote) fail_here("expected \"file\" or <file> after #include");
	int start = source->at + 1;
	source->at = start;
	while ((peek_character(0) != quote) && (peek_character(0) >= ' ')) source->at = source->at + 1;
	if (peek_character(0) != quote) fail_here("the name of this file is not closed");
	name = find_word(source->text + start, source->at - start);
	finish_line();
	char* path = find_include(name->text, '>' == quote);
	if (NULL == path) fail(directive, "cannot find the file ", name->text, "");
	if (match("", path)) return;
	file = fopen(path, "r");
	if (NULL == file) fail(directive, "cannot open the file ", path, "");
	include_depth = include_depth + 1;
	if (include_depth > 200) fail(directive, "files include each other more than 200 levels deep", "", "");
	enter_source(read_all(file, path), path, condition_count);
	fclose(file);
}

/* ---- All of them ---- */

/* The text up to the end of the line */
char* rest_of_line(void)
{
	skip_spaces();
	int start = source->at;
	skip_line();
	int n = source->at - start;
	char* s = join(source->text + start, "", "");
	s[n] = 0;
	return s;
}

void other_directive(struct token* t, char* name)
{
	struct word* w;
	if (match("define", name)) define_directive(t);
	else if (match("undef", name)) {
		w = directive_name(t);
		w->macro = NULL;
	} else if (match("include", name)) include_directive(t);
	else if (match("error", name)) fail(t, "#error ", rest_of_line(), "");
	else if (match("warning", name)) warn(t, "#warning ", rest_of_line());
	else warn(t, "this directive is unknown and skipped: #", name);
}

/* The # is behind us. */
void directive(void)
{
	struct source* here = source;
	if (follows("FILENAME ")) {
		source->at = source->at - 1;
		file_name_line();
		return;
	}
	if (bootstrap_mode) {
		skip_line();
		return;
	}
	in_directive = TRUE;
	struct token* t = read_token();
	if (NULL != t->word) {
		if (!condition_directive(t, t->word->text)) {
			if (!is_skipping()) other_directive(t, t->word->text);
		}
	} else if (END_OF_LINE != t->kind) {
		if (!is_skipping()) fail_found(t, "the name of a directive", " after #");
	}
	if (here == source) finish_line();
	in_directive = FALSE;
}

/* At the end of a file: goes on with the one that included it, or the next input. Returns FALSE if there is none. */
int leave_source(void)
{
	if (condition_count > source->base) {
		fail(conditions->where, "this #", conditions->where->word->text, " is never closed with #endif");
	}
	if (NULL != source->outer) {
		source = source->outer;
		include_depth = include_depth - 1;
		return TRUE;
	}
	return open_next_input();
}

/* The next token of the program; directives are carried out on the way. */
struct token* next_source_token(void)
{
	struct token* t;
	while (TRUE) {
		if (is_skipping()) skip_to_directive();
		t = read_token();
		if (END == t->kind) {
			if (!leave_source()) return t;
		} else if (('#' == t->kind) && (t->first && (!in_directive))) directive();
		else return t;
		release(t);
	}
}
