/* Tokens back to C. Lines and blanks are kept, so that whoever reads the text, or a message about it, finds the place. */

int last_kind;              /* of the token printed last */

/* Would the two tokens read as one, or as others, if they touched? */
int need_blank(int last, struct token* t)
{
	int is_word = (NULL != t->word) || (CHARACTER == t->kind);
	if ((NAME == last) || (NUMBER == last)) return is_word;
	if ('/' == last) return ('/' == t->kind) || ('*' == t->kind);
	return is_pair(last & 0xFF, t->kind & 0xFF);
}

void put_token(struct token* t)
{
	last_kind = NAME;
	if (NULL != t->word) put(t->word->text);
	else if ((STRING == t->kind) || (CHARACTER == t->kind)) put(spell(t));
	else {
		last_kind = t->kind;
		put(punctuator(t->kind));
	}
}

/* Goes to the line of t, which is further down or in another file: by line ends, or by a note about the place, which
 * our lexer understands and other compilers take for a comment. Then as far to the right as it was. */
void put_place(struct token* t, char* file, int line)
{
	int i;
	int lines = t->line - line;
	if ((file != t->file) || (lines > 8)) {
		if (NULL != file) put_char('\n');
		put("// #FILENAME ");
		put(t->file);
		put_char(' ');
		put_number(t->line);
		lines = 1;
	}
	for (i = 0; i < lines; i = i + 1) put_char('\n');
	for (i = 1; i < t->column; i = i + 1) put_char(' ');
}

/* The whole program, preprocessed */
void print_tokens(void)
{
	struct token* t = next_token();
	char* file = NULL;
	int line = 0;
	while (END != t->kind) {
		if ((line < t->line) || (file != t->file)) {
			put_place(t, file, line);
			file = t->file;
			line = t->line;
		} else if (t->spaced || need_blank(last_kind, t)) put_char(' ');
		put_token(t);
		release(t);
		t = next_token();
	}
	put_char('\n');
}
