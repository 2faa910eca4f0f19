/* The smallest C library: just enough to build the first tools, on bare system calls. Link it with libc-core.M1.
 *
 * A FILE* is the number of a descriptor and nothing is buffered: fgetc and fputc cost a system call each, fread, fwrite
 * and fputs one for all they move. Memory is never given back.
 *
 * Written in the subset of the first compiler, which skips all lines that begin with #.
 */

#define FILE int

enum {
	NULL = 0,
	EOF = 0xFFFFFFFF,

	stdin = 0,
	stdout = 1,
	stderr = 2,

	/* open for writing, create, truncate; and the permissions of what is created: rw------- */
	__WRITE_FLAGS = 0x241,
	__FILE_MODE = 0x180
};

/* In the start file: ends the program with the status in eax, where the caller of a function leaves its last argument */
void exit(int status);

/* ---- System calls. The last argument is at [esp+4], the one before it at [esp+8], and so on. ---- */

int read(int descriptor, char* buffer, int count)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %3"
	    "int !0x80");
}

int write(int descriptor, char* buffer, int count)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %4"
	    "int !0x80");
}

int open(char* name, int flags, int mode)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %5"
	    "int !0x80");
}

int close(int descriptor)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %6"
	    "int !0x80");
}

/* The end of the data segment becomes address; returns where it is. 0 only asks. */
int brk(int address)
{
	asm("mov_eax,[esp+DWORD] %4"
	    "push_eax"
	    "pop_ebx"
	    "mov_eax, %45"
	    "int !0x80");
}

/* ---- Memory ---- */

int __heap_end;         /* where the next block begins */
int __heap_limit;       /* how far the kernel has let us */

enum {
	__HEAP_STEP = 0x100000
};

/* The kernel's memory is zero and is handed out once, so every new block is zero. */
void* malloc(int size)
{
	if (0 == __heap_end) {
		__heap_end = brk(0);
		__heap_limit = __heap_end;
	}
	int start = __heap_end;
	__heap_end = start + ((size + 7) & (~7));
	if (__heap_end > __heap_limit) {
		__heap_limit = __heap_end + __HEAP_STEP;
		if (brk(__heap_limit) != __heap_limit) return NULL;
	}
	return start;
}

void* calloc(int count, int size)
{
	return malloc(count * size);
}

void free(void* block)
{
	return;
}

void* memset(char* block, int value, int size)
{
	int i;
	for (i = 0; i < size; i = i + 1) block[i] = value;
	return block;
}

/* ---- Files ---- */

char* __byte;           /* what fgetc and fputc move */

void __make_byte(void)
{
	if (NULL == __byte) __byte = malloc(1);
}

/* The next byte, from 0 to 255, or EOF */
int fgetc(FILE* file)
{
	__make_byte();
	if (read(file, __byte, 1) < 1) return EOF;
	return __byte[0] & 255;
}

int fputc(int c, FILE* file)
{
	__make_byte();
	__byte[0] = c;
	if (write(file, __byte, 1) < 1) return EOF;
	return c;
}

/* mode begins with w to write, with anything else to read. NULL if it fails. */
FILE* fopen(char* name, char* mode)
{
	int descriptor;
	if ('w' == mode[0]) descriptor = open(name, __WRITE_FLAGS, __FILE_MODE);
	else descriptor = open(name, 0, 0);
	if (descriptor < 0) return NULL;
	return descriptor;
}

int fclose(FILE* file)
{
	return close(file);
}

/* Reads count items of size bytes. Returns how many were read whole. */
int fread(char* buffer, int size, int count, FILE* file)
{
	int wanted = size * count;
	int done = 0;
	int got = 1;
	while ((got > 0) && (done < wanted)) {
		got = read(file, buffer + done, wanted - done);
		if (got > 0) done = done + got;
	}
	if (1 == size) return done;
	return done / size;
}

int fwrite(char* buffer, int size, int count, FILE* file)
{
	int wanted = size * count;
	int done = 0;
	int got = 1;
	while ((got > 0) && (done < wanted)) {
		got = write(file, buffer + done, wanted - done);
		if (got > 0) done = done + got;
	}
	if (1 == size) return done;
	return done / size;
}

int strlen(char* s)
{
	int n = 0;
	while (0 != s[n]) n = n + 1;
	return n;
}

int fputs(char* s, FILE* file)
{
	return fwrite(s, 1, strlen(s), file);
}
