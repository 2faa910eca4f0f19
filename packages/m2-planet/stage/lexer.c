/* The lexer: characters to tokens.
 *
 *   token     := word | number | string | character | punctuator
 *   word      := ( letter | "_" ) { letter | digit | "_" }
 *   number    := digit { letter | digit | "_" }
 *   string    := '"' { any character but '"', "\" and line end | "\" any character } '"'
 *   character := the same between "'"
 *   punctuator: the longest that C has
 *
 * Between tokens: blanks, comments, and a backslash at the end of a line. A line "#FILENAME name line", also behind
 * "//", says where the next line really comes from: tools that join files write it.
 */

struct source {
	char* text;             /* ends with a zero byte */
	int at;                 /* the next character */
	char* file;             /* name and line for messages */
	int line;
	int line_start;         /* where in text the line begins */
	int base;               /* how many conditions were open where the file begins */
	struct source* outer;   /* the file that includes this one */
};

struct source* source;

int line_is_used;           /* a token stands before this place on its line */
int in_directive;           /* a line end is a token */
int longest_token;          /* --max-string, or 0 */

/* ---- Errors ---- */

void put_error(char* a, char* b, char* c)
{
	fputs(a, stderr);
	fputs(b, stderr);
	fputs(c, stderr);
}

/* Ends the compiler with "file:line:column: a b c" */
void fail_at(char* file, int line, int column, char* a, char* b, char* c)
{
	put_error(file, ":", int2str(line, 10, TRUE));
	put_error(":", int2str(column, 10, TRUE), ": ");
	put_error(a, b, c);
	put_error("\n", "", "");
	exit(1);
}

void fail(struct token* where, char* a, char* b, char* c)
{
	fail_at(where->file, where->line, where->column, a, b, c);
}

void warn(struct token* where, char* a, char* b)
{
	put_error(where->file, ":", int2str(where->line, 10, TRUE));
	put_error(": warning: ", a, b);
	put_error("\n", "", "");
}

/* ---- How deep things may stand in each other: the functions that read them call themselves, and the stack has an end ---- */

enum {
	DEEPEST = 5000
};

int depth;

void descend(struct token* where)
{
	depth = depth + 1;
	if (depth > DEEPEST) fail(where, "this is nested more than 5000 levels deep", "", "");
}

void ascend(void)
{
	depth = depth - 1;
}

/* ---- Tokens: those that were used are used again ---- */

struct token* unused_tokens;

struct token* new_token(int kind)
{
	struct token* t = unused_tokens;
	if (NULL == t) t = allocate(sizeof(struct token));
	else unused_tokens = t->next;
	t->kind = kind;
	t->word = NULL;
	t->text = NULL;
	t->first = FALSE;
	t->spaced = FALSE;
	t->frozen = FALSE;
	t->parameter = 0;
	t->ended = NULL;
	t->next = NULL;
	return t;
}

/* t stands where `where` does: for messages */
void stand_at(struct token* t, struct token* where)
{
	t->file = where->file;
	t->line = where->line;
	t->column = where->column;
}

void release(struct token* t)
{
	t->next = unused_tokens;
	unused_tokens = t;
}

struct token* copy_token(struct token* t)
{
	struct token* c = new_token(t->kind);
	c->word = t->word;
	c->text = t->text;
	stand_at(c, t);
	c->first = t->first;
	c->spaced = t->spaced;
	c->frozen = t->frozen;
	c->parameter = t->parameter;
	c->ended = t->ended;
	return c;
}

/* The characters of a punctuator */
char* punctuator(int kind)
{
	char* s = allocate(4);
	int n = 0;
	int shift;
	for (shift = 16; shift >= 0; shift = shift - 8) {
		s[n] = kind >> shift;
		if (0 != s[n]) n = n + 1;
	}
	return s;
}

/* How a kind of token is called in a message */
char* spell_kind(int kind)
{
	if (NAME == kind) return "a name";
	if (NUMBER == kind) return "a number";
	if (STRING == kind) return "a string";
	if (CHARACTER == kind) return "a character";
	if (END == kind) return "the end of the file";
	if (END_OF_LINE == kind) return "the end of the line";
	return join("'", punctuator(kind), "'");
}

char* spell(struct token* t)
{
	if (NULL != t->word) return join("'", t->word->text, "'");
	if (STRING == t->kind) return join("\"", t->text, "\"");
	if (CHARACTER == t->kind) return join("'", t->text, "'");
	return spell_kind(t->kind);
}

/* Ends the compiler with "... expected a b, found t" */
void fail_found(struct token* t, char* a, char* b)
{
	fail(t, join("expected ", a, b), ", found ", spell(t));
}

/* ---- Reading files ---- */

/* All that file holds, with a zero byte behind it. Every further read is twice as long, so long files stay cheap. */
char* read_all(FILE* file, char* name)
{
	int room = BLOCK_SIZE;
	int used = 0;
	int i;
	char* text = calloc(room + 1, 1);
	char* bigger;
	require(NULL != text, "out of memory\n");
	int got = fread(text, 1, room, file);
	while (got > 0) {
		used = used + got;
		if (used == room) {
			room = room * 2;
			bigger = calloc(room + 1, 1);
			require(NULL != bigger, "out of memory\n");
			for (i = 0; i < used; i = i + 1) bigger[i] = text[i];
			free(text);
			text = bigger;
		}
		got = fread(text + used, 1, room - used, file);
	}
	text[used] = 0;
	if (used > length(text)) fail_at(name, 1, 1, "this file has a byte 0 in it, so it is no text", "", "");
	return text;
}

/* From now on characters come from text; when it ends, the text we were reading goes on. */
void enter_source(char* text, char* name, int open_conditions)
{
	struct source* s = allocate(sizeof(struct source));
	s->text = text;
	s->file = name;
	s->line = 1;
	s->base = open_conditions;
	s->outer = source;
	source = s;
	line_is_used = FALSE;
}

struct name_list* inputs;   /* files of the command line still to be read */

/* Goes on with the next input file. Returns FALSE if there is none. */
int open_next_input(void)
{
	if (NULL == inputs) return FALSE;
	char* name = inputs->name;
	FILE* file = fopen(name, "r");
	if (NULL == file) {
		put_error("cannot open the input file ", name, "\n");
		exit(1);
	}
	source = NULL;
	enter_source(read_all(file, name), name, 0);
	fclose(file);
	inputs = inputs->next;
	return TRUE;
}

/* ---- Characters ---- */

int is_digit(int c)
{
	return (c >= '0') && (c <= '9');
}

/* The value of a digit; letters go on behind 9 */
int digit_value(int c)
{
	if (is_digit(c)) return c - '0';
	if ((c >= 'a') && (c <= 'z')) return (c - 'a') + 10;
	if ((c >= 'A') && (c <= 'Z')) return (c - 'A') + 10;
	return 99;
}

int is_word_character(int c)
{
	if ((c >= 'a') && (c <= 'z')) return TRUE;
	return (digit_value(c) < 99) || (c == '_');
}

int is_blank(int c)
{
	return ((c == ' ') || (c == '\t')) || (c == '\r');
}

int peek_character(int ahead)
{
	return source->text[source->at + ahead];
}

void fail_here(char* message)
{
	fail_at(source->file, source->line, (source->at - source->line_start) + 1, message, "", "");
}

void next_line(void)
{
	source->at = source->at + 1;
	source->line = source->line + 1;
	source->line_start = source->at;
	line_is_used = FALSE;
}

void skip_spaces(void)
{
	char* text = source->text;
	int at = source->at;
	while (is_blank(text[at])) at = at + 1;
	source->at = at;
}

/* Does the text go on with s? */
int follows(char* s)
{
	int i;
	for (i = 0; 0 != s[i]; i = i + 1) {
		if (s[i] != peek_character(i)) return FALSE;
	}
	return TRUE;
}

/* Moves to the end of the line: its line end, or the end of the text */
void skip_line(void)
{
	char* text = source->text;
	int at = source->at;
	while ((text[at] != '\n') && (text[at] != 0)) at = at + 1;
	source->at = at;
}

/* file-name-line := "#FILENAME" name number, the rest of a line; the next line is that line of that file */
void file_name_line(void)
{
	char* text = source->text;
	source->at = source->at + 9;
	skip_spaces();
	int start = source->at;
	while (peek_character(0) > ' ') source->at = source->at + 1;
	struct word* w = find_word(text + start, source->at - start);
	source->file = w->text;
	skip_spaces();
	start = source->at;
	while (is_digit(peek_character(0))) source->at = source->at + 1;
	w = find_word(text + start, source->at - start);
	source->line = strtoint(w->text) - 1;
	skip_line();
}

void line_comment(void)
{
	source->at = source->at + 2;
	skip_spaces();
	if (follows("#FILENAME ")) file_name_line();
	skip_line();
}

void block_comment(void)
{
	char* text = source->text;
	int line = source->line;
	int column = (source->at - source->line_start) + 1;
	int at = source->at + 2;
	while (('*' != text[at]) || ('/' != text[at + 1])) {
		if (0 == text[at]) fail_at(source->file, line, column, "this comment is never closed with */", "", "");
		at = at + 1;
		if ('\n' == text[at - 1]) {
			source->line = source->line + 1;
			source->line_start = at;
		}
	}
	source->at = at + 2;
}

/* A backslash before a line end joins the lines */
int is_joined_line(void)
{
	if ('\\' != peek_character(0)) return FALSE;
	if ('\n' == peek_character(1)) return TRUE;
	return ('\r' == peek_character(1)) && ('\n' == peek_character(2));
}

void join_line(void)
{
	int used = line_is_used;
	while ('\n' != peek_character(0)) source->at = source->at + 1;
	next_line();
	line_is_used = used;
}

/* Skips what stands between tokens */
void skip_between_tokens(void)
{
	int c;
	while (TRUE) {
		c = peek_character(0);
		if (is_blank(c)) skip_spaces();
		else if (('\n' == c) && (!in_directive)) next_line();
		else if (('/' == c) && ('/' == peek_character(1))) line_comment();
		else if (('/' == c) && ('*' == peek_character(1))) block_comment();
		else if (is_joined_line()) join_line();
		else return;
	}
}

/* ---- Tokens ---- */

/* A string or character constant, from its opening quote on */
char* quoted_text(int quote)
{
	int start = source->at + 1;
	int i;
	source->at = start;
	int c = peek_character(0);
	while (c != quote) {
		if ('\\' == c) source->at = source->at + 1;
		c = peek_character(0);
		if ((c == '\n') || (c == 0)) {
			source->at = start - 1;
			if ('"' == quote) fail_here("this string is not closed on its line");
			fail_here("this character constant is not closed on its line");
		}
		source->at = source->at + 1;
		c = peek_character(0);
	}
	int size = source->at - start;
	char* s = allocate(size + 1);
	for (i = 0; i < size; i = i + 1) s[i] = source->text[start + i];
	source->at = source->at + 1;
	return s;
}

struct word* read_word(void)
{
	char* text = source->text;
	int start = source->at;
	int at = start;
	while (is_word_character(text[at])) at = at + 1;
	source->at = at;
	return find_word(text + start, at - start);
}

/* Can c and d begin an operator? */
int is_pair(int c, int d)
{
	if ('=' == d) return in_set(c, "+-*/%&|^<>=!");
	if (c == d) return in_set(c, "+-&|<>");
	return ('-' == c) && ('>' == d);
}

int read_punctuator(void)
{
	int c = peek_character(0);
	int d = peek_character(1);
	source->at = source->at + 1;
	if (((c < ' ') || (c > '~')) || in_set(c, "@$`\\")) return UNKNOWN_CHARACTER;
	if (('.' == c) && ('.' == d)) {
		if ('.' != peek_character(1)) return c;
		source->at = source->at + 2;
		return ELLIPSIS;
	}
	if (!is_pair(c, d)) return c;
	source->at = source->at + 1;
	int e = peek_character(0);
	if (((c == d) && ('=' == e)) && in_set(c, "<>")) {
		source->at = source->at + 1;
		return (((c << 8) | d) << 8) | e;
	}
	return (c << 8) | d;
}

/* The next token of the source; END when it is used up */
struct token* read_token(void)
{
	struct token* t = new_token(END);
	int start = source->at;
	skip_between_tokens();
	t->spaced = source->at > start;
	t->first = !line_is_used;
	line_is_used = TRUE;
	start = source->at;
	int c = peek_character(0);
	t->file = source->file;
	t->line = source->line;
	t->column = (source->at - source->line_start) + 1;
	if (0 == c) return t;
	if ('\n' == c) t->kind = END_OF_LINE;
	else if (is_word_character(c)) {
		t->word = read_word();
		t->kind = t->word->kind;
		if (is_digit(c)) t->kind = NUMBER;
	} else if ('"' == c) {
		t->kind = STRING;
		t->text = quoted_text(c);
	} else if ('\'' == c) {
		t->kind = CHARACTER;
		t->text = quoted_text(c);
	} else t->kind = read_punctuator();
	if (UNKNOWN_CHARACTER == t->kind) {
		t->word = find_word(source->text + start, 1);
		fail(t, "the character ", spell(t), " has no meaning here");
	}
	if (longest_token > 0) {
		if ((source->at - start) > longest_token) fail(t, "this token is longer than --max-string allows", "", "");
	}
	return t;
}
