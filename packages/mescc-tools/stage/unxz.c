/* unxz.c : unxz -f IN -o OUT    unpacks xz files (the .xz format, version 1; the filter LZMA2).
 *
 *   file   := stream { stream | 4 zero bytes }
 *   stream := header { block } index footer
 *   block  := block-header { chunk } 0 padding check
 */
#include "text.c"
#include "output.c"
#include "input.c"
#include "window.c"
#include "crc32.c"
#include "sha256.c"
#include "options.c"
#include "unpack.c"
#include "lzma.c"

/* ---- Check sums over the output: none, CRC-32, CRC-64 or SHA-256 ---- */

enum { CHECK_NONE = 0, CHECK_CRC32 = 1, CHECK_CRC64 = 4, CHECK_SHA256 = 10 };

int check_kind;
unsigned crc;
unsigned crc64_low;
unsigned crc64_high;
unsigned* table_low;
unsigned* table_high;

/* The polynomial is 0xC96C5795D7870F42, low bit first, in two halves. */
void begin_crc64(void)
{
	unsigned low;
	unsigned high;
	int is_odd;
	int n;
	int bit;
	table_low = malloc(256 * sizeof(unsigned));
	table_high = malloc(256 * sizeof(unsigned));
	for(n = 0; n < 256; n = n + 1)
	{
		low = n;
		high = 0;
		for(bit = 0; bit < 8; bit = bit + 1)
		{
			is_odd = low & 1;
			low = (low >> 1) | (high << 31);
			high = high >> 1;
			if(is_odd)
			{
				low = low ^ 0xD7870F42;
				high = high ^ 0xC96C5795;
			}
		}
		table_low[n] = low;
		table_high[n] = high;
	}
}

void add_crc64(char* from, int size)
{
	char* end = from + size;
	int i;
	while(from != end)
	{
		i = (crc64_low ^ from[0]) & 0xFF;
		crc64_low = ((crc64_low >> 8) | (crc64_high << 24)) ^ table_low[i];
		crc64_high = (crc64_high >> 8) ^ table_high[i];
		from = from + 1;
	}
}

void check_output(char* from, int size)
{
	if(CHECK_CRC32 == check_kind) crc = crc_add(crc, from, size);
	else if(CHECK_CRC64 == check_kind) add_crc64(from, size);
	else if(CHECK_SHA256 == check_kind) sha_add(from, size);
}

void begin_check(void)
{
	crc = 0;
	crc64_low = ~0;
	crc64_high = ~0;
	sha_begin();
}

void expect_word(unsigned wanted)
{
	unsigned found = get_word();
	if(found != wanted) damaged("the check sum of a block is wrong");
}

void end_check(void)
{
	int i;
	int wanted;
	if(CHECK_CRC32 == check_kind) expect_word(crc);
	else if(CHECK_CRC64 == check_kind)
	{
		expect_word(~crc64_low);
		expect_word(~crc64_high);
	}
	else if(CHECK_SHA256 == check_kind)
	{
		sha_end();
		for(i = 0; i < 32; i = i + 1)
		{
			wanted = (sha_state[i >> 2] >> (24 - (8 * (i & 3)))) & 0xFF;
			if(wanted != get_byte()) damaged("the check sum of a block is wrong");
		}
	}
}

/* ---- Headers: bytes with a CRC-32 behind them ---- */

unsigned header_crc;
char* header_byte_text;

int header_byte(void)
{
	int byte = get_byte();
	header_byte_text[0] = byte;
	header_crc = crc_add(header_crc, header_byte_text, 1);
	return byte;
}

void end_header(char* what)
{
	unsigned wanted = get_word();
	if(wanted != header_crc) damaged(what);
	header_crc = 0;
}

/* number := 7 bits a byte, low ones first; the high bit says that more follow */
unsigned header_number(void)
{
	unsigned value = 0;
	int shift = 0;
	int byte;
	do
	{
		byte = header_byte();
		if((shift > 28) | ((shift == 28) & ((byte & 0x7F) > 15))) fail(input_name, " has sizes of 4 GiB and more, which are not supported", "");
		value = value | ((byte & 0x7F) << shift);
		shift = shift + 7;
	} while(byte > 127);
	return value;
}

unsigned place(void)
{
	return input_before + input_at;
}

/* Zero bytes up to a multiple of 4 from `start`. */
void padding(unsigned start)
{
	while((place() - start) & 3)
	{
		if(0 != header_byte()) damaged("padding must be zero");
	}
}

/* ---- Chunks of LZMA2 ---- */

int needs_dictionary;    /* must the next chunk forget the window? */
int needs_state;         /* must it reset the decoder? */
int needs_properties;    /* must it set its properties? */

/* Big-endian, and one more: sizes are never 0. */
int chunk_size(int high)
{
	int size = high << 16;
	size = size | (get_byte() << 8);
	return (size | get_byte()) + 1;
}

/* control 1 (forget the window) or 2:  size(2 bytes), that many bytes as they are */
void plain_chunk(int control)
{
	int size = chunk_size(0);
	if(control > 2) damaged("an unknown kind of chunk");
	needs_state = needs_state | (1 == control);
	while(size > 0)
	{
		window_put(get_byte());
		size = size - 1;
	}
}

/* control 1rrsssss:  size(s and 2 bytes) packed size(2 bytes) [properties] LZMA data
 * rr: what is reset. 1 the decoder, 2 also its properties, 3 also the window. */
void lzma_chunk(int control)
{
	int reset = (control >> 5) & 3;
	int size = chunk_size(control & 0x1F);
	unsigned packed = chunk_size(0);
	unsigned start;
	if(reset >= 2)
	{
		set_properties(get_byte());
		needs_properties = 0;
	}
	if(reset >= 1)
	{
		reset_lzma();
		needs_state = 0;
	}
	if(needs_properties | needs_state) damaged("a chunk that continues nothing");
	start = place();
	begin_range();
	get_lzma(size);
	if(range < 0x1000000)
	{
		code = (code << 8) | get_byte();
	}
	if((place() - start) != packed) damaged("a chunk of wrong size");
	if(0 != code) damaged("a chunk that ends in its middle");
}

void chunks(void)
{
	int control = get_byte();
	needs_dictionary = 1;
	needs_properties = 1;
	needs_state = 1;
	while(0 != control)
	{
		if((1 == control) | (control >= 0xE0)) window_forget();
		else if(needs_dictionary) damaged("the first chunk must start a new window");
		needs_dictionary = 0;
		if(control < 0x80) plain_chunk(control);
		else lzma_chunk(control);
		control = get_byte();
	}
}

/* ---- Blocks ---- */

/* What the index will say about each block. */
struct record
{
	struct record* next;
	unsigned packed;
	unsigned unpacked;
};

struct record* records;
struct record* last_record;
unsigned record_count;

void add_record(unsigned packed, unsigned unpacked)
{
	struct record* r = allocate(sizeof(struct record));
	r->next = 0;
	r->packed = packed;
	r->unpacked = unpacked;
	if(0 == records) records = r;
	else last_record->next = r;
	last_record = r;
	record_count = record_count + 1;
}

enum { FILTER_LZMA2 = 0x21, HAS_PACKED_SIZE = 0x40, HAS_SIZE = 0x80, LARGEST_WINDOW = 37 };

/* filter := 21 01 window-size      one byte n: 2 or 3 times a power of two */
void filter(void)
{
	int id = header_number();
	int size;
	if(FILTER_LZMA2 != id) fail(input_name, " uses a filter other than LZMA2, number ", decimal(id));
	if(1 != header_number()) damaged("the properties of LZMA2 have a wrong size");
	size = header_byte();
	if(size > LARGEST_WINDOW) fail(input_name, " needs a window of 2 GiB or more", "");
	size = (2 | (size & 1)) << ((size / 2) + 11);
	if(size > window_size)
	{
		if(0 != window) free(window);
		window_open(size);
	}
}

/* block := size flags [packed size] [size] filter padding crc32 chunks padding check
 * The size byte, already read, says how many times 4 bytes come before the crc32. */
void block(int size)
{
	unsigned header_size = size * 4;
	unsigned start = place() - 1;
	int flags = header_byte();
	unsigned packed = 0;
	unsigned unpacked = 0;
	unsigned data;
	if(flags & 0x3C) damaged("unknown flags in a block header");
	if(flags & 3) fail(input_name, " uses several filters; only LZMA2 is known", "");
	if(flags & HAS_PACKED_SIZE) packed = header_number();
	if(flags & HAS_SIZE) unpacked = header_number();
	filter();
	while((place() - start) < header_size) if(0 != header_byte()) damaged("unknown fields in a block header");
	if((place() - start) != header_size) damaged("a block header of wrong size");
	end_header("the check sum of a block header is wrong");
	begin_check();
	written = 0;
	data = place();
	chunks();
	window_forget();
	data = place() - data;
	if(flags & HAS_PACKED_SIZE) if(packed != data) damaged("the packed size of a block is wrong");
	if(flags & HAS_SIZE) if(unpacked != written) damaged("the size of a block is wrong");
	packed = place() - start;
	padding(start);
	header_crc = 0;
	data = place();
	end_check();
	add_record(packed + (place() - data), written);
}

/* ---- Streams ---- */

int stream_flags(void)
{
	if(0 != header_byte()) damaged("unknown stream flags");
	return header_byte();
}

void expect_bytes(char* text)
{
	while(0 != text[0])
	{
		if((text[0] & 0xFF) != get_byte()) fail(input_name, " is not an xz file", "");
		text = text + 1;
	}
}

/* header := FD "7zXZ" 00 flags(2) crc32 */
void header(void)
{
	expect_bytes("\xFD\x37\x7A\x58\x5A");
	if(0 != get_byte()) fail(input_name, " is not an xz file", "");
	check_kind = stream_flags();
	if((CHECK_NONE != check_kind) & (CHECK_CRC32 != check_kind) & (CHECK_CRC64 != check_kind) & (CHECK_SHA256 != check_kind))
		fail(input_name, " has an unknown kind of check sum, number ", decimal(check_kind));
	end_header("the check sum of its header is wrong");
}

/* index := 00 number of blocks { packed size, size } padding crc32          must agree with the blocks */
void index_of_blocks(void)
{
	unsigned start = place() - 1;
	struct record* r = records;
	if(header_number() != record_count) damaged("the index has a wrong number of blocks");
	while(0 != r)
	{
		if(header_number() != r->packed) damaged("the index has a wrong size");
		if(header_number() != r->unpacked) damaged("the index has a wrong size");
		r = r->next;
	}
	padding(start);
	end_header("the check sum of the index is wrong");
}

/* footer := crc32 size-of-index(4) flags(2) "YZ" */
void footer(unsigned index_size)
{
	unsigned wanted = get_word();
	unsigned size = header_byte();
	size = size | (header_byte() << 8);
	size = size | (header_byte() << 16);
	size = size | (header_byte() << 24);
	if(((size + 1) * 4) != index_size) damaged("the footer has a wrong size of the index");
	if(stream_flags() != check_kind) damaged("the footer differs from the header");
	if(wanted != header_crc) damaged("the check sum of the footer is wrong");
	header_crc = 0;
	expect_bytes("YZ");
}

void stream(void)
{
	int size;
	unsigned start;
	records = 0;
	record_count = 0;
	header();
	size = header_byte();
	while(0 != size)
	{
		block(size);
		size = header_byte();
	}
	start = place() - 1;
	index_of_blocks();
	footer(place() - start);
}

int main(int argc, char** argv)
{
	unpack_begin("unxz", "an xz file", argc, argv);
	header_byte_text = allocate(1);
	crc_begin();
	begin_crc64();
	begin_lzma();
	stream();
	while(input_more())
	{
		if(0 == peek_byte()) get_word();
		else stream();
	}
	output_close();
	return 0;
}
