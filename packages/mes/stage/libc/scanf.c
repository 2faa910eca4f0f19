/* The scanf family: one scanner over a stream or a string. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>

struct input { FILE *file; const char *text; int count; };

static int next(struct input *in)
{
	int c = in->file ? fgetc(in->file) : *in->text ? *(const unsigned char *)in->text++ : EOF;

	if (c != EOF) in->count++;
	return c;
}

static void back(struct input *in, int c)
{
	if (c == EOF) return;
	in->count--;
	if (in->file) ungetc(c, in->file);
	else in->text--;
}

static void skip_space(struct input *in)
{
	int c;

	do c = next(in); while (c != EOF && isspace(c));
	back(in, c);
}

/* characters of a number into word; which ones belong depends on the base, or on it being a float */
static int read_word(struct input *in, char *word, int size, int width, const char *allowed)
{
	int n = 0, c;

	while (n < size - 1 && n < width && (c = next(in)) != EOF) {
		if (!strchr(allowed, c) || !c || ((c == '-' || c == '+') && n > 0 && (word[n - 1] | 32) != 'e')) {
			back(in, c);
			break;
		}
		word[n++] = c;
	}
	word[n] = 0;
	return n;
}

static void store(void *to, int size, long long n)
{
	switch (size) {
	case -2: *(char *)to = n; break;
	case -1: *(short *)to = n; break;
	case 2: case 3: *(long long *)to = n; break;
	default: *(int *)to = n;
	}
}

/* [a-z] and [^a-z] into a table of bytes; returns the place after it */
static const char *read_set(const char *f, char *set)
{
	int invert = *f == '^', first = 1;

	if (invert) f++;
	memset(set, invert, 256);
	while (*f && (*f != ']' || first)) {
		int c = *(const unsigned char *)f, last = c;
		first = 0;
		if (f[1] == '-' && f[2] && f[2] != ']') {
			last = *(const unsigned char *)(f + 2);
			f += 2;
		}
		for (; c <= last; c++) set[c] = !invert;
		f++;
	}
	return *f ? f + 1 : f;
}

static int scan(struct input *in, const char *f, va_list arguments)
{
	int done = 0, c;

	for (; *f; ) {
		int skip = 0, width = 0, size = 0, conversion, n;
		char set[256], word[400];

		if (isspace(*(const unsigned char *)f)) {
			skip_space(in);
			f++;
			continue;
		}
		if (*f != '%') {
			if ((c = next(in)) != *(const unsigned char *)f) {
				back(in, c);
				return c == EOF && !done ? EOF : done;
			}
			f++;
			continue;
		}
		f++;
		if (*f == '*') { skip = 1; f++; }
		while (isdigit(*f)) width = width * 10 + *f++ - '0';
		for (;; f++) {
			if (*f == 'l') size++;
			else if (*f == 'h') size--;
			else if (*f == 'L') size = 3;
			else if (*f == 'j') size = 2;
			else if (*f != 'z' && *f != 't') break;
		}
		conversion = *f++;
		if (conversion != 'c' && conversion != '[' && conversion != 'n' && conversion != '%') {
			skip_space(in);
		}
		switch (conversion) {
		case 'n':
			if (!skip) store(va_arg(arguments, void *), size, in->count);
			continue;
		case '%':
			skip_space(in);
			if ((c = next(in)) != '%') { back(in, c); return done; }
			continue;
		case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': case 'p': {
			int base = conversion == 'd' || conversion == 'u' ? 10 : conversion == 'i' ? 0 : conversion == 'o' ? 8 : 16;
			char *end;
			long long v;
			n = read_word(in, word, sizeof word, width ? width : 99,
				base == 10 ? "+-0123456789" : base == 8 ? "+-01234567" : "+-xX0123456789abcdefABCDEF");
			v = conversion == 'd' || conversion == 'i' ? strtoll(word, &end, base) : (long long)strtoull(word, &end, base);
			while (n > end - word) back(in, word[--n]);
			if (!n) { c = next(in); back(in, c); return c == EOF && !done ? EOF : done; }
			if (!skip) store(va_arg(arguments, void *), size, v);
			break;
		}
		case 'e': case 'f': case 'g': case 'E': case 'G':
			n = read_word(in, word, sizeof word, width ? width : 399, "+-.0123456789eE");
			if (!n) { c = next(in); back(in, c); return c == EOF && !done ? EOF : done; }
			if (skip) break;
			if (size == 3) *va_arg(arguments, long double *) = strtold(word, 0);
			else if (size > 0) *va_arg(arguments, double *) = strtod(word, 0);
			else *va_arg(arguments, float *) = strtof(word, 0);
			break;
		case 'c': {
			char *to = skip ? 0 : va_arg(arguments, char *);
			if (!width) width = 1;
			for (n = 0; n < width && (c = next(in)) != EOF; n++) if (to) *to++ = c;
			if (n < width) return done ? done : EOF;
			break;
		}
		case 's': case '[': {
			char *to = skip ? 0 : va_arg(arguments, char *);
			if (conversion == '[') f = read_set(f, set);
			for (n = 0; (!width || n < width) && (c = next(in)) != EOF; n++) {
				if (conversion == 's' ? isspace(c) : !set[c]) { back(in, c); break; }
				if (to) *to++ = c;
			}
			if (!n) return c == EOF && !done ? EOF : done;
			if (to) *to = 0;
			break;
		}
		default:
			return done;
		}
		if (!skip) done++;
	}
	return done;
}

int vsscanf(const char *from, const char *format, va_list arguments)
{
	struct input in;

	in.file = 0;
	in.text = from;
	in.count = 0;
	return scan(&in, format, arguments);
}

int vfscanf(FILE *file, const char *format, va_list arguments)
{
	struct input in;

	in.file = file;
	in.text = 0;
	in.count = 0;
	return scan(&in, format, arguments);
}

int sscanf(const char *from, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vsscanf(from, format, arguments);
}

int fscanf(FILE *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vfscanf(file, format, arguments);
}

int scanf(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vfscanf(stdin, format, arguments);
}
