/* Types, and the names that are in scope. */

/* ---- Types ---- */

struct type* type_void;
struct type* type_char;
struct type* type_unsigned_char;
struct type* type_short;
struct type* type_unsigned_short;
struct type* type_int;
struct type* type_unsigned;
struct type* type_bool;
struct type* type_function;     /* FUNCTION: takes anything, gives an int */

struct type* new_type(int kind, char* name, int size)
{
	struct type* t = allocate(sizeof(struct type));
	t->kind = kind;
	t->name = name;
	t->size = size;
	return t;
}

struct type* integer_type(char* name, int size, int is_signed)
{
	struct type* t = new_type(INTEGER, name, size);
	t->is_signed = is_signed;
	return t;
}

struct type* pointer_to(struct type* t)
{
	if (NULL == t->pointer) {
		t->pointer = new_type(POINTER, join(t->name, "*", ""), 4);
		t->pointer->to = t;
	}
	return t->pointer;
}

struct type* array_of(struct type* t, int length)
{
	struct type* a = new_type(ARRAY, join(t->name, "[]", ""), t->size * length);
	a->to = t;
	a->length = length;
	return a;
}

struct type* function_returning(struct type* t)
{
	struct type* f = new_type(FUNCTION_TYPE, "FUNCTION", 4);
	f->to = t;
	return f;
}

/* What is at the address that a value of type t holds? A word without a type of its own counts as the address of
 * words like itself; a function is at its own address. NULL: t is no address. */
struct type* pointed_to(struct type* t)
{
	if ((POINTER == t->kind) || (ARRAY == t->kind)) return t->to;
	if (FUNCTION_TYPE == t->kind) return t;
	if ((INTEGER == t->kind) && (4 == t->size)) return t;
	return NULL;
}

int member_offset;              /* of the member found last, from the start of the struct */

/* Members of anonymous structs and unions count as members of the struct around them. */
struct member* find_member(struct type* t, struct word* name)
{
	struct member* m;
	struct member* inner;
	for (m = t->members; NULL != m; m = m->next) {
		if (m->name == name) {
			member_offset = m->offset;
			return m;
		}
		if (NULL == m->name) {
			inner = find_member(m->type, name);
			if (NULL != inner) {
				member_offset = member_offset + m->offset;
				return inner;
			}
		}
	}
	return NULL;
}

/* ---- Names ---- */

struct symbol* scope;           /* what the function being compiled declared, innermost first */
struct symbol* block_scope;     /* what was the innermost when the innermost block began */
int in_function;
struct symbol* globals_first;   /* in the order of their declaration */
struct symbol* globals_last;

/* A name of the function being compiled; what it meant before is hidden until its scope ends. */
struct symbol* declare_local(int kind, struct word* name, struct type* type)
{
	struct symbol* s = scratch(sizeof(struct symbol));
	s->kind = kind;
	s->name = name;
	s->type = type;
	s->shadowed = name->symbol;
	s->next = scope;
	name->symbol = s;
	scope = s;
	return s;
}

/* Is the name declared in the innermost block, not in one around it? */
int is_declared_in_block(struct symbol* name)
{
	struct symbol* s;
	for (s = scope; s != block_scope; s = s->next) {
		if (s == name) return TRUE;
	}
	return FALSE;
}

void leave_scope(struct symbol* outer)
{
	while (scope != outer) {
		scope->name->symbol = scope->shadowed;
		scope = scope->next;
	}
}

/* A name of the whole program */
struct symbol* declare_global(int kind, struct word* name, struct type* type)
{
	struct symbol* s = allocate(sizeof(struct symbol));
	s->kind = kind;
	s->name = name;
	s->type = type;
	name->symbol = s;
	return s;
}

/* Data under a label, to be written at the end of the program */
struct symbol* new_global_data(struct word* name, struct type* type, char* label)
{
	struct symbol* s = allocate(sizeof(struct symbol));
	s->kind = VARIABLE_GLOBAL;
	s->name = name;
	s->type = type;
	s->label = label;
	if (NULL == globals_first) globals_first = s;
	else globals_last->next = s;
	globals_last = s;
	return s;
}

/* A name of the function or the program */
struct symbol* declare(int kind, struct word* name, struct type* type)
{
	if (in_function) return declare_local(kind, name, type);
	return declare_global(kind, name, type);
}

void declare_type(char* name, struct type* type)
{
	declare_global(TYPE_NAME, word(name), type);
}

/* The names that are types from the start */
void initialise_types(int bootstrap)
{
	type_void = integer_type("void", 4, FALSE);
	type_char = integer_type("char", 1, TRUE);
	type_unsigned_char = integer_type("unsigned char", 1, FALSE);
	type_short = integer_type("short", 2, TRUE);
	type_unsigned_short = integer_type("unsigned short", 2, FALSE);
	type_int = integer_type("int", 4, TRUE);
	type_unsigned = integer_type("unsigned", 4, FALSE);
	type_bool = integer_type("_Bool", 1, TRUE);
	type_bool->is_bool = TRUE;
	type_function = function_returning(type_int);
	declare_type("FUNCTION", type_function);
	declare_type("SCM", type_unsigned);
	declare_type("__va_list", pointer_to(type_int));
	declare_type("int8_t", type_char);
	declare_type("uint8_t", type_unsigned_char);
	declare_type("int16_t", type_short);
	declare_type("uint16_t", type_unsigned_short);
	declare_type("int32_t", type_int);
	declare_type("uint32_t", type_unsigned);
	declare_type("int64_t", integer_type("int64_t", 8, TRUE));
	declare_type("uint64_t", integer_type("uint64_t", 8, FALSE));
	if (bootstrap) {
		declare_type("FILE", type_int);
		declare_type("size_t", type_unsigned);
		declare_type("ssize_t", type_int);
	}
}
