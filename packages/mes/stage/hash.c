/* hash.c : hash tables. Entries stand in the order they were added, so that walking through a table does not depend on
 * addresses; the index, twice as large and probed from the hash on, says where each is. */

enum { FIRST_ENTRIES = 8 };     /* a power of two, as all its successors */

object new_table(int entries) {
	object table = allocate(HASH_TABLE, 4);
	struct hash_table* t = TABLE(table);
	t->entries = make_vector(entries, FALSE);
	t->index = allocate_string(BYTEVECTOR, entries * 8);
	memset(BYTES(t->index), 0, entries * 8);
	t->used = 0;
	t->count = 0;
	return table;
}

object prim_make_hash_table(object size) {
	int entries = FIRST_ENTRIES;
	if (size != MISSING) check_index(size, 1, MOST_FIXNUM);
	return new_table(entries);
}

struct hash_table* check_table(object x) {
	if (!is_type(x, HASH_TABLE)) wrong_type(x, 1, "a hash table");
	return TABLE(x);
}

/* ---- Hashing ---- */

/* For eq? and eqv? tables. Addresses serve, since objects do not move. */
int hash_eqv(object x) {
	unsigned hash = (unsigned) x;
	if (is_big(x)) hash = DIGITS(x)[0];
	return (hash ^ (hash >> 9)) >> 3;
}

/* For equal? tables */
int hash_equal(object x) {
	int hash = 17;
	int i = 0;
	if (IS_PAIR(x)) {
		while (IS_PAIR(x) & (i < 16)) {
			hash = (hash * 31) + hash_equal(x->car);
			x = x->cdr;
			i = i + 1;
		}
		return hash;
	}
	if (OBJECT_TAG != TAG(x)) return (int) x >> 1;
	i = HEADER_TYPE(OBJECT_HEADER(x));
	if (i <= BYTEVECTOR) return hash_bytes(BYTES(x), STRING_OF(x)->length);
	if ((SYMBOL == i) | (KEYWORD == i)) return SYMBOL_OF(x)->hash;
	if (VECTOR == i) return LENGTH(x);
	return hash_eqv(x);
}

enum {
	BY_EQV = 0,
	BY_EQUAL = 1
};

/* ---- Finding ---- */

int* index_of(struct hash_table* t) { return (int*) BYTES(t->index); }

/* Where in the index KEY stands, or the free place where it would */
int find_place(struct hash_table* t, object key, int how) {
	int mask = (2 * LENGTH(t->entries)) - 1;
	int* index = index_of(t);
	object* entries = ITEMS(t->entries);
	object found;
	int place;
	if (how == BY_EQUAL) place = hash_equal(key) & mask;
	else place = hash_eqv(key) & mask;
	while (0 != index[place]) {
		found = entries[index[place] - 1]->car;
		if (found == key) return place;
		if (how == BY_EQUAL) {
			if (equal(found, key)) return place;
		} else if (eqv(found, key)) return place;
		place = (place + 1) & mask;
	}
	return place;
}

/* The entry of KEY, or FALSE */
object table_handle(object table, object key, int how) {
	struct hash_table* t = check_table(table);
	int number = index_of(t)[find_place(t, key, how)];
	object entry;
	if (0 == number) return FALSE;
	entry = ITEMS(t->entries)[number - 1];
	if (entry->cdr == UNDEFINED) return FALSE;
	return entry;
}

object table_ref(object table, object key, object fallback, int how) {
	object entry = table_handle(table, key, how);
	if (entry != FALSE) return entry->cdr;
	if (fallback == MISSING) return FALSE;
	return fallback;
}

/* ---- Adding and removing ---- */

void add_entry(struct hash_table* t, object entry, int how) {
	index_of(t)[find_place(t, entry->car, how)] = t->used + 1;
	ITEMS(t->entries)[t->used] = entry;
	t->used = t->used + 1;
	t->count = t->count + 1;
}

/* Makes room for more entries, and drops the removed ones. */
void rebuild(struct hash_table* t, int how) {
	object* old = ITEMS(t->entries);
	int size = FIRST_ENTRIES;
	struct hash_table* larger;
	int i;
	while (size <= (t->count + (t->count / 2))) size = size * 2;
	larger = TABLE(new_table(size));
	for (i = 0; i < t->used; i = i + 1) if (old[i]->cdr != UNDEFINED) add_entry(larger, old[i], how);
	t->entries = larger->entries;
	t->index = larger->index;
	t->used = larger->used;
}

/* The entry of KEY, which is added with this value if it was not there */
object table_create(object table, object key, object value, int how) {
	struct hash_table* t = check_table(table);
	int number = index_of(t)[find_place(t, key, how)];
	object entry;
	if (0 != number) {
		entry = ITEMS(t->entries)[number - 1];
		if (entry->cdr != UNDEFINED) return entry;
		t->count = t->count + 1;
		entry->cdr = value;
		return entry;
	}
	if (t->used == LENGTH(t->entries)) rebuild(t, how);
	entry = cons(key, value);
	add_entry(t, entry, how);
	return entry;
}

object table_set(object table, object key, object value, int how) {
	table_create(table, key, value, how)->cdr = value;
	return value;
}

object table_remove(object table, object key, int how) {
	object entry = table_handle(table, key, how);
	if (entry == FALSE) return FALSE;
	/* the entry stays for now, so that searches pass by */
	entry->cdr = UNDEFINED;
	TABLE(table)->count = TABLE(table)->count - 1;
	return TRUE;
}

object prim_is_hash_table(object x) { return boolean(is_type(x, HASH_TABLE)); }
object prim_hashq_ref(object table, object key, object fallback) { return table_ref(table, key, fallback, BY_EQV); }
object prim_hash_ref(object table, object key, object fallback) { return table_ref(table, key, fallback, BY_EQUAL); }
object prim_hashq_set(object table, object key, object value) { return table_set(table, key, value, BY_EQV); }
object prim_hash_set(object table, object key, object value) { return table_set(table, key, value, BY_EQUAL); }
object prim_hashq_remove(object table, object key) { return table_remove(table, key, BY_EQV); }
object prim_hash_remove(object table, object key) { return table_remove(table, key, BY_EQUAL); }

object prim_hashq_create_handle(object table, object key, object value) {
	return table_create(table, key, value, BY_EQV);
}

object prim_hash_create_handle(object table, object key, object value) {
	return table_create(table, key, value, BY_EQUAL);
}

object prim_hashq_get_handle(object table, object key) { return table_handle(table, key, BY_EQV); }
object prim_hash_get_handle(object table, object key) { return table_handle(table, key, BY_EQUAL); }

object prim_hash_clear(object table) {
	struct hash_table* t = check_table(table);
	struct hash_table* empty = TABLE(new_table(FIRST_ENTRIES));
	t->entries = empty->entries;
	t->index = empty->index;
	t->used = 0;
	t->count = 0;
	return UNSPECIFIED;
}

object prim_hash_count(object table) { return FIXNUM(check_table(table)->count); }

/* The entries, copied, as a list of pairs */
object prim_hash_to_list(object table) {
	struct hash_table* t = check_table(table);
	object* entries = ITEMS(t->entries);
	object list = NIL;
	int i = t->used;
	while (i > 0) {
		i = i - 1;
		if (entries[i]->cdr != UNDEFINED) list = cons(cons(entries[i]->car, entries[i]->cdr), list);
	}
	return list;
}

object prim_hash(object x, object size) {
	return FIXNUM((hash_equal(x) & MOST_FIXNUM) % check_range(size, 2, 1, MOST_FIXNUM));
}
