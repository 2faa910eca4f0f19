/* output.c : the one output of a tool, written in large blocks. */

enum { OUTPUT_BLOCK = 65536 };
char* output_name;        /* for messages */
int output_file;
char* output_buffer;
int output_used;

/* Opens NAME for writing with the given mode, or takes standard output when there is no name. */
void output_open(char* name, int mode)
{
	if(0 == output_buffer) output_buffer = malloc(OUTPUT_BLOCK);
	if(0 == output_buffer) fail("out of memory", "", "");
	output_used = 0;
	output_file = 1;
	output_name = "standard output";
	if(0 == name) return;
	output_name = name;
	output_file = open(name, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if(output_file < 0) fail("cannot open ", name, " for writing");
}

/* As output_open, for a tool that may find its input bad after it began to write: then a file
 * that was not there before goes away again. */
void output_open_unsure(char* name, int mode)
{
	int is_new = 0;
	if(0 != name) is_new = (0 != access(name, 0));
	output_open(name, mode);
	unfinished_name = name;
	unfinished_output = is_new;
}

void write_all(char* from, int size)
{
	int done;
	while(size > 0)
	{
		done = write(output_file, from, size);
		if(done <= 0) fail("cannot write to ", output_name, "");
		from = from + done;
		size = size - done;
	}
}

void output_flush(void)
{
	write_all(output_buffer, output_used);
	output_used = 0;
}

void put_byte(int c)
{
	if(OUTPUT_BLOCK == output_used) output_flush();
	output_buffer[output_used] = c;
	output_used = output_used + 1;
}

void put_block(char* from, int size)
{
	if(size > (OUTPUT_BLOCK - output_used)) output_flush();
	if(size > OUTPUT_BLOCK)
	{
		write_all(from, size);
		return;
	}
	memcpy(output_buffer + output_used, from, size);
	output_used = output_used + size;
}

void put_text(char* text)
{
	put_block(text, strlen(text));
}

void output_close(void)
{
	output_flush();
	unfinished_output = 0;
	if(1 != output_file) if(close(output_file) != 0) fail("cannot write to ", output_name, "");
}
