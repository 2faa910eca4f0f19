/* The data of the program: strings, and global variables with their initial values, as M1 text. */

struct text* function_text;     /* the three parts of the output */
struct text* global_text;
struct text* string_text;

char* owner_name;               /* the function or global whose strings come now */
int string_count;               /* how many it has */

/* ---- Bytes in quotes, so many on a line that M0 can take it ---- */

enum {
	BYTES_PER_LINE = 64
};

int line_bytes;

void end_data_line(void)
{
	if (line_bytes > 0) {
		put_char('\'');
		put_char('\n');
	}
	line_bytes = 0;
}

void put_data_byte(int value)
{
	if (BYTES_PER_LINE == line_bytes) end_data_line();
	if (0 == line_bytes) put_char('\'');
	put_hex(value);
	line_bytes = line_bytes + 1;
}

/* A number of size bytes */
void put_data(int value, int size)
{
	int i;
	for (i = 0; i < size; i = i + 1) {
		put_data_byte(value);
		value = value >> 8;
	}
}

void put_data_label(char* label)
{
	end_data_line();
	put_char('&');
	put(label);
	put_char('\n');
}

/* ---- Strings ---- */

struct string {
	char* bytes;
	int size;               /* without the zero byte that follows */
};

/* Writes what a STRING stands for to the output; returns how many bytes */
int put_string_piece(struct token* t)
{
	char* s = t->text;
	int i = 0;
	int size = 0;
	while (0 != s[i]) {
		if ('\\' == s[i]) {
			put_char(escape_value(t, s, i + 1));
			i = escape_end;
		} else {
			put_char(s[i]);
			i = i + 1;
		}
		size = size + 1;
	}
	return size;
}

/* string := STRING { STRING }, joined and with the escapes replaced */
struct string* read_string(void)
{
	struct string* s = allocate(sizeof(struct string));
	struct text* outer = output;
	struct text* bytes = new_text();
	struct chunk* c;
	int i;
	int n = 0;
	output = bytes;
	do {
		s->size = s->size + put_string_piece(token);
		skip();
		if (is_at(STRING)) refuse_in_bootstrap_mode("joining strings");
	} while (is_at(STRING));
	output = outer;
	s->bytes = allocate(s->size + 1);
	for (c = bytes->first; NULL != c; c = c->next) {
		for (i = 0; i < c->used; i = i + 1) {
			s->bytes[n] = c->bytes[i];
			n = n + 1;
		}
	}
	return s;
}

/* Can the assembler and the symbol-table tool read it as text in double quotes? */
int is_plain_text(struct string* s)
{
	int i;
	int c;
	int is_space = FALSE;
	if (s->size > 250) return FALSE;
	for (i = 0; i < s->size; i = i + 1) {
		c = s->bytes[i];
		if (is_space && (':' == c)) return FALSE;
		is_space = ((' ' == c) || ('\t' == c)) || ('\n' == c);
		if ((!is_space) && (((c < ' ') || (c > '~')) || ('"' == c))) return FALSE;
	}
	return TRUE;
}

void put_string(struct string* s)
{
	int i;
	if (is_plain_text(s)) {
		put_char('"');
		for (i = 0; i < s->size; i = i + 1) put_char(s->bytes[i]);
		put("\"\n");
		return;
	}
	for (i = 0; i < s->size; i = i + 1) put_data_byte(s->bytes[i]);
	put_data_byte(0);
	end_data_line();
}

/* Gives the string a place in the program; returns its label. */
char* place_string(struct string* s)
{
	struct text* outer = output;
	char* label = join("STRING_", owner_name, "_");
	label = join(label, int2str(string_count, 10, TRUE), "");
	string_count = string_count + 1;
	output = string_text;
	put_char(':');
	put(label);
	put_char('\n');
	put_string(s);
	output = outer;
	return label;
}
