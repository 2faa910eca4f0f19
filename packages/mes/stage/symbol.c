/* symbol.c : names. Two symbols with the same name are the same object. */

object symbol_table;        /* vector of chains */
int symbol_count;
int gensym_count;

enum { FIRST_SYMBOL_TABLE = 2048 };     /* a power of two, as all its successors */

int hash_bytes(char* text, int length) {
	unsigned hash = length;
	int i;
	for (i = 0; i < length; i = i + 1) hash = (hash * 31) + text[i];
	return (hash ^ (hash >> 15)) & 0x3FFFFFFF;
}

object new_string(char* text, int length) {
	object string = allocate_string(STRING, length);
	memcpy(BYTES(string), text, length);
	return string;
}

object string(char* text) { return new_string(text, strlen(text)); }

/* A symbol that is in no table */
object new_symbol(int type, char* name, int length, int hash) {
	object symbol = allocate(type, 7);
	struct symbol* s = SYMBOL_OF(symbol);
	s->name = new_string(name, length);
	s->value = UNDEFINED;
	s->system_value = UNDEFINED;
	s->next = FALSE;
	s->original = FALSE;
	s->hash = hash;
	s->flags = 0;
	return symbol;
}

object make_vector(int length, object fill) {
	object vector = allocate(VECTOR, length);
	object* items = ITEMS(vector);
	int i;
	for (i = 0; i < length; i = i + 1) items[i] = fill;
	return vector;
}

void grow_symbol_table(void) {
	object old = symbol_table;
	int size = LENGTH(old);
	int i, bucket;
	object symbol, next;
	object* items;
	symbol_table = make_vector(size * 2, FALSE);
	items = ITEMS(symbol_table);
	for (i = 0; i < size; i = i + 1) {
		for (symbol = ITEMS(old)[i]; symbol != FALSE; symbol = next) {
			next = SYMBOL_OF(symbol)->next;
			bucket = SYMBOL_OF(symbol)->hash & ((size * 2) - 1);
			SYMBOL_OF(symbol)->next = items[bucket];
			items[bucket] = symbol;
		}
	}
}

/* The symbol or keyword of this name */
object intern(int type, char* name, int length) {
	int hash = hash_bytes(name, length);
	int bucket = hash & (LENGTH(symbol_table) - 1);
	object symbol = ITEMS(symbol_table)[bucket];
	struct symbol* s;
	while (symbol != FALSE) {
		s = SYMBOL_OF(symbol);
		if ((s->hash == hash) & (HEADER_TYPE(s->header) == type)) {
			if (STRING_OF(s->name)->length == length) {
				if (0 == memcmp(BYTES(s->name), name, length)) return symbol;
			}
		}
		symbol = s->next;
	}
	if (symbol_count > (2 * LENGTH(symbol_table))) grow_symbol_table();
	symbol_count = symbol_count + 1;
	symbol = new_symbol(type, name, length, hash);
	bucket = hash & (LENGTH(symbol_table) - 1);
	SYMBOL_OF(symbol)->next = ITEMS(symbol_table)[bucket];
	ITEMS(symbol_table)[bucket] = symbol;
	return symbol;
}

object symbol(char* name) { return intern(SYMBOL, name, strlen(name)); }
void start_symbols(void) { symbol_table = make_vector(FIRST_SYMBOL_TABLE, FALSE); add_root(&symbol_table); }

/* ---- Renaming, for macros ---- */

/* Another name for SYMBOL, which nobody else can write. Unless something is bound to it, it means what SYMBOL does. */
object rename_symbol(object symbol, int flags) {
	object name = SYMBOL_OF(symbol)->name;
	object renamed = new_symbol(SYMBOL, BYTES(name), STRING_OF(name)->length, SYMBOL_OF(symbol)->hash);
	SYMBOL_OF(renamed)->original = symbol;
	SYMBOL_OF(renamed)->flags = flags;
	return renamed;
}

int is_symbol(object x);

/* x with all renamed symbols replaced by what they were: what quote and old-fashioned macros see */
object original_names(object x) {
	object car, cdr;
	if (IS_PAIR(x)) {
		car = original_names(x->car);
		cdr = original_names(x->cdr);
		if ((car == x->car) & (cdr == x->cdr)) return x;
		return cons(car, cdr);
	}
	if (is_symbol(x)) {
		while (SYMBOL_OF(x)->original != FALSE) x = SYMBOL_OF(x)->original;
	}
	return x;
}

/* ---- Values ---- */

/* Gives a symbol the value that the library sees, and the program sees too unless it has its own. */
void define_for_library(object symbol, object value) {
	struct symbol* s = SYMBOL_OF(symbol);
	s->system_value = value;
	if (EXPORTED == (s->flags & (EXPORTED | DEFINED_BY_PROGRAM))) s->value = value;
}

/* The program's definition of a name is no business of the library's. */
void define_for_program(object symbol, object value) {
	struct symbol* s = SYMBOL_OF(symbol);
	s->value = value;
	s->flags = s->flags | DEFINED_BY_PROGRAM;
}

/* The same for the names that C gives: programs may see them all. */
void set_system_value(char* name, object value) {
	SYMBOL_OF(symbol(name))->flags = EXPORTED;
	define_for_library(symbol(name), value);
}

object value_of(char* name) { return SYMBOL_OF(symbol(name))->system_value; }
