/* Memory, the environment, and some conversions. */

void exit(int status);      /* in the start file */

/* ---- Memory ----
 *
 * A block is a power of two of bytes, at least 16. Its first 8 are its header, the rest belongs to the program. Blocks
 * that are free wait in a list, one list for each power; others are cut from the end of the heap, where the kernel's
 * memory is still zero.
 */

#define __LARGEST_POWER 30
#define __HEAP_STEP 0x100000

struct __block {
	int mark;               /* tells a block from anything else */
	int power;
	struct __block* next;   /* in the list of free blocks: the program's first bytes */
};

#define __USED 0x626C6B55
#define __FREE 0x626C6B46

struct __block** __free_blocks;     /* by power */
char* __heap_start;
char* __heap_end;                   /* where the next new block begins */
char* __heap_limit;                 /* how far the kernel has let us */
int __fresh;                        /* the block made last was never used before */

/* Called by the start file. The lists of free blocks are the first thing on the heap. */
void __init_malloc(void)
{
	__heap_start = brk(0);
	__heap_limit = __heap_start + __HEAP_STEP;
	brk(__heap_limit);
	__free_blocks = __heap_start;
	__heap_end = __heap_start + 128;
}

/* Cuts size bytes from the end of the heap */
char* __extend_heap(int size)
{
	char* start = __heap_end;
	unsigned left = __heap_limit - start;
	unsigned wanted = size;
	char* limit;
	if (wanted > left) {
		limit = start + size + __HEAP_STEP;
		if (brk(limit) != limit) return NULL;
		__heap_limit = limit;
	}
	__heap_end = start + size;
	return start;
}

/* At least size bytes, NULL if there are no more or size is above a gigabyte. What is in them is unknown. */
void* malloc(unsigned size)
{
	unsigned all = size + 8;
	int power = 4;
	if (size > 0x3FFFFFF8) return NULL;
	while (all > (1 << power)) power += 1;
	struct __block* block = __free_blocks[power];
	__fresh = NULL == block;
	if (__fresh) block = __extend_heap(1 << power);
	else __free_blocks[power] = block->next;
	if (NULL == block) return NULL;
	block->mark = __USED;
	block->power = power;
	return block + 8;
}

void free(void* memory)
{
	struct __block* block = memory - 8;
	if (NULL == memory) return;
	if (__USED != block->mark) {
		write(2, "free: this is no block that malloc made\n", 40);
		exit(1);
	}
	block->mark = __FREE;
	block->next = __free_blocks[block->power];
	__free_blocks[block->power] = block;
}

#ifndef __HAVE_MEMSET
#define __HAVE_MEMSET
void* memset(void* to, int value, int size)
{
	char* bytes = to;
	int i;
	for (i = 0; i < size; i += 1) bytes[i] = value;
	return to;
}
#endif

/* count items of size bytes, all zero */
void* calloc(int count, int size)
{
	void* memory = malloc(count * size);
	if ((NULL != memory) & !__fresh) memset(memory, 0, count * size);
	return memory;
}

/* The same bytes in a block of another size. Blocks are not made smaller. */
void* realloc(void* memory, unsigned size)
{
	struct __block* block = memory - 8;
	int* from = memory;
	unsigned i;
	if (NULL == memory) return malloc(size);
	unsigned room = (1 << block->power) - 8;
	if (size <= room) return memory;
	int* to = malloc(size);
	if (NULL == to) return NULL;
	for (i = 0; i < (room >> 2); i += 1) to[i] = from[i];
	free(memory);
	return to;
}

/* Gives all memory back to the kernel. No block may be used any more. */
void _malloc_release_all(void)
{
	brk(__heap_start);
	__init_malloc();
	memset(__free_blocks, 0, 128);
}

/* ---- Numbers ---- */

/* number := blanks [ "+" | "-" ] digits; anything after it is ignored */
int atoi(char* text)
{
	int value = 0;
	int negative = 0;
	while ((*text == ' ') || ((*text >= '\t') && (*text <= '\r'))) text++;
	negative = *text == '-';
	if ((*text == '-') || (*text == '+')) text++;
	while ((*text >= '0') && (*text <= '9')) {
		value = value * 10 + (*text - '0');
		text++;
	}
	if (negative) return -value;
	return value;
}

int abs(int n)
{
	if (n < 0) return -n;
	return n;
}

/* ---- Environment ---- */

char** _envp;       /* "NAME=value" strings, ended by NULL; set by the start file */

/* The value, if the string is "name=value"; else NULL */
char* __value_of(char* entry, char* name)
{
	int i = 0;
	while (name[i] != 0) {
		if (entry[i] != name[i]) return NULL;
		i += 1;
	}
	if (entry[i] != '=') return NULL;
	return entry + i + 1;
}

char* getenv(char* name)
{
	int i;
	char* value;
	for (i = 0; _envp[i] != NULL; i += 1) {
		value = __value_of(_envp[i], name);
		if (value != NULL) return value;
	}
	return NULL;
}

/* Fresh memory with "name=value" */
char* __environment_entry(char* name, char* value)
{
	int size = 2;
	int n = 0;
	int i;
	for (i = 0; name[i] != 0; i += 1) size += 1;
	for (i = 0; value[i] != 0; i += 1) size += 1;
	char* entry = malloc(size);
	if (NULL == entry) return NULL;
	for (i = 0; name[i] != 0; i += 1) entry[n++] = name[i];
	entry[n++] = '=';
	for (i = 0; value[i] != 0; i += 1) entry[n++] = value[i];
	entry[n] = 0;
	return entry;
}

/* Sets name to value; leaves it alone if it exists and overwrite is 0. Returns 0, or -1 if there is no memory. */
int setenv(char* name, char* value, int overwrite)
{
	char* entry = __environment_entry(name, value);
	int count = 0;
	int i;
	if (NULL == entry) return -1;
	while (_envp[count] != NULL) {
		if (NULL != __value_of(_envp[count], name)) {
			if (overwrite) _envp[count] = entry;
			return 0;
		}
		count += 1;
	}
	char** longer = malloc((count + 2) * sizeof(char*));
	if (NULL == longer) return -1;
	for (i = 0; i < count; i += 1) longer[i] = _envp[i];
	longer[count] = entry;
	longer[count + 1] = NULL;
	_envp = longer;
	return 0;
}

/* ---- Files ---- */

/* Replaces the XXXXXX at the end of name by the first number that makes it new, and opens that file for reading and
 * writing. Returns its descriptor, or -1. */
int mkstemp(char* name)
{
	int end = 0;
	int number;
	int rest;
	int i;
	int descriptor;
	while (name[end] != 0) end += 1;
	for (i = end - 6; i < end; i += 1) {
		if (i < 0) return -1;
		if (name[i] != 'X') return -1;
	}
	for (number = 0; number < 1000000; number += 1) {
		rest = number;
		for (i = end - 1; i >= (end - 6); i -= 1) {
			name[i] = '0' + rest % 10;
			rest /= 10;
		}
		descriptor = _open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
		if (descriptor >= 0) return descriptor;
		if (descriptor != -17) return -1;       /* EEXIST */
	}
	return -1;
}

/* Characters of two bytes, as firmware has them, to characters of one. Returns how many, without the final zero. */
size_t wcstombs(char* to, char* from, size_t room)
{
	size_t n;
	for (n = 0; n < room; n += 1) {
		to[n] = from[n * 2];
		if (to[n] == 0) return n;
	}
	return n;
}
