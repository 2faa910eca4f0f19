/* ungz.c : ungz -f IN -o OUT    unpacks gzip files (RFC 1952, RFC 1951).
 *
 *   file   := member { member } { zero byte }
 *   member := header { block } crc32 length
 *   block  := last(1 bit) type(2 bits) ( stored | symbols by fixed codes | codes and symbols )
 */
#include "text.c"
#include "output.c"
#include "input.c"
#include "window.c"
#include "crc32.c"
#include "options.c"
#include "unpack.c"

enum { WINDOW = 32768 };

unsigned crc;

void check_output(char* from, int size)
{
	crc = crc_add(crc, from, size);
}

/* ---- Bits: low bit of each byte first ---- */

int bits;                /* read from the input but not used yet */
int bit_count;

int get_bits(int n)
{
	int value;
	while(bit_count < n)
	{
		bits = bits | (get_byte() << bit_count);
		bit_count = bit_count + 8;
	}
	value = bits & ((1 << n) - 1);
	bits = bits >> n;
	bit_count = bit_count - n;
	return value;
}

/* ---- Codes ---- */

enum { LONGEST_CODE = 15, MOST_SYMBOLS = 288 };

/* A canonical Huffman code: how many codes each length has, and the symbols in the order of their codes. */
struct code
{
	int* count;
	int* symbols;
};

struct code* new_code(void)
{
	struct code* c = allocate(sizeof(struct code));
	c->count = allocate((LONGEST_CODE + 1) * sizeof(int));
	c->symbols = allocate(MOST_SYMBOLS * sizeof(int));
	return c;
}

int* first_place;        /* of each length, in `symbols` */

/* Makes the code whose symbol i has lengths[i] bits; 0 means the symbol is not used. */
void build_code(struct code* c, int* lengths, int symbol_count)
{
	int* count = c->count;
	int* symbols = c->symbols;
	int left = 1;
	int i;
	for(i = 0; i <= LONGEST_CODE; i = i + 1) count[i] = 0;
	for(i = 0; i < symbol_count; i = i + 1) count[lengths[i]] = count[lengths[i]] + 1;
	count[0] = 0;
	first_place[1] = 0;
	for(i = 1; i <= LONGEST_CODE; i = i + 1)
	{
		left = (left * 2) - count[i];
		if(left < 0) damaged("more codes than their lengths allow");
		if(i < LONGEST_CODE) first_place[i + 1] = first_place[i] + count[i];
	}
	for(i = 0; i < symbol_count; i = i + 1)
	{
		if(0 != lengths[i])
		{
			symbols[first_place[lengths[i]]] = i;
			first_place[lengths[i]] = first_place[lengths[i]] + 1;
		}
	}
}

/* Reads one symbol: bit by bit, until the bits lie among the codes of their length. Most of the
 * time is spent here, so it takes its bits itself and not by get_bits. */
int get_symbol(struct code* c)
{
	int* count = c->count;
	int* symbols = c->symbols;
	int code = 0;
	int first = 0;       /* the first code of this length */
	int place = 0;       /* and the place of its symbol */
	int length;
	for(length = 1; length <= LONGEST_CODE; length = length + 1)
	{
		if(0 == bit_count)
		{
			bits = get_byte();
			bit_count = 8;
		}
		code = (code << 1) | (bits & 1);
		bits = bits >> 1;
		bit_count = bit_count - 1;
		first = first << 1;
		if((code - first) < count[length]) return symbols[place + (code - first)];
		place = place + count[length];
		first = first + count[length];
	}
	damaged("a code that stands for nothing");
	return 0;
}

/* ---- Blocks ---- */

struct code* literals;   /* 0-255 a byte, 256 the end, 257-285 the length of a copy */
struct code* distances;
int* lengths;            /* of the codes being read */

/* Copies come in groups: a symbol gives the smallest length or distance of its group and how many
 * bits more tell the place in the group. */
int* length_base;
int* length_bits;
int* distance_base;
int* distance_bits;

/* Each group size is used `repeat` times, then the groups double. */
void fill_groups(int* base, int* extra, int count, int repeat, int first)
{
	int i;
	for(i = 0; i < count; i = i + 1)
	{
		extra[i] = 0;
		if(i >= (repeat * 2)) extra[i] = (i / repeat) - 1;
		base[i] = first;
		first = first + (1 << extra[i]);
	}
}

void begin_blocks(void)
{
	first_place = allocate((LONGEST_CODE + 1) * sizeof(int));
	lengths = allocate((MOST_SYMBOLS + 32) * sizeof(int));
	literals = new_code();
	distances = new_code();
	length_base = allocate(29 * sizeof(int));
	length_bits = allocate(29 * sizeof(int));
	distance_base = allocate(30 * sizeof(int));
	distance_bits = allocate(30 * sizeof(int));
	fill_groups(length_base, length_bits, 28, 4, 3);
	length_base[28] = 258;        /* the longest copy has a symbol of its own */
	length_bits[28] = 0;
	fill_groups(distance_base, distance_bits, 30, 2, 1);
}

/* symbols := { literal | length distance } end */
void get_symbols(void)
{
	int symbol;
	int length;
	while(1)
	{
		symbol = get_symbol(literals);
		if(256 == symbol) return;
		if(symbol < 256) window_put(symbol);
		else
		{
			symbol = symbol - 257;
			if(symbol > 28) damaged("a copy of unknown length");
			length = length_base[symbol] + get_bits(length_bits[symbol]);
			symbol = get_symbol(distances);
			if(symbol > 29) damaged("a copy from an unknown distance");
			window_copy(distance_base[symbol] + get_bits(distance_bits[symbol]), length);
		}
	}
}

/* stored := rest of the byte, length(16) ~length(16), that many bytes */
void stored_block(void)
{
	int length;
	bits = 0;
	bit_count = 0;
	length = get_bits(16);
	if(length != (get_bits(16) ^ 0xFFFF)) damaged("the length of a stored block");
	while(length > 0)
	{
		window_put(get_byte());
		length = length - 1;
	}
}

void fixed_codes(void)
{
	int i;
	for(i = 0; i < MOST_SYMBOLS; i = i + 1)
	{
		if(i < 144) lengths[i] = 8;
		else if(i < 256) lengths[i] = 9;
		else if(i < 280) lengths[i] = 7;
		else lengths[i] = 8;
	}
	build_code(literals, lengths, MOST_SYMBOLS);
	for(i = 0; i < 30; i = i + 1) lengths[i] = 5;
	build_code(distances, lengths, 30);
}

/* The `times` next code lengths are `length`; returns the place behind them. */
int repeat_length(int at, int total, int length, int times)
{
	if((at + times) > total) damaged("too many code lengths");
	while(times > 0)
	{
		lengths[at] = length;
		at = at + 1;
		times = times - 1;
	}
	return at;
}

/* lengths := { 0-15 a length | 16 the last one 3-6 times | 17 zero 3-10 times | 18 zero 11-138 times } */
void get_lengths(int total)
{
	int at = 0;
	int symbol;
	while(at < total)
	{
		symbol = get_symbol(literals);
		if(symbol < 16) at = repeat_length(at, total, symbol, 1);
		else if(17 == symbol) at = repeat_length(at, total, 0, 3 + get_bits(3));
		else if(18 == symbol) at = repeat_length(at, total, 0, 11 + get_bits(7));
		else
		{
			if(0 == at) damaged("a repeated code length without a first one");
			at = repeat_length(at, total, lengths[at - 1], 3 + get_bits(2));
		}
	}
}

/* The lengths of the code for lengths come in this order, so that the rare ones at its end can be left out. */
int length_order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

/* codes := literal count(5) distance count(5) length-code count(4), its lengths(3 each), lengths of both codes */
void dynamic_codes(void)
{
	int literal_count = 257 + get_bits(5);
	int distance_count = 1 + get_bits(5);
	int count = 4 + get_bits(4);
	int i;
	if(literal_count > 286) damaged("too many literal codes");
	for(i = 0; i < 19; i = i + 1) lengths[i] = 0;
	for(i = 0; i < count; i = i + 1) lengths[length_order[i]] = get_bits(3);
	build_code(literals, lengths, 19);
	get_lengths(literal_count + distance_count);
	if(0 == lengths[256]) damaged("a block without an end");
	build_code(literals, lengths, literal_count);
	for(i = 0; i < distance_count; i = i + 1) lengths[i] = lengths[literal_count + i];
	build_code(distances, lengths, distance_count);
}

void inflate(void)
{
	int is_last;
	int type;
	bits = 0;
	bit_count = 0;
	do
	{
		is_last = get_bits(1);
		type = get_bits(2);
		if(0 == type) stored_block();
		else
		{
			if(1 == type) fixed_codes();
			else if(2 == type) dynamic_codes();
			else damaged("a block of unknown type");
			get_symbols();
		}
	} while(!is_last);
}

/* ---- Members ---- */

enum { FLAG_HEADER_CRC = 2, FLAG_EXTRA = 4, FLAG_NAME = 8, FLAG_COMMENT = 16, FLAG_RESERVED = 0xE0 };

void skip_bytes(int count)
{
	while(count > 0)
	{
		get_byte();
		count = count - 1;
	}
}

void skip_string(void)
{
	int c;
	do
	{
		c = get_byte();
	} while(0 != c);
}

/* header := 1F 8B 08 flags time(4) extra-flags system [extra] [name 0] [comment 0] [crc16] */
void header(void)
{
	int flags;
	int length;
	if(0x1F != get_byte()) fail(input_name, " is not a gzip file", "");
	if(0x8B != get_byte()) fail(input_name, " is not a gzip file", "");
	if(8 != get_byte()) fail(input_name, " is compressed by an unknown method", "");
	flags = get_byte();
	if(flags & FLAG_RESERVED) fail(input_name, " has unknown flags in its header", "");
	skip_bytes(6);
	if(flags & FLAG_EXTRA)
	{
		length = get_byte();
		skip_bytes(length | (get_byte() << 8));
	}
	if(flags & FLAG_NAME) skip_string();
	if(flags & FLAG_COMMENT) skip_string();
	if(flags & FLAG_HEADER_CRC) skip_bytes(2);
}

void member(void)
{
	unsigned wanted;
	header();
	window_forget();
	crc = 0;
	written = 0;
	inflate();
	window_flush();
	wanted = get_word();
	if(wanted != crc) damaged("its check sum is wrong");
	wanted = get_word();
	if(wanted != written) damaged("its length is wrong");
}

int main(int argc, char** argv)
{
	unpack_begin("ungz", "a gzip file", argc, argv);
	crc_begin();
	begin_blocks();
	window_open(WINDOW);
	member();
	while(0x1F == peek_byte()) member();
	while(0 == peek_byte()) get_byte();
	if(input_more()) fail(input_name, " has something else behind its end", "");
	output_close();
	return 0;
}
