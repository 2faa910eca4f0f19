/* unbz2.c : unbz2 -f IN -o OUT    unpacks bzip2 files.
 *
 *   file   := stream { stream }
 *   stream := "BZh" level { block } 17 72 45 38 50 90 crc(32 bits), then zero bits up to a byte
 *   block  := 31 41 59 26 53 59 crc(32) 0(1) origin(24) used-bytes tables selectors codes symbols
 *
 * A block was packed by: runs of equal bytes, Burrows-Wheeler sort, move to front, Huffman code.
 * It is unpacked in the opposite order.
 */
#include "text.c"
#include "output.c"
#include "input.c"
#include "options.c"
#include "unpack.c"

enum { LONGEST_CODE = 20, MOST_SYMBOLS = 258, MOST_TABLES = 6, GROUP = 50, LEVEL_SIZE = 100000 };

/* ---- Bits: high bit of each byte first ---- */

int bits;
int bit_count;

int get_bit(void)
{
	if(0 == bit_count)
	{
		bits = get_byte();
		bit_count = 8;
	}
	bit_count = bit_count - 1;
	return (bits >> bit_count) & 1;
}

int get_bits(int n)
{
	int value = 0;
	while(n > 0)
	{
		value = (value << 1) | get_bit();
		n = n - 1;
	}
	return value;
}

/* ---- Check sum: polynomial 0x04C11DB7, high bit first ---- */

unsigned* crc_table;
unsigned crc;

void begin_crc(void)
{
	unsigned c;
	int n;
	int bit;
	crc_table = malloc(256 * sizeof(unsigned));
	for(n = 0; n < 256; n = n + 1)
	{
		c = n << 24;
		for(bit = 0; bit < 8; bit = bit + 1)
		{
			if((c >> 31) != 0) c = (c << 1) ^ 0x04C11DB7;
			else c = c << 1;
		}
		crc_table[n] = c;
	}
}

void put_checked(int byte)
{
	crc = (crc << 8) ^ crc_table[(crc >> 24) ^ (byte & 0xFF)];
	put_byte(byte);
}

/* ---- Huffman codes ---- */

/* For each table and length: the number of codes, and all symbols in the order of their codes. */
int** code_counts;
int** code_symbols;
int* lengths;

/* lengths := first(5) { { "10" one more | "11" one less } "0" }       for each symbol */
void get_lengths(int symbol_count)
{
	int length = get_bits(5);
	int i;
	for(i = 0; i < symbol_count; i = i + 1)
	{
		while(get_bit())
		{
			if(get_bit()) length = length - 1;
			else length = length + 1;
		}
		if((length < 1) | (length > LONGEST_CODE)) damaged("a code of impossible length");
		lengths[i] = length;
	}
}

void build_code(int* count, int* symbols, int symbol_count)
{
	int at = 0;
	int length;
	int i;
	for(length = 1; length <= LONGEST_CODE; length = length + 1)
	{
		count[length] = 0;
		for(i = 0; i < symbol_count; i = i + 1)
		{
			if(length == lengths[i])
			{
				symbols[at] = i;
				at = at + 1;
				count[length] = count[length] + 1;
			}
		}
	}
}

int get_symbol(int* count, int* symbols)
{
	int code = 0;
	int first = 0;
	int place = 0;
	int length;
	for(length = 1; length <= LONGEST_CODE; length = length + 1)
	{
		code = (code << 1) | get_bit();
		first = first << 1;
		if((code - first) < count[length]) return symbols[place + (code - first)];
		place = place + count[length];
		first = first + count[length];
	}
	damaged("a code that stands for nothing");
	return 0;
}

/* ---- Move to front ---- */

/* Gives the item at `place` of the list and moves it to the front. */
int to_front(int* list, int place)
{
	int item = list[place];
	while(place > 0)
	{
		list[place] = list[place - 1];
		place = place - 1;
	}
	list[0] = item;
	return item;
}

/* ---- One block ---- */

int* block;              /* the sorted bytes, later in the low 8 bits; above them the links */
int block_size;
int block_limit;
int* used;               /* the byte values in this block, as a move-to-front list */
int used_count;
char* selectors;         /* which table each group of GROUP symbols uses */
int selector_count;

/* used-bytes := which sixteens(16 bits), and for each of these which bytes(16 bits) */
void get_used(void)
{
	int sixteens = get_bits(16);
	int bytes;
	int i;
	int j;
	used_count = 0;
	for(i = 0; i < 16; i = i + 1)
	{
		if(sixteens & (0x8000 >> i))
		{
			bytes = get_bits(16);
			for(j = 0; j < 16; j = j + 1)
			{
				if(bytes & (0x8000 >> j))
				{
					used[used_count] = (i * 16) + j;
					used_count = used_count + 1;
				}
			}
		}
	}
	if(0 == used_count) damaged("a block without bytes");
}

/* tables(3) count(15) { the selector's place in a move-to-front list, in ones ended by a zero } */
void get_selectors(int table_count)
{
	int* list = allocate(MOST_TABLES * sizeof(int));
	int place;
	int i;
	if((table_count < 2) | (table_count > MOST_TABLES)) damaged("a wrong number of code tables");
	selector_count = get_bits(15);
	for(i = 0; i < MOST_TABLES; i = i + 1) list[i] = i;
	for(i = 0; i < selector_count; i = i + 1)
	{
		place = 0;
		while(get_bit())
		{
			place = place + 1;
			if(place >= table_count) damaged("an unknown code table");
		}
		selectors[i] = to_front(list, place);
	}
}

void get_codes(int table_count)
{
	int i;
	for(i = 0; i < table_count; i = i + 1)
	{
		get_lengths(used_count + 2);
		build_code(code_counts[i], code_symbols[i], used_count + 2);
	}
}

void add_bytes(int byte, int count)
{
	if(count > (block_limit - block_size)) damaged("a block that is too long");
	while(count > 0)
	{
		block[block_size] = byte;
		block_size = block_size + 1;
		count = count - 1;
	}
}

/* symbols := { { 0 | 1 } | place + 1 } used_count + 1
 * 0 and 1 are digits of a number in bijective base 2, low ones first: how often the byte at the
 * front comes. The last symbol ends the block. */
void get_symbols(void)
{
	int group = 0;
	int left = 0;            /* symbols in this group */
	int run = 0;
	int weight = 1;
	int table = 0;
	int symbol;
	block_size = 0;
	while(1)
	{
		if(0 == left)
		{
			if(group >= selector_count) damaged("a block without an end");
			table = selectors[group];
			group = group + 1;
			left = GROUP;
		}
		left = left - 1;
		symbol = get_symbol(code_counts[table], code_symbols[table]);
		if(symbol < 2)
		{
			run = run + (weight << symbol);
			if(run > block_limit) damaged("a run that is too long");
			weight = weight << 1;
		}
		else
		{
			add_bytes(used[0], run);
			run = 0;
			weight = 1;
			if((used_count + 1) == symbol) return;
			add_bytes(to_front(used, symbol - 1), 1);
		}
	}
}

/* Undoes the sort. The bytes in `block` are the last column of the sorted table of all rotations;
 * sorting them gives the first column. The n-th of equal bytes in one column is the n-th in the
 * other, which links each row to the row that is rotated by one more byte. */
void link_rows(void)
{
	int* next = allocate(256 * sizeof(int));
	int sum = 0;
	int count;
	int i;
	for(i = 0; i < 256; i = i + 1) next[i] = 0;
	for(i = 0; i < block_size; i = i + 1) next[block[i]] = next[block[i]] + 1;
	for(i = 0; i < 256; i = i + 1)
	{
		count = next[i];
		next[i] = sum;
		sum = sum + count;
	}
	for(i = 0; i < block_size; i = i + 1)
	{
		count = block[i] & 0xFF;
		block[next[count]] = block[next[count]] | (i << 8);
		next[count] = next[count] + 1;
	}
}

/* Follows the links from row `origin` and writes. Four equal bytes are followed by a count of more. */
void put_rows(int origin)
{
	int row = block[origin] >> 8;
	int last = 0 - 1;
	int equal = 0;
	int byte;
	int i;
	for(i = 0; i < block_size; i = i + 1)
	{
		byte = block[row] & 0xFF;
		row = block[row] >> 8;
		if(4 == equal)
		{
			while(byte > 0)
			{
				put_checked(last);
				byte = byte - 1;
			}
			equal = 0;
			last = 0 - 1;
		}
		else
		{
			if(byte == last) equal = equal + 1;
			else equal = 1;
			last = byte;
			put_checked(byte);
		}
	}
}

void get_block(unsigned wanted)
{
	int origin;
	int table_count;
	if(get_bit()) fail(input_name, " is of a kind that bzip2 gave up in 1996 (randomised)", "");
	origin = get_bits(24);
	get_used();
	table_count = get_bits(3);
	get_selectors(table_count);
	get_codes(table_count);
	get_symbols();
	if(origin >= block_size) damaged("the origin of a block");
	crc = ~0;
	link_rows();
	put_rows(origin);
	crc = ~crc;
	if(crc != wanted) damaged("the check sum of a block is wrong");
}

/* ---- Streams ---- */

void begin(void)
{
	int i;
	begin_crc();
	code_counts = allocate(MOST_TABLES * sizeof(int*));
	code_symbols = allocate(MOST_TABLES * sizeof(int*));
	for(i = 0; i < MOST_TABLES; i = i + 1)
	{
		code_counts[i] = allocate((LONGEST_CODE + 1) * sizeof(int));
		code_symbols[i] = allocate(MOST_SYMBOLS * sizeof(int));
	}
	lengths = allocate(MOST_SYMBOLS * sizeof(int));
	used = allocate(256 * sizeof(int));
	selectors = allocate(32768);
	block = malloc(9 * LEVEL_SIZE * sizeof(int));
	if(0 == block) fail("out of memory", "", "");
}

void stream(void)
{
	unsigned all = 0;        /* the stream's check sum, made of those of its blocks */
	unsigned wanted;
	int first;
	int second;
	if(get_bits(24) != 0x425A68) fail(input_name, " is not a bzip2 file", "");
	block_limit = (get_bits(8) - '0') * LEVEL_SIZE;
	if((block_limit < LEVEL_SIZE) | (block_limit > (9 * LEVEL_SIZE))) fail(input_name, " is not a bzip2 file", "");
	while(1)
	{
		first = get_bits(24);
		second = get_bits(24);
		wanted = get_bits(32);
		if((0x177245 == first) & (0x385090 == second)) break;
		if((0x314159 != first) | (0x265359 != second)) damaged("neither a block nor an end where one must be");
		get_block(wanted);
		all = ((all << 1) | (all >> 31)) ^ wanted;
	}
	if(all != wanted) damaged("its check sum is wrong");
	bit_count = 0;
}

int main(int argc, char** argv)
{
	unpack_begin("unbz2", "a bzip2 file", argc, argv);
	begin();
	stream();
	while(input_more()) stream();
	output_close();
	return 0;
}
