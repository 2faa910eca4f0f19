/* Memory, text under construction, and words. Nothing is ever freed except what belongs to one function's code. */

/* ---- Memory: pieces of big blocks, filled with zero ---- */

enum {
	BLOCK_SIZE = 0x10000
};

char* heap;
int heap_left;

void* allocate(int size)
{
	size = (size + 7) & (~7);
	if (size > BLOCK_SIZE) return calloc(size, 1);
	if (size > heap_left) {
		heap = calloc(BLOCK_SIZE, 1);
		require(NULL != heap, "out of memory\n");
		heap_left = BLOCK_SIZE;
	}
	char* piece = heap;
	heap = heap + size;
	heap_left = heap_left - size;
	return piece;
}

/* Scratch memory lives until the function being compiled is written out; then its blocks are used again. */

struct scratch_block {
	char* bytes;
	struct scratch_block* next;
};

struct scratch_block* scratch_first;
struct scratch_block* scratch_current;
int scratch_used;

void scratch_clear(void)
{
	scratch_current = NULL;
	scratch_used = BLOCK_SIZE;
}

void scratch_next_block(void)
{
	struct scratch_block* next;
	if (NULL == scratch_current) next = scratch_first;
	else next = scratch_current->next;
	if (NULL == next) {
		next = allocate(sizeof(struct scratch_block));
		next->bytes = allocate(BLOCK_SIZE);
		if (NULL == scratch_current) scratch_first = next;
		else scratch_current->next = next;
	}
	scratch_current = next;
	scratch_used = 0;
}

/* size is a multiple of the size of an int, and small */
void* scratch(int size)
{
	int i;
	size = (size + 7) & (~7);
	if ((scratch_used + size) > BLOCK_SIZE) scratch_next_block();
	void* start = scratch_current->bytes + scratch_used;
	int* piece = start;
	scratch_used = scratch_used + size;
	size = size / sizeof(int);
	for (i = 0; i < size; i = i + 1) piece[i] = 0;
	return piece;
}

/* ---- Text: a list of chunks, so that nothing is copied when it grows ---- */

struct chunk {
	char* bytes;
	int used;
	int size;
	struct chunk* next;
};

struct text {
	struct chunk* first;
	struct chunk* last;
};

struct text* output;    /* where the put functions write */

struct text* new_text(void)
{
	return allocate(sizeof(struct text));
}

struct chunk* add_chunk(struct text* t)
{
	struct chunk* c = allocate(sizeof(struct chunk));
	if (NULL == t->last) {
		c->size = 64;
		t->first = c;
	} else {
		c->size = t->last->size * 2;
		if (c->size > BLOCK_SIZE) c->size = BLOCK_SIZE;
		t->last->next = c;
	}
	c->bytes = allocate(c->size);
	t->last = c;
	return c;
}

void put_char(int c)
{
	struct chunk* last = output->last;
	if (NULL == last) last = add_chunk(output);
	if (last->used == last->size) last = add_chunk(output);
	last->bytes[last->used] = c;
	last->used = last->used + 1;
}

void put(char* s)
{
	int i;
	for (i = 0; 0 != s[i]; i = i + 1) put_char(s[i]);
}

void put_number(int n)
{
	put(int2str(n, 10, TRUE));
}

/* One byte as two digits */
void put_hex(int byte)
{
	char* digits = "0123456789ABCDEF";
	put_char(digits[(byte >> 4) & 15]);
	put_char(digits[byte & 15]);
}

void write_text(struct text* t, FILE* file)
{
	struct chunk* c;
	for (c = t->first; NULL != c; c = c->next) {
		require(c->used == fwrite(c->bytes, 1, c->used, file), "cannot write the output\n");
	}
}

/* Appends t to the output */
void append_text(struct text* t)
{
	struct chunk* c;
	int i;
	for (c = t->first; NULL != c; c = c->next) {
		for (i = 0; i < c->used; i = i + 1) put_char(c->bytes[i]);
	}
}

int length(char* s)
{
	int n = 0;
	while (0 != s[n]) n = n + 1;
	return n;
}

/* Copies a string to to[at]; returns where the copy ends. */
int copy_string(char* to, int at, char* from)
{
	int i;
	for (i = 0; 0 != from[i]; i = i + 1) {
		to[at] = from[i];
		at = at + 1;
	}
	return at;
}

/* a followed by b followed by c, as a new string */
char* join(char* a, char* b, char* c)
{
	char* s = allocate(length(a) + length(b) + length(c) + 1);
	int n = copy_string(s, 0, a);
	n = copy_string(s, n, b);
	copy_string(s, n, c);
	return s;
}

/* ---- Lists of names ---- */

struct name_list {
	char* name;
	struct name_list* next;
};

/* Appends to a list; returns it. */
struct name_list* add_name(struct name_list* list, char* name)
{
	struct name_list* n = allocate(sizeof(struct name_list));
	struct name_list* last = list;
	n->name = name;
	if (NULL == list) return n;
	while (NULL != last->next) last = last->next;
	last->next = n;
	return list;
}

/* ---- Words: a hash table that doubles when it is full ---- */

struct word** buckets;
int bucket_count;
int word_count;

void double_buckets(void)
{
	int old_count = bucket_count;
	struct word** old = buckets;
	struct word* w;
	struct word* next;
	int i;
	int b;
	bucket_count = bucket_count * 2;
	if (0 == bucket_count) bucket_count = 1024;
	buckets = calloc(bucket_count, sizeof(struct word*));
	require(NULL != buckets, "out of memory\n");
	for (i = 0; i < old_count; i = i + 1) {
		w = old[i];
		while (NULL != w) {
			next = w->next;
			b = w->hash & (bucket_count - 1);
			w->next = buckets[b];
			buckets[b] = w;
			w = next;
		}
	}
}

/* Do the first n characters of s spell the word? */
int spells(struct word* w, char* s, int n)
{
	char* t = w->text;
	int i;
	for (i = 0; i < n; i = i + 1) {
		if (s[i] != t[i]) return FALSE;
	}
	return 0 == t[n];
}

/* The word that consists of the first n characters of s */
struct word* find_word(char* s, int n)
{
	struct word* w;
	int hash = 0;
	int i;
	for (i = 0; i < n; i = i + 1) hash = ((hash * 31) + (s[i] & 255)) & 0xFFFFFF;
	if (word_count == bucket_count) double_buckets();
	int b = hash & (bucket_count - 1);
	for (w = buckets[b]; NULL != w; w = w->next) {
		if (w->hash == hash) {
			if (spells(w, s, n)) return w;
		}
	}
	w = allocate(sizeof(struct word));
	w->text = allocate(n + 1);
	for (i = 0; i < n; i = i + 1) w->text[i] = s[i];
	w->hash = hash;
	w->kind = NAME;
	w->next = buckets[b];
	buckets[b] = w;
	word_count = word_count + 1;
	return w;
}

struct word* word(char* s)
{
	return find_word(s, length(s));
}

/* Makes keywords of the words in a text, each followed by a blank: the first of this kind, and so on */
void keywords(char* s, int kind)
{
	struct word* w;
	int n = 0;
	while (0 != s[n]) {
		if (' ' == s[n]) {
			w = find_word(s, n);
			w->kind = kind;
			kind = kind + 1;
			s = s + n + 1;
			n = 0;
		} else n = n + 1;
	}
}

/* In the order of their kinds; words that say nothing to us count as const */
void initialise_keywords(void)
{
	keywords("asm break case const continue default do else enum extern for goto if inline ", ASM);
	keywords("_Noreturn restrict return sizeof static struct switch typedef union while ", NORETURN);
	keywords("void char short int long signed unsigned _Bool float ", VOID);
	keywords("__va_start __va_arg __va_end __va_copy ", VA_START);
	keywords("volatile ", CONST);
	keywords("register ", CONST);
	keywords("auto ", CONST);
	keywords("double ", FLOATING);
}
