/* text.c : what every tool needs: messages, memory, and source text with places.
 *
 * These tools are compiled by M2-Planet. Two of its rules shape the code of this whole folder, and
 * everything here means the same to a C compiler:
 *   - `p + n` counts bytes for every pointer, so only `char*` is ever added to; other pointers are indexed.
 *   - `&&` and `||` compute both sides, so a test that guards another is a nested `if`.
 * `#include` lines are for C compilers; M2-Planet gets the files on its command line, in the same order.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The program's name, which begins every message that has no better place to name. Set first in main. */
char* tool;

/* ---- Memory: taken in blocks, never given back ---- */

enum { MEMORY_BLOCK = 65536 };
char* memory;         /* the free rest of the newest block */
int memory_left;

void fail(char* before, char* what, char* after);

/* `size` bytes with any content, aligned for every type. */
void* allocate(int size)
{
	char* result;
	size = (size + 7) & ~7;
	if(size > (MEMORY_BLOCK / 4))
	{
		result = malloc(size);
		if(0 == result) fail("out of memory", "", "");
		return result;
	}
	if(size > memory_left)
	{
		memory = malloc(MEMORY_BLOCK);
		if(0 == memory) fail("out of memory", "", "");
		memory_left = MEMORY_BLOCK;
	}
	result = memory;
	memory = memory + size;
	memory_left = memory_left - size;
	return result;
}

/* The `length` bytes at `from` as a string of its own. */
char* copy_text(char* from, int length)
{
	char* result = allocate(length + 1);
	memcpy(result, from, length);
	result[length] = 0;
	return result;
}

/* a, b and c in one new string. */
char* join(char* a, char* b, char* c)
{
	int first = strlen(a);
	int second = strlen(b);
	int third = strlen(c);
	char* result = allocate(first + second + third + 1);
	memcpy(result, a, first);
	memcpy(result + first, b, second);
	memcpy(result + first + second, c, third);
	result[first + second + third] = 0;
	return result;
}

/* n in decimal; negative numbers with a minus. */
char* decimal(int n)
{
	char* digits = allocate(12);
	int at = 11;
	unsigned rest = n;
	if(n < 0) rest = 0 - rest;
	digits[11] = 0;
	do
	{
		at = at - 1;
		digits[at] = '0' + (rest % 10);
		rest = rest / 10;
	} while(rest != 0);
	if(n < 0)
	{
		at = at - 1;
		digits[at] = '-';
	}
	return digits + at;
}

int same(char* a, char* b)
{
	return 0 == strcmp(a, b);
}

/* ---- Messages: all end in exit(1), except warnings ---- */

void say(char* text)
{
	fputs(text, stderr);
}

void say_three(char* before, char* what, char* after)
{
	say(before);
	say(what);
	say(after);
	say("\n");
}

void warn(char* before, char* what, char* after)
{
	say(tool);
	say(": warning: ");
	say_three(before, what, after);
}

/* A tool that writes while it still reads sets these; failing then takes the unfinished file away. */
int unfinished_output;
char* unfinished_name;

void stop(void)
{
	if(unfinished_output) unlink(unfinished_name);
	exit(1);
}

/* "TOOL: BEFORE WHAT AFTER" for errors of the command line and of files as a whole. */
void fail(char* before, char* what, char* after)
{
	say(tool);
	say(": ");
	say_three(before, what, after);
	stop();
}

/* ---- Source text, and places in it ---- */

/* A whole input file. `text` has a 0 after its last byte, so that scans may run up to it. */
struct source
{
	struct source* next;
	char* name;
	char* text;
	char* end;            /* the place of that 0 */
};

struct source* sources;      /* in the order they were read */
struct source* last_source;

enum { SMALLEST_READ = 65536 };

/* Reads `file` to its end and closes it. One read suffices for a file that knows its size; a pipe
 * does not, so the buffer doubles whenever it is full. */
void read_all(int file, struct source* s)
{
	int size = lseek(file, 0, SEEK_END);
	int used = 0;
	int got;
	char* larger;
	if(size > 0) lseek(file, 0, SEEK_SET);
	else size = SMALLEST_READ;
	s->text = malloc(size + 1);
	do
	{
		if(used == size)
		{
			larger = malloc(size + size + 1);
			if(0 == larger) fail("out of memory for ", s->name, "");
			memcpy(larger, s->text, used);
			free(s->text);
			s->text = larger;
			size = size + size;
		}
		if(0 == s->text) fail("out of memory for ", s->name, "");
		got = read(file, s->text + used, size - used);
		if(got < 0) fail("cannot read ", s->name, "");
		used = used + got;
		/* A regular file is complete here; do not double the buffer only to read its end. */
		if(used == size) if(used == lseek(file, 0, SEEK_END)) got = 0;
	} while(got > 0);
	s->end = s->text + used;
	s->end[0] = 0;
	close(file);
}

struct source* read_source(char* name)
{
	struct source* s = allocate(sizeof(struct source));
	int file = open(name, O_RDONLY, 0);
	if(file < 0) fail("cannot open ", name, " for reading");
	s->name = name;
	s->next = 0;
	read_all(file, s);
	if(0 == sources) sources = s;
	else last_source->next = s;
	last_source = s;
	return s;
}

/* "FILE:LINE:COLUMN: " of a byte of some source. Counted only when somebody asks: it costs
 * nothing while there is no error. */
void say_place(char* at)
{
	struct source* s = sources;
	char* p;
	int line = 1;
	int column = 1;
	while(0 != s->next)
	{
		if(at >= s->text) if(at <= s->end) break;
		s = s->next;
	}
	for(p = s->text; p < at; p = p + 1)
	{
		column = column + 1;
		if('\n' == p[0])
		{
			line = line + 1;
			column = 1;
		}
	}
	say(s->name);
	say(":");
	say(decimal(line));
	say(":");
	say(decimal(column));
	say(": ");
}

void fail_at(char* at, char* before, char* what, char* after)
{
	say_place(at);
	say_three(before, what, after);
	stop();
}

void warn_at(char* at, char* before, char* what, char* after)
{
	say_place(at);
	say("warning: ");
	say_three(before, what, after);
}

/* ---- Kinds of characters ---- */

/* What ends a word in hex2, M1 and kaem alike, apart from the end of the text. */
int is_blank(int c)
{
	return (c == ' ') | (c == '\t');
}

/* The first line end at or behind p: newline, carriage return, or the end of the text.
 * A 0 byte before `end` is ordinary comment text. */
char* skip_comment(char* p, char* end)
{
	while(p != end)
	{
		if('\n' == p[0]) return p;
		if('\r' == p[0]) return p;
		p = p + 1;
	}
	return p;
}
