/* Initial values of global variables: the data of the variable is written as it is read. */

void initialiser(struct type* t);

/* A number, or the address of a global, function or string */
void scalar_initialiser(struct type* t)
{
	struct token* where = copy_token(token);
	int braces = accept('{');
	struct node* n = value_of(where, binary_level(2));
	if (braces) expect('}', " after the value");
	if ((LABEL_ADDRESS == n->op) && (4 == t->size)) put_data_label(n->label);
	else if (CONSTANT != n->op) fail(where, "expected a constant, or the address of a global, function or string", "", "");
	else if (8 == t->size) {
		put_data(n->value, 4);
		put_data(n->value >> 31, 4);
	} else if (t->is_bool) put_data(0 != n->value, 1);
	else put_data(n->value, t->size);
	release(where);
}

void put_zeros(int size)
{
	int i;
	for (i = 0; i < size; i = i + 1) put_data_byte(0);
}

/* char name[] = "text": returns how many elements there are */
int string_initialiser(struct type* t)
{
	struct token* where = copy_token(token);
	struct string* s = read_string();
	int length = t->length;
	int i;
	if (length < 0) length = s->size + 1;
	if (s->size > length) fail(where, "this string is longer than the array", "", "");
	for (i = 0; i < s->size; i = i + 1) put_data_byte(s->bytes[i]);
	put_zeros(length - s->size);
	release(where);
	return length;
}

/* Is there another element? An inner list may lack its braces; then it ends when it is full. */
int next_element(int braces)
{
	if (!accept(',')) return FALSE;
	if (braces) return !is_at('}');
	return TRUE;
}

void end_of_list(int braces, struct type* t)
{
	if (!braces) return;
	if (!is_at('}')) fail(token, "expected '}', found ", spell(token), join(": this is all that ", t->name, " can hold"));
	skip();
}

/* list := "{" [ initialiser { "," initialiser } [ "," ] ] "}"; returns how many elements there are */
int array_initialiser(struct type* t)
{
	int count = 0;
	if (is_at(STRING) && (1 == t->to->size)) return string_initialiser(t);
	int braces = accept('{');
	int more = !is_at('}');
	while (more && (count != t->length)) {
		initialiser(t->to);
		count = count + 1;
		more = FALSE;
		if (braces || (count != t->length)) more = next_element(braces);
	}
	end_of_list(braces, t);
	if (t->length < 0) return count;
	put_zeros((t->length - count) * t->to->size);
	return t->length;
}

/* The same for the members of a struct, or the first member of a union */
void struct_initialiser(struct type* t)
{
	struct member* m = t->members;
	int braces = accept('{');
	int more = !is_at('}');
	int done = 0;
	while (more && (NULL != m)) {
		initialiser(m->type);
		done = m->offset + m->type->size;
		m = m->next;
		if (t->is_union) m = NULL;
		more = FALSE;
		if (braces || (NULL != m)) more = next_element(braces);
	}
	end_of_list(braces, t);
	put_zeros(t->size - done);
}

/* initialiser := constant expression | list */
void initialiser(struct type* t)
{
	if (ARRAY == t->kind) array_initialiser(t);
	else if (STRUCTURE == t->kind) struct_initialiser(t);
	else scalar_initialiser(t);
}

/* The initialiser of a whole variable. It also tells the length of an array that is declared without one. */
void initialise(struct symbol* s)
{
	struct text* outer = output;
	char* outer_owner = owner_name;
	int outer_count = string_count;
	int length;
	owner_name = s->label;
	string_count = 0;
	s->data = new_text();
	output = s->data;
	if (ARRAY == s->type->kind) {
		if ((!is_at('{')) && (!is_at(STRING))) fail_expected("'{'", " before the elements of the array");
		length = array_initialiser(s->type);
		s->type = array_of(s->type->to, length);
	} else {
		if ((STRUCTURE == s->type->kind) && (!is_at('{'))) fail_expected("'{'", " before the members of the struct");
		initialiser(s->type);
	}
	put_zeros((0 - s->type->size) & 3);
	end_data_line();
	output = outer;
	owner_name = outer_owner;
	string_count = outer_count;
}

/* The global variables, each once, filled up to whole words */
void write_globals(void)
{
	struct symbol* s;
	output = global_text;
	for (s = globals_first; NULL != s; s = s->next) {
		put_char(':');
		put(s->label);
		put_char('\n');
		if (NULL != s->data) append_text(s->data);
		else if (s->type->size < 0) put_zeros(4);
		else put_zeros((s->type->size + 3) & (~3));
		end_data_line();
	}
}
