/* heap.c : memory for objects, and the collector.
 *
 * Objects never move. The heap is a set of megabytes; each has a bit map, with a bit for every 8 bytes, that says
 * where the objects are that were alive at the last collection. Allocation takes the next hole in that map and fills
 * it from its beginning to its end, which is one addition for most objects. What does not fit in the rest of a hole
 * leaves it for the next hole. When there are no more holes, the heap grows.
 *
 * Collection is mark and nothing else: sweeping is what the search for holes does. It happens only between two
 * instructions of the machine (vm.c), never within a primitive, so C code keeps objects in plain variables. When it
 * does happen, C functions may be waiting for a procedure they called. Their stack, the frames of the machine and the
 * words of compiled code are therefore searched for anything that looks like a value: a word that is the address of an
 * object keeps it, whether it was meant so or not. That is always safe, since nothing moves, and since `mark` believes
 * no address before it has looked at what is there.
 */

enum {
	MEGABYTE = 1048576,
	MAP_WORDS = 4096,           /* a bit for every 8 bytes of a megabyte, 32 to the word */
	ADDRESS_MEGABYTES = 4096,
	LARGE = 2048,               /* bytes: objects from here on look for a hole of their own */
	LEAST_BUDGET = 16777216     /* bytes to be allocated before the next collection */
};

/* By megabyte of the address space: 0, or two maps. The first has a bit where an object begins, the second where
 * one continues. A bit in either means that these 8 bytes are taken. */
unsigned** maps;

char* heap_start;
char* heap_end;
char* free_at;              /* the rest of the hole being filled */
char* free_end;
char* hole_at;              /* where to look for the next */
char* large_at;             /* the same, for large objects */
unsigned allocated;         /* bytes in holes that were handed out since the last collection */
unsigned budget;
unsigned least_budget;
int collection_wanted;
int collections;

void fail(char* message);       /* error.c */
void want_collection(void);     /* vm.c */

/* ---- Memory from the kernel ---- */

#ifdef __M2__
enum { PROGRAM = 0x08048000 };      /* where the program begins, with its ELF header */
#else
enum { PROGRAM = 0 };               /* nobody knows */
#endif

/* Places in the header */
enum {
	FILE_SIZE = 68,
	MEMORY_SIZE = 72
};

#define PROGRAM_WORD(at) (((int*) (PROGRAM + (at)))[0])

char* room_at;              /* memory that the kernel put behind the program; an image can hold what is there (image.c) */
char* room_end;

char* permanent_at;         /* memory that is never given back */
char* permanent_end;

/* What the program leaves of its last megabyte is the first to be used. */
void start_room(void) {
	if (0 == PROGRAM) return;
	permanent_at = (char*) ((PROGRAM + PROGRAM_WORD(FILE_SIZE) + 7) & -8);
	permanent_end = (char*) (((int) permanent_at + (MEGABYTE - 1)) & (0 - MEGABYTE));
	room_at = permanent_end;
	room_end = (char*) (PROGRAM + PROGRAM_WORD(MEMORY_SIZE));
}

char* take_megabytes(int count) {
	unsigned from = system_call(SYS_BRK, 0, 0, 0);
	unsigned end;
	if ((room_end - room_at) >= (count * MEGABYTE)) {
		room_at = room_at + (count * MEGABYTE);
		return room_at - (count * MEGABYTE);
	}
	/* nothing is to lie below what was taken before */
	room_end = room_at;
	from = (from + (MEGABYTE - 1)) & (0 - MEGABYTE);
	end = from + (count * MEGABYTE);
	if (end < from) fail("out of memory");
	if (system_call(SYS_BRK, end, 0, 0) != (int) end) fail("out of memory");
	return (char*) from;
}

/* Zeroed memory that is no object */
char* permanent(int size) {
	char* result;
	size = (size + 7) & 0xFFFFFFF8;
	if (size > (permanent_end - permanent_at)) {
		permanent_at = take_megabytes((size + (MEGABYTE - 1)) / MEGABYTE);
		permanent_end = permanent_at + (((size + (MEGABYTE - 1)) / MEGABYTE) * MEGABYTE);
	}
	result = permanent_at;
	permanent_at = permanent_at + size;
	return result;
}

void grow_heap(int size) {
	int count = (size + (MEGABYTE - 1)) / MEGABYTE;
	char* at = take_megabytes(count);
	if (0 == heap_start) {
		heap_start = at;
		hole_at = at;
		large_at = at;
	}
	heap_end = at + (count * MEGABYTE);
	while (at < heap_end) {
		maps[(unsigned) at >> 20] = (unsigned*) permanent(MAP_WORDS * 8);
		at = at + MEGABYTE;
	}
}

/* ---- Holes ---- */

/* The bits from `at` on that are in its word of the map, as the lowest bits of a word */
unsigned bits_at(char* at, unsigned* map) {
	int word = ((int) at >> 8) & (MAP_WORDS - 1);
	return (map[word] | map[word + MAP_WORDS]) >> (((int) at >> 3) & 31);
}

char* next_map_word(char* at) { return (char*) (((int) at & -256) + 256); }

/* The first free 8 bytes at or after `at` */
char* skip_taken(char* at) {
	unsigned* map;
	unsigned bits;
	while (at < heap_end) {
		map = maps[(unsigned) at >> 20];
		if (0 == map) at = (char*) (((unsigned) at & (0 - MEGABYTE)) + MEGABYTE);
		else {
			bits = bits_at(at, map);
			if (0 == bits) return at;
			while (bits & 1) {
				at = at + 8;
				bits = bits >> 1;
			}
			if (0 != bits) return at;
			/* the bits that were shifted in are no news about the next word */
			if (0 != ((int) at & 255)) return at;
		}
	}
	return heap_end;
}

/* The first taken 8 bytes after `at`, which is free; or `enough`, or anything behind it */
char* skip_free(char* at, char* enough) {
	unsigned* map;
	unsigned bits;
	while (at < enough) {
		map = maps[(unsigned) at >> 20];
		if (0 == map) return at;
		bits = bits_at(at, map);
		if (0 == bits) at = next_map_word(at);
		else {
			while (0 == (bits & 1)) {
				at = at + 8;
				bits = bits >> 1;
			}
			return at;
		}
	}
	return at;
}

/* The next hole of at least `size` bytes becomes the one being filled. */
void next_hole(int size) {
	char* end;
	free_at = hole_at;
	do {
		free_at = skip_taken(free_at);
		if (free_at == heap_end) {
			grow_heap(size);
			/* what was grown may not join on to the heap */
			free_at = skip_taken(free_at);
		}
		end = free_at + MEGABYTE;
		if (end > heap_end) end = heap_end;
		free_end = skip_free(free_at, end);
		if (free_end > heap_end) free_end = heap_end;
		if ((free_end - free_at) >= size) break;
		free_at = free_end;
	} while (1);
	hole_at = free_end;
	allocated = allocated + (free_end - free_at);
	if (allocated > budget) want_collection();
}

void set_bits(unsigned* map, char* from, char* end);

/* A large object gets the first hole that is behind the one being filled and long enough. It is taken at once. */
char* allocate_large(int size) {
	char* at = large_at;
	char* end;
	if (at < hole_at) at = hole_at;
	do {
		at = skip_taken(at);
		if (at == heap_end) {
			grow_heap(size);
			at = skip_taken(at);
		}
		end = skip_free(at, at + size);
		if ((end - at) >= size) break;
		if (end < heap_end) at = end;
		else {
			grow_heap(size);
			at = heap_end - (((size + (MEGABYTE - 1)) / MEGABYTE) * MEGABYTE);
		}
	} while (1);
	set_bits(0, at, at + size);
	large_at = at + size;
	allocated = allocated + size;
	if (allocated > budget) want_collection();
	return at;
}

/* Memory for an object of `size` bytes, header included */
char* allocate_bytes(unsigned size) {
	char* result;
	size = (size + 7) & 0xFFFFFFF8;
	if (size >= LARGE) return allocate_large(size);
	if (size > (unsigned) (free_end - free_at)) next_hole(size);
	result = free_at;
	free_at = free_at + size;
	return result;
}

object cons(object car, object cdr) {
	object pair = (object) free_at;
	if (free_at == free_end) {
		next_hole(8);
		pair = (object) free_at;
	}
	free_at = free_at + 8;
	pair->car = car;
	pair->cdr = cdr;
	return pair;
}

/* An object with `words` words behind its header, not yet filled */
object allocate(int type, int words) {
	char* at;
	if (words > MOST_WORDS) fail("an object would be too large");
	at = allocate_bytes((words * 4) + 4);
	((struct header*) at)->header = HEADER_OF(type, words);
	if (type >= CLOSURE) return (object) (at + PROCEDURE_TAG);
	return (object) (at + OBJECT_TAG);
}

/* A string or bytevector */
object allocate_string(int type, int length) {
	char* at;
	if (length < 0) fail("a string would be too large");
	if (length > 1000000000) fail("out of memory");
	at = allocate_bytes(length + 8);
	((struct string*) at)->header = HEADER_OF(type, 0);
	((struct string*) at)->length = length;
	return (object) (at + OBJECT_TAG);
}

/* ---- Marking ---- */

enum {
	FIRST_MARK_STACK = 16384,
	MOST_ROOTS = 64
};

char** mark_stack;          /* addresses of objects whose contents are still to be marked */
int mark_at;
int mark_limit;
unsigned alive;             /* bytes */

int** roots;                /* addresses of variables that hold values */
int root_count;
char* stack_bottom;         /* of C */

void add_root(void* variable) {
	if (root_count == MOST_ROOTS) fail("too many roots");
	roots[root_count] = variable;
	root_count = root_count + 1;
}

/* Sets the bits of all 8 bytes from `from` to `end` in the second map. */
void set_bits(unsigned* map, char* from, char* end) {
	int word;
	while (from < end) {
		map = maps[(unsigned) from >> 20];
		word = (((int) from >> 8) & (MAP_WORDS - 1)) + MAP_WORDS;
		if ((0 == ((int) from & 255)) & ((end - from) >= 256)) {
			map[word] = 0xFFFFFFFF;
			from = from + 256;
		} else {
			map[word] = map[word] | (1 << (((int) from >> 3) & 31));
			from = from + 8;
		}
	}
}

/* How many bytes the object at `at` takes, header included; 0 if they would not all be in the heap: then it is no
 * object but, say, a place in a text that looks like one. */
unsigned size_at(char* at, int header) {
	char* last;
	unsigned size = (HEADER_WORDS(header) * 4) + 4;
	if (HEADER_TYPE(header) <= BYTEVECTOR) size = ((struct string*) at)->length + 8;
	if (size > (unsigned) (heap_end - at)) return 0;
	for (last = at + (size - 1); last > at; last = last - MEGABYTE) if (0 == maps[(unsigned) last >> 20]) return 0;
	return (size + 7) & 0xFFFFFFF8;
}

void push_mark(char* at) {
	char** larger;
	if (mark_at == mark_limit) {
		larger = (char**) permanent(mark_limit * 8);
		memcpy(larger, mark_stack, mark_limit * 4);
		mark_stack = larger;
		mark_limit = mark_limit * 2;
	}
	mark_stack[mark_at] = at;
	mark_at = mark_at + 1;
}

/* Keeps the object that the word x may be the address of. */
void mark(int x) {
	unsigned* map;
	unsigned bit, size;
	char* at;
	int word, header;
	if (x & 1) return;
	if (IMMEDIATE_TAG == (x & 7)) return;
	map = maps[(unsigned) x >> 20];
	if (0 == map) return;
	at = (char*) (x & -8);
	word = (x >> 8) & (MAP_WORDS - 1);
	bit = 1 << ((x >> 3) & 31);
	if (map[word] & bit) return;
	header = ((int*) at)[0];
	if (IS_HEADER(header)) {
		size = size_at(at, header);
		if (0 == size) return;
		map[word] = map[word] | bit;
		if (size > 8) set_bits(map, at + 8, at + size);
		alive = alive + size;
		if (HEADER_TYPE(header) <= BIGNUM) return;
	} else {
		if (0 != (x & 7)) return;
		map[word] = map[word] | bit;
		alive = alive + 8;
	}
	push_mark(at);
}

/* Marks the words from `from` up to `end`. */
void mark_words(int* from, int* end) {
	int i;
	int count = ((char*) end - (char*) from) / 4;
	for (i = 0; i < count; i = i + 1) mark(from[i]);
}

/* Marks what the marked objects contain, until nothing is left. The cdr of a pair waits while its car is done: a list
 * takes one place on the stack, however long it is. */
void mark_contents(void) {
	int* at;
	int header;
	while (mark_at > 0) {
		mark_at = mark_at - 1;
		at = (int*) (mark_stack[mark_at]);
		header = at[0];
		if (IS_HEADER(header)) {
			mark_words((int*) ((char*) at + 4), (int*) ((char*) at + 4 + (HEADER_WORDS(header) * 4)));
		} else {
			mark(at[1]);
			mark(header);
		}
	}
}

void clear_maps(void) {
	char* at = heap_start;
	unsigned* map;
	int i;
	while (at < heap_end) {
		map = maps[(unsigned) at >> 20];
		if (0 != map) for (i = 0; i < (2 * MAP_WORDS); i = i + 1) map[i] = 0;
		at = at + MEGABYTE;
	}
}

/* Collects garbage. `from` up to `end` are the frames of the machine. */
void mark_everything(int* from, int* end) {
	int here[64];
	int i;
	remember_place((int*) &here);       /* a C compiler may keep values in registers: now they are on the stack */
	clear_maps();
	alive = 0;
	for (i = 0; i < root_count; i = i + 1) mark(roots[i][0]);
	mark_contents();
	mark_words(from, end);
	mark_contents();
	mark_words((int*) &here, (int*) stack_bottom);
	mark_contents();
}

void collect(int* from, int* end) {
	mark_everything(from, end);
	collections = collections + 1;
	collection_wanted = 0;
	hole_at = heap_start;
	large_at = heap_start;
	free_at = heap_start;
	free_end = heap_start;
	allocated = 0;
	budget = least_budget;
	if (alive > budget) budget = alive;
}

void set_least_budget(unsigned bytes) { least_budget = bytes; budget = bytes; }
void collect_often(void) { set_least_budget(MEGABYTE); }

/* `bottom`: an address in the frame of main */
void start_heap(void* bottom) {
	stack_bottom = bottom;
	start_room();
	maps = (unsigned**) permanent(ADDRESS_MEGABYTES * 4);
	roots = (int**) permanent(MOST_ROOTS * 4);
	mark_stack = (char**) permanent(FIRST_MARK_STACK * 4);
	mark_limit = FIRST_MARK_STACK;
	collect_often();
	grow_heap(MEGABYTE);
}
