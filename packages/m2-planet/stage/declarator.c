/* Types as they are written: specifiers and declarators. */

/* What the specifiers of a declaration say besides the type: a sum of these */
enum {
	IS_TYPEDEF = 1,
	IS_STATIC = 2,
	IS_EXTERN = 4
};

int storage;                    /* of the specifiers read last */

struct type* specifiers(void);
struct type* declarator(struct type* t);

struct word* declared_name;     /* by the last declarator, or NULL */
int declared_function;          /* it was name(parameters), not a pointer to a function */

/* ---- Types ---- */

/* Words around a type that do not name it */
int is_qualifier(int kind)
{
	if (((CONST == kind) || (INLINE == kind)) || (NORETURN == kind)) return TRUE;
	return ((EXTERN == kind) || (STATIC == kind)) || (TYPEDEF == kind);
}

/* Does the current token, or the one behind it, begin a type? */
int is_type_ahead(int at_second)
{
	struct token* t = token;
	struct symbol* s;
	if (at_second) {
		is_before(0);
		t = second;
	}
	if (NAME == t->kind) {
		s = t->word->symbol;
		if (NULL == s) return FALSE;
		return TYPE_NAME == s->kind;
	}
	if (((STRUCT == t->kind) || (UNION == t->kind)) || (ENUM == t->kind)) return TRUE;
	if (is_qualifier(t->kind)) return TRUE;
	return (t->kind >= VOID) && (t->kind <= FLOATING);
}

/* type-name := specifiers declarator, without a name */
struct type* type_name(void)
{
	struct token* where = token;
	struct type* t = declarator(specifiers());
	if (NULL != declared_name) fail(where, "expected a type, found a declaration of ", declared_name->text, "");
	return t;
}

/* integer := ( "signed" | "unsigned" | "short" | "long" | "char" | "int" ) { the same }, in any order */
struct type* integer_words(void)
{
	int is_unsigned = FALSE;
	int is_short = FALSE;
	int is_char = FALSE;
	int kind = token->kind;
	while (((kind >= CHAR) && (kind <= UNSIGNED)) || (CONST == kind)) {
		if (UNSIGNED == kind) is_unsigned = TRUE;
		if (SHORT == kind) is_short = TRUE;
		if (CHAR == kind) is_char = TRUE;
		skip();
		kind = token->kind;
	}
	if (is_char && is_unsigned) return type_unsigned_char;
	if (is_char) return type_char;
	if (is_short && is_unsigned) return type_unsigned_short;
	if (is_short) return type_short;
	if (is_unsigned) return type_unsigned;
	return type_int;
}

/* ---- struct and union ---- */

void need_complete(struct token* where, struct type* t)
{
	if (t->size < 0) fail(where, "the size of ", t->name, " is not known here");
}

/* Appends a member and gives it its place: members follow each other without gaps; those of a union all start at 0. */
void add_member(struct type* t, struct word* name, struct type* type)
{
	struct member* m = allocate(sizeof(struct member));
	struct member* last = t->members;
	m->name = name;
	m->type = type;
	if (NULL == last) t->members = m;
	else {
		while (NULL != last->next) last = last->next;
		last->next = m;
	}
	if (t->is_union) t->size = larger(t->size, type->size);
	else {
		m->offset = t->size;
		t->size = t->size + type->size;
	}
}

/* members := specifiers [ declarator { "," declarator } ] ";" */
void members(struct type* t)
{
	struct type* base = specifiers();
	struct type* type;
	struct token* where;
	if (is_at(';') && (STRUCTURE == base->kind)) {
		need_complete(token, base);
		add_member(t, NULL, base);
		skip();
		return;
	}
	do {
		where = token;
		type = declarator(base);
		if (NULL == declared_name) fail_expected("the name of a member", "");
		if (is_at(':')) fail(token, "bit-fields are not supported", "", "");
		need_complete(where, type);
		if (NULL != find_member(t, declared_name)) fail(where, t->name, " already has a member ", declared_name->text);
		add_member(t, declared_name, type);
	} while (accept(','));
	expect(';', " after the member");
}

/* struct-type := ( "struct" | "union" ) ( name | [ name ] "{" { members } "}" ) */
struct type* struct_type(void)
{
	int is_union = is_at(UNION);
	char* keyword = "struct";
	struct type* t = NULL;
	struct word* name = NULL;
	if (is_union) keyword = "union";
	skip();
	struct token* where = copy_token(token);
	if (is_at(NAME)) {
		name = token->word;
		skip();
		t = name->tag;
	} else if (!is_at('{')) fail_expected("a name or '{'", join(" after ", keyword, ""));
	if (NULL == t) {
		t = new_type(STRUCTURE, join(keyword, " without a name", ""), -1);
		if (NULL != name) {
			t->name = join(keyword, " ", name->text);
			name->tag = t;
		}
		t->is_union = is_union;
	}
	if ((STRUCTURE != t->kind) || (t->is_union != is_union)) fail(where, name->text, " was declared as ", t->name);
	if (is_at('{')) {
		if (t->size >= 0) fail(where, t->name, " is already defined", "");
		skip();
		t->size = 0;
		while (!is_at('}')) members(t);
		skip();
	}
	release(where);
	return t;
}

/* ---- enum ---- */

/* enum-type := "enum" ( name | [ name ] "{" enumerator { "," enumerator } [ "," ] "}" )
 * enumerator := name [ "=" constant-expression ] */
struct type* enum_type(void)
{
	struct type* t = type_int;
	struct symbol* s;
	struct word* name;
	int value = 0;
	skip();
	if (is_at(NAME)) {
		refuse_in_bootstrap_mode("an enum with a name");
		skip();
		if (!is_at('{')) return t;
	}
	expect('{', " after enum");
	while (!is_at('}')) {
		name = expect_name(" for the enumerator");
		if (!is_at('=')) refuse_in_bootstrap_mode("an enumerator without a value");
		if (accept('=')) value = constant_expression(" as the value of the enumerator");
		s = declare(ENUMERATOR, name, type_int);
		s->value = value;
		value = value + 1;
		if (!is_at('}')) expect(',', " or '}' after the enumerator");
	}
	skip();
	return t;
}

/* ---- Specifiers ---- */

/* Skips const and the words that only the linker of another compiler would care about; returns the others. */
int qualifiers(void)
{
	int kind = token->kind;
	int found = 0;
	while (is_qualifier(kind)) {
		if (STATIC == kind) found = found | IS_STATIC;
		if (EXTERN == kind) found = found | IS_EXTERN;
		if (TYPEDEF == kind) found = found | IS_TYPEDEF;
		skip();
		kind = token->kind;
	}
	return found;
}

/* base := "void" | "_Bool" | integer | struct-type | enum-type | the name of a type */
struct type* base_type(void)
{
	int kind = token->kind;
	if ((STRUCT == kind) || (UNION == kind)) return struct_type();
	if (ENUM == kind) return enum_type();
	if ((kind >= CHAR) && (kind <= UNSIGNED)) return integer_words();
	if (FLOATING == kind) fail(token, "there is no floating point in this language", "", "");
	if ((VOID == kind) || (BOOL == kind)) {
		skip();
		if (VOID == kind) return type_void;
		return type_bool;
	}
	if (NAME != kind) fail_expected("a type", "");
	struct symbol* s = token->word->symbol;
	if (NULL == s) fail(token, "the type ", spell(token), " is not declared");
	if (TYPE_NAME != s->kind) fail_expected("a type", "");
	skip();
	return s->type;
}

/* specifiers := { "const" | "static" | ... } base { "const" | "static" | ... } */
struct type* specifiers(void)
{
	int before = qualifiers();
	descend(token);
	struct type* t = base_type();
	ascend();
	storage = qualifiers() | before;
	return t;
}

/* ---- Declarators ---- */

struct symbol* parameter_list;  /* of the last declarator with parameters */

/* pointers := { "*" { "const" | "restrict" } } */
struct type* pointers(struct type* t)
{
	int outer_depth = depth;
	while (accept('*')) {
		descend(token);
		t = pointer_to(t);
		while (is_at(CONST) || is_at(RESTRICT)) skip();
	}
	depth = outer_depth;
	return t;
}

/* arrays := { "[" [ constant-expression ] "]" }; the first index is the outermost */
struct type* arrays(struct type* t)
{
	int length = -1;
	if (!is_at('[')) return t;
	struct token* where = take();
	if (!is_at(']')) {
		length = constant_expression(" as the length of the array");
		if (length < 1) fail(where, "the length of an array has to be above 0", "", "");
	}
	if (length > 0x100000) fail(where, "an array may have 1048576 elements at most", "", "");
	expect(']', " after the length of the array");
	descend(where);
	t = arrays(t);
	ascend();
	need_complete(where, t);
	release(where);
	return array_of(t, length);
}

/* parameter := specifiers declarator; an array is a pointer to its elements */
struct symbol* parameter(void)
{
	struct token* where = copy_token(token);
	struct symbol* s = scratch(sizeof(struct symbol));
	struct type* t = declarator(specifiers());
	if (ARRAY == t->kind) t = pointer_to(t->to);
	if (STRUCTURE == t->kind) fail(where, "a struct cannot be a parameter, only a pointer to it", "", "");
	s->kind = VARIABLE_ARGUMENT;
	s->name = declared_name;
	s->type = t;
	release(where);
	return s;
}

/* parameters := "(" [ "void" | parameter { "," parameter } [ "," "..." ] ] ")" */
struct symbol* parameters(void)
{
	struct symbol* first = NULL;
	struct symbol* last = NULL;
	struct symbol* s;
	int offset = 0;
	expect('(', " before the parameters");
	if (is_at(VOID)) {
		if (is_before(')')) skip();
	}
	if (accept(')')) return NULL;
	do {
		if (is_at(ELLIPSIS)) {
			refuse_in_bootstrap_mode("a parameter list with ...");
			skip();
			expect(')', " after ...");
			return first;
		}
		s = parameter();
		offset = offset + 4;
		s->value = offset;
		if (NULL == first) first = s;
		else last->next = s;
		last = s;
	} while (accept(','));
	expect(')', " or ',' after the parameter");
	return first;
}

/* function-pointer := "(" pointers [ name ] arrays ")" parameters, where the first "*" only says that it is one */
struct type* function_pointer(struct type* result)
{
	struct word* name = NULL;
	struct type* t = function_returning(result);
	skip();
	expect('*', " before the name of a pointer to a function");
	struct type* all = pointers(t);
	if (is_at(NAME)) {
		name = token->word;
		skip();
	}
	all = arrays(all);
	expect(')', " after the name of the pointer to a function");
	descend(token);
	parameters();
	ascend();
	declared_name = name;
	declared_function = FALSE;
	return all;
}

/* declarator := pointers ( function-pointer | [ name ] ( parameters | arrays ) ) */
struct type* declarator(struct type* t)
{
	struct word* name = NULL;
	t = pointers(t);
	if (is_at('(')) {
		if (is_before('*')) return function_pointer(t);
	}
	declared_function = FALSE;
	if (is_at(NAME)) {
		name = token->word;
		skip();
	}
	if (is_at('(') && (NULL != name)) {
		parameter_list = parameters();
		t = function_returning(t);
		declared_function = TRUE;
	} else t = arrays(t);
	declared_name = name;
	return t;
}

/* A declarator that has to have a name, which is not a keyword */
struct type* named_declarator(struct type* t)
{
	t = declarator(t);
	if (NULL == declared_name) fail_expected("a name", " to declare");
	return t;
}
