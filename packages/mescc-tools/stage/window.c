/* window.c : output that is also the memory of what was written, for formats that say
 * "as 7 bytes ago, 12 bytes long" (gzip, xz). The window is a ring; it goes out whenever it is full. */

char* window;
int window_size;
int window_at;           /* where the next byte goes */
int window_flushed;      /* the bytes before this place are out already */
int window_is_full;      /* has it gone round, so that all of it can be copied from? */
unsigned written;        /* bytes gone out, modulo 2^32; the format sets it to 0 where it begins to count */

void check_output(char* from, int size);      /* the format's check sum over the output */

void window_open(int size)
{
	window = malloc(size);
	if(0 == window) fail("out of memory for a window of ", decimal(size), " bytes");
	window_size = size;
	window_at = 0;
	window_flushed = 0;
	window_is_full = 0;
}

/* Sends out what is new. */
void window_flush(void)
{
	int size = window_at - window_flushed;
	check_output(window + window_flushed, size);
	put_block(window + window_flushed, size);
	written = written + size;
	if(window_at == window_size)
	{
		window_at = 0;
		window_is_full = 1;
	}
	window_flushed = window_at;
}

/* From now on nothing before this place can be copied. */
void window_forget(void)
{
	window_flush();
	window_at = 0;
	window_flushed = 0;
	window_is_full = 0;
}

void window_put(int byte)
{
	window[window_at] = byte;
	window_at = window_at + 1;
	if(window_at == window_size) window_flush();
}

/* The place `distance` back; 1 is the last byte. */
int window_back(int distance)
{
	if((distance < 1) | (distance > window_size) | ((distance > window_at) & !window_is_full))
		fail(input_name, " is damaged: a copy from before the beginning", "");
	if(distance > window_at) return (window_at - distance) + window_size;
	return window_at - distance;
}

/* Bytes from `distance` back, `length` of them; they may overlap with what they become. */
void window_copy(int distance, int length)
{
	int from = window_back(distance);
	while(length > 0)
	{
		window_put(window[from]);
		from = from + 1;
		if(from == window_size) from = 0;
		length = length - 1;
	}
}
