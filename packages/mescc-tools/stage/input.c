/* input.c : an input read as a stream of bytes, for files that may be large. */

enum { INPUT_BLOCK = 65536 };
char* input_name;
int input_file;
char* input_buffer;
int input_at;             /* the next byte of the buffer */
int input_end;            /* how many it holds */
unsigned input_before;    /* how many bytes came before this buffer, modulo 2^32 */

void input_open(char* name)
{
	if(0 == input_buffer) input_buffer = malloc(INPUT_BLOCK);
	if(0 == input_buffer) fail("out of memory", "", "");
	input_name = name;
	input_at = 0;
	input_end = 0;
	input_before = 0;
	input_file = open(name, O_RDONLY, 0);
	if(input_file < 0) fail("cannot open ", name, " for reading");
}

/* Is there more? Refills the buffer when it is empty. */
int input_more(void)
{
	if(input_at < input_end) return 1;
	input_before = input_before + input_end;
	input_at = 0;
	input_end = read(input_file, input_buffer, INPUT_BLOCK);
	if(input_end < 0) fail("cannot read ", input_name, "");
	return input_end > 0;
}

/* The next byte, where the format promises one. */
int get_byte(void)
{
	if(!input_more()) fail(input_name, " ends too early", "");
	input_at = input_at + 1;
	return input_buffer[input_at - 1] & 0xFF;
}

/* The next byte, left in its place; -1 at the end. */
int peek_byte(void)
{
	if(!input_more()) return 0 - 1;
	return input_buffer[input_at] & 0xFF;
}

/* Little-endian 32-bit number. */
int get_word(void)
{
	int low = get_byte();
	low = low | (get_byte() << 8);
	low = low | (get_byte() << 16);
	return low | (get_byte() << 24);
}

/* Copies the next `size` bytes to the output. */
void copy_bytes(int size)
{
	int part;
	while(size > 0)
	{
		if(!input_more()) fail(input_name, " ends too early", "");
		part = input_end - input_at;
		if(part > size) part = size;
		put_block(input_buffer + input_at, part);
		input_at = input_at + part;
		size = size - part;
	}
}

/* Copies everything up to the end. */
void copy_rest(void)
{
	while(input_more())
	{
		put_block(input_buffer + input_at, input_end - input_at);
		input_at = input_end;
	}
	close(input_file);
}
