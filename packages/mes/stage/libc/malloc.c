/* Memory from brk, in blocks with a header of two words; freed blocks stand in an address-ordered list,
   neighbours are joined, and the first that is large enough is taken (and split).

     | size | next free or 0 | bytes ...                                                        */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>

struct block {
	size_t size;            /* of the bytes, a multiple of 8 */
	struct block *next;
};

#define HEADER sizeof(struct block)
#define PIECE 65536

static struct block *free_blocks;

/* a block at the end of the heap */
static struct block *extend(size_t size)
{
	size_t wanted = size + HEADER;
	struct block *block;

	if (wanted < PIECE) wanted = PIECE;
	block = sbrk((wanted + 15) & ~15);
	if (block == (struct block *)-1) return 0;
	block->size = ((wanted + 15) & ~15) - HEADER;
	return block;
}

static void split(struct block *block, size_t size)
{
	if (block->size >= size + HEADER + 16) {
		struct block *rest = (struct block *)((char *)(block + 1) + size);
		rest->size = block->size - size - HEADER;
		block->size = size;
		free(rest + 1);
	}
}

void *malloc(size_t size)
{
	struct block **link;
	struct block *block;

	if (size > 0x7FFFFF00) {
		errno = ENOMEM;
		return 0;
	}
	size = size < 8 ? 8 : (size + 7) & ~7;
	for (link = &free_blocks; (block = *link); link = &block->next)
		if (block->size >= size) {
			*link = block->next;
			split(block, size);
			return block + 1;
		}
	block = extend(size);
	if (!block) {
		errno = ENOMEM;
		return 0;
	}
	split(block, size);
	return block + 1;
}

static int touches(struct block *a, struct block *b)
{
	return (char *)(a + 1) + a->size == (char *)b;
}

void free(void *memory)
{
	struct block *block, *before = 0, *after;

	if (!memory) return;
	block = (struct block *)memory - 1;
	for (after = free_blocks; after && after < block; after = after->next) before = after;
	block->next = after;
	if (after && touches(block, after)) {
		block->size += HEADER + after->size;
		block->next = after->next;
	}
	if (!before)
		free_blocks = block;
	else if (touches(before, block)) {
		before->size += HEADER + block->size;
		before->next = block->next;
	} else
		before->next = block;
}

void *calloc(size_t count, size_t size)
{
	void *memory;

	if (size && count > (size_t)-1 / size) {
		errno = ENOMEM;
		return 0;
	}
	memory = malloc(count * size);
	if (memory) memset(memory, 0, count * size);
	return memory;
}

void *realloc(void *memory, size_t size)
{
	struct block *block;
	void *larger;

	if (!memory) return malloc(size);
	block = (struct block *)memory - 1;
	if (block->size >= size) return memory;
	larger = malloc(size + size / 4);
	if (larger) {
		memcpy(larger, memory, block->size);
		free(memory);
	}
	return larger;
}
