/* What all parsers use: the current token and the one after it. */

struct token* token;        /* the first token not taken yet */
struct token* second;       /* the one behind it, if somebody looked; else NULL */

/* where the token taken last ends */
char* previous_file;
int previous_line;
int previous_column;

/* Takes the current token. The caller may release it. */
struct token* take(void)
{
	struct token* t = token;
	int width = 1;
	if (NULL != t->word) width = length(t->word->text);
	else if (NULL != t->text) width = length(t->text) + 2;
	else if (t->kind > 0xFF) width = 2;
	previous_file = t->file;
	previous_line = t->line;
	previous_column = t->column + width;
	if (NULL == second) token = next_token();
	else token = second;
	second = NULL;
	return t;
}

void skip(void)
{
	release(take());
}

int is_at(int kind)
{
	return token->kind == kind;
}

/* Looks one token further */
int is_before(int kind)
{
	if (NULL == second) second = next_token();
	return second->kind == kind;
}

int accept(int kind)
{
	if (token->kind != kind) return FALSE;
	skip();
	return TRUE;
}

/* Something is missing. If the line ended before the current token, it is missing at the end of that line. */
void fail_expected(char* what, char* purpose)
{
	char* file = token->file;
	int line = token->line;
	int column = token->column;
	if ((previous_line != line) && ((END != token->kind) && (NULL != previous_file))) {
		file = previous_file;
		line = previous_line;
		column = previous_column;
	}
	fail_at(file, line, column, join("expected ", what, purpose), ", found ", spell(token));
}

void expect(int kind, char* purpose)
{
	if (token->kind != kind) fail_expected(spell_kind(kind), purpose);
	skip();
}

/* The name that has to stand here */
struct word* expect_name(char* purpose)
{
	struct word* w = token->word;
	if (NAME != token->kind) fail_expected("a name", purpose);
	skip();
	return w;
}

void refuse_in_bootstrap_mode(char* what)
{
	if (bootstrap_mode) fail(token, what, " is not part of the language of --bootstrap-mode", "");
}
