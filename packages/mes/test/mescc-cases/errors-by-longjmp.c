/* An error handler that formats, unwinds and lets the caller go on: setjmp in a loop, varargs handed on. */
#include <stdio.h>
#include <stdarg.h>
#include <setjmp.h>
#include <string.h>
#include <stdlib.h>

typedef struct state {
	char *text;
	int errors, nested;
	jmp_buf place;
	void (*report)(struct state *, const char *);
} state;

static void grow(char **buffer, int *size, const char *format, ...)
{
	va_list list;
	char piece[sizeof(state) + 2 * 32];

	va_start(list, format);
	*size += vsnprintf(piece, sizeof piece, format, list);
	va_end(list);
	*buffer = realloc(*buffer, *size + 1);
	strcat(*buffer, piece);
}

__attribute__((noreturn)) static void error(state *s, const char *format, ...);
static void error(state *s, const char *format, ...)
{
	char line[80];
	va_list list, again;

	va_start(list, format);
	va_copy(again, list);
	vsnprintf(line, sizeof line, format, list);
	s->report(s, line);
	vsprintf(line, format, again);
	va_end(again);
	va_end(list);
	s->errors++;
	longjmp(s->place, strlen(line));
}

static void print(state *s, const char *text) { printf("%s: error: %s\n", s->text, text); }

static int parse(state *s, int n)
{
	if (n == 3) error(s, "%d is %s %lld %g %c", n, "bad", 12345678901LL, 1.25, 'x');
	if (n > 5) error(s, "%*d", 12, n);
	return n * n;
}

int main(void)
{
	state s = { "unit", .report = print };
	char *buffer = calloc(1, 1);
	int size = 0, sum = 0, result;
	volatile int i;

	for (i = 0; i < 8; i++) {
		if ((result = setjmp(s.place)) == 0) {
			sum += parse(&s, i);
			grow(&buffer, &size, "%d,%lld;", i, (long long)i << 40);
		} else
			printf("length %d\n", result);
	}
	printf("%d %d %d %s\n", sum, s.errors, size, buffer);
	return 0;
}
