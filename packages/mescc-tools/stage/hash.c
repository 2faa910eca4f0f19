/* hash.c : the table of names. Every distinct text is one `struct name`, found in constant time. */

struct name
{
	struct name* next;        /* in the same bucket */
	unsigned hash;
	int length;
	char* text;               /* `length` bytes, not ended by a 0; usually still in the source */
	int known;                /* is `value` / `output` set? */
	int value;                /* hex2: the address.   M1: the length of `output` */
	char* output;             /* M1: what is written for this word */
};

struct name** buckets;
int bucket_count;            /* a power of two */
int name_count;

enum { FIRST_BUCKETS = 4096 };

struct name** new_buckets(int count)
{
	struct name** table = malloc(count * sizeof(struct name*));
	int i;
	if(0 == table) fail("out of memory", "", "");
	for(i = 0; i < count; i = i + 1) table[i] = 0;
	return table;
}

/* Twice as many buckets, so that the lists stay about one name long. */
void more_buckets(void)
{
	struct name** old = buckets;
	int old_count = bucket_count;
	struct name* n;
	struct name* rest;
	int slot;
	int i;
	bucket_count = old_count * 2;
	buckets = new_buckets(bucket_count);
	for(i = 0; i < old_count; i = i + 1)
	{
		for(n = old[i]; 0 != n; n = rest)
		{
			rest = n->next;
			slot = n->hash & (bucket_count - 1);
			n->next = buckets[slot];
			buckets[slot] = n;
		}
	}
	free(old);
}

unsigned hash_of(char* text, int length)
{
	unsigned hash = length;
	char* end = text + length;
	while(text != end)
	{
		hash = ((hash << 5) + hash) ^ (text[0] & 0xFF);
		text = text + 1;
	}
	/* Names often differ only in their last digits, and the table looks at the low bits. */
	return hash ^ (hash >> 15);
}

/* The name with this text, or 0. Leaves the hash for name_of. */
unsigned last_hash;

struct name* find_name(char* text, int length)
{
	struct name* n;
	if(0 == bucket_count)
	{
		bucket_count = FIRST_BUCKETS;
		buckets = new_buckets(bucket_count);
	}
	last_hash = hash_of(text, length);
	n = buckets[last_hash & (bucket_count - 1)];
	while(0 != n)
	{
		if(n->hash == last_hash) if(n->length == length) if(0 == memcmp(n->text, text, length)) return n;
		n = n->next;
	}
	return 0;
}

/* The name with this text; a new one, with nothing known about it, if there was none. */
struct name* name_of(char* text, int length)
{
	struct name* n = find_name(text, length);
	int slot;
	if(0 != n) return n;
	if(name_count == bucket_count) more_buckets();
	n = allocate(sizeof(struct name));
	slot = last_hash & (bucket_count - 1);
	n->next = buckets[slot];
	n->hash = last_hash;
	n->length = length;
	n->text = text;
	n->known = 0;
	n->value = 0;
	n->output = 0;
	buckets[slot] = n;
	name_count = name_count + 1;
	return n;
}
