/* The printf family: one formatter, two sinks (a stream, or memory with a limit).

     %[-+ 0#][width][.precision][hh h l ll j z t L]conversion                                   */
#include <stdio.h>
#include <string.h>
#include <stdint.h>
#include "decimal.h"

struct sink {
	FILE *file;             /* or else memory: */
	char *to;
	size_t room;
	size_t written;         /* what was asked for, also beyond the room */
};

struct spec {
	int left, plus, space, zero, alternate;
	int width, precision;   /* -1: none given */
	int size;               /* -2 hh, -1 h, 0, 1 l, 2 ll, 3 L */
};

static void put(struct sink *sink, const char *text, size_t n)
{
	if (sink->file)
		fwrite(text, 1, n, sink->file);
	else if (sink->written < sink->room) {
		size_t fits = sink->room - sink->written;
		memcpy(sink->to + sink->written, text, n < fits ? n : fits);
	}
	sink->written += n;
}

static void pad(struct sink *sink, int c, int n)
{
	char piece[16];

	memset(piece, c, 16);
	for (; n > 16; n -= 16) put(sink, piece, 16);
	if (n > 0) put(sink, piece, n);
}

/* prefix, zeros, text: in a field of the width asked for */
static void put_field(struct sink *sink, struct spec *spec, const char *prefix, int zeros, const char *text, int n)
{
	int used = strlen(prefix) + zeros + n;
	int blank = spec->width > used ? spec->width - used : 0;

	if (spec->zero && !spec->left) {
		zeros += blank;
		blank = 0;
	}
	if (!spec->left) pad(sink, ' ', blank);
	put(sink, prefix, strlen(prefix));
	pad(sink, '0', zeros);
	put(sink, text, n);
	if (spec->left) pad(sink, ' ', blank);
}

static void put_integer(struct sink *sink, struct spec *spec, unsigned long long n, int negative, int base, int upper)
{
	char digits[24], *p = digits + 24;
	const char *prefix = negative ? "-" : spec->plus ? "+" : spec->space ? " " : "";
	const char *alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	unsigned int low;
	int zeros, nonzero = n != 0;

	while (n >> 32) {
		*--p = alphabet[n % base];
		n /= base;
	}
	for (low = n; low; low /= base) *--p = alphabet[low % base];
	if (!nonzero && spec->precision != 0) *--p = '0';
	if (spec->alternate && base == 16 && nonzero) prefix = upper ? "0X" : "0x";
	if (spec->alternate && base == 8 && (p == digits + 24 || *p != '0')) *--p = '0';
	zeros = spec->precision - (digits + 24 - p);
	if (spec->precision >= 0) spec->zero = 0;
	put_field(sink, spec, prefix, zeros > 0 ? zeros : 0, p, digits + 24 - p);
}

static char *put_exponent(char *p, int exponent, int upper)
{
	int n = exponent < 0 ? -exponent : exponent;

	*p++ = upper ? 'E' : 'e';
	*p++ = exponent < 0 ? '-' : '+';
	if (n >= 1000) *p++ = '0' + n / 1000;
	if (n >= 100) *p++ = '0' + n / 100 % 10;
	*p++ = '0' + n / 10 % 10;
	*p++ = '0' + n % 10;
	return p;
}

#define TEXT_SIZE (DECIMAL_DIGITS + 1200)

/* d.ddde+dd from digits with their point after `point` digits */
static char *exponent_form(char *p, struct spec *spec, const char *digits, int count, int point, int upper)
{
	int i, zero = digits[0] == '0';

	*p++ = digits[0];
	if (count > 1 || spec->alternate) *p++ = '.';
	for (i = 1; i < count; i++) *p++ = digits[i];
	return put_exponent(p, zero ? 0 : point - 1, upper);
}

static char *fixed_form(char *p, struct spec *spec, const char *digits, int point, int after)
{
	int i;

	if (point <= 0) *p++ = '0';
	for (i = 0; i < point; i++) *p++ = *digits ? *digits++ : '0';
	if (after > 0 || spec->alternate) *p++ = '.';
	for (i = 0; i < after; i++) {
		if (point + i < 0) *p++ = '0';
		else *p++ = *digits ? *digits++ : '0';
	}
	return p;
}

static char *drop_zeros(char *start, char *end)
{
	char *point = memchr(start, '.', end - start);

	if (!point) return end;
	while (end[-1] == '0') end--;
	if (end[-1] == '.') end--;
	return end;
}

static void put_float(struct sink *sink, struct spec *spec, long double x, int conversion)
{
	char digits[DECIMAL_DIGITS + 1], text[TEXT_SIZE], *end = text;
	int upper = conversion < 'a', negative = __signbitl(x), point;
	int precision = spec->precision < 0 ? 6 : spec->precision;
	int extra = 0;
	const char *prefix = negative ? "-" : spec->plus ? "+" : spec->space ? " " : "";

	if (precision > 1000) {
		extra = precision - 1000;
		precision = 1000;
	}
	if (x != x || x - x != 0) {
		spec->zero = 0;
		put_field(sink, spec, prefix, 0, x != x ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"), 3);
		return;
	}
	switch (conversion | 32) {
	case 'f':
		__decimal(x, precision, 1, digits, &point);
		end = fixed_form(end, spec, digits, point, precision);
		break;
	case 'e':
		__decimal(x, precision + 1, 0, digits, &point);
		end = exponent_form(end, spec, digits, precision + 1, point, upper);
		break;
	default:
		if (precision == 0) precision = 1;
		__decimal(x, precision, 0, digits, &point);
		if (digits[0] == '0') point = 1;
		if (point - 1 < -4 || point - 1 >= precision) {
			if (!spec->alternate)
				while (precision > 1 && digits[precision - 1] == '0') precision--;
			end = exponent_form(end, spec, digits, precision, point, upper);
		} else {
			end = fixed_form(end, spec, digits, point, precision - point);
			if (!spec->alternate) end = drop_zeros(text, end);
		}
	}
	if (extra && (conversion | 32) == 'f') {
		struct spec plain = *spec;
		plain.width -= extra;
		put_field(sink, &plain, prefix, 0, text, end - text);
		pad(sink, '0', extra);
	} else
		put_field(sink, spec, prefix, 0, text, end - text);
}

static long long signed_argument(va_list *arguments, int size)
{
	switch (size) {
	case -2: return (signed char)va_arg(*arguments, int);
	case -1: return (short)va_arg(*arguments, int);
	case 2: case 3: return va_arg(*arguments, long long);
	default: return va_arg(*arguments, int);
	}
}

static unsigned long long unsigned_argument(va_list *arguments, int size)
{
	switch (size) {
	case -2: return (unsigned char)va_arg(*arguments, int);
	case -1: return (unsigned short)va_arg(*arguments, int);
	case 2: case 3: return va_arg(*arguments, unsigned long long);
	default: return va_arg(*arguments, unsigned int);
	}
}

/* flags, width, precision and size; returns what follows */
static const char *read_spec(const char *f, struct spec *spec, va_list *arguments)
{
	memset(spec, 0, sizeof *spec);
	spec->precision = -1;
	for (;; f++) {
		if (*f == '-') spec->left = 1;
		else if (*f == '+') spec->plus = 1;
		else if (*f == ' ') spec->space = 1;
		else if (*f == '0') spec->zero = 1;
		else if (*f == '#') spec->alternate = 1;
		else break;
	}
	if (*f == '*') {
		f++;
		spec->width = va_arg(*arguments, int);
		if (spec->width < 0) {
			spec->left = 1;
			spec->width = -spec->width;
		}
	} else
		while (*f >= '0' && *f <= '9') spec->width = spec->width * 10 + *f++ - '0';
	if (*f == '.') {
		f++;
		spec->precision = 0;
		if (*f == '*') {
			f++;
			spec->precision = va_arg(*arguments, int);
		} else
			while (*f >= '0' && *f <= '9') spec->precision = spec->precision * 10 + *f++ - '0';
	}
	for (;; f++) {
		if (*f == 'l') spec->size++;
		else if (*f == 'h') spec->size--;
		else if (*f == 'L') spec->size = 3;
		else if (*f == 'j') spec->size = 2;
		else if (*f != 'z' && *f != 't') break;
	}
	return f;
}

static void convert(struct sink *sink, struct spec *spec, int conversion, va_list *arguments)
{
	switch (conversion) {
	case 'd': case 'i': {
		long long n = signed_argument(arguments, spec->size);
		put_integer(sink, spec, n < 0 ? -n : n, n < 0, 10, 0);
		break;
	}
	case 'u': case 'o': case 'x': case 'X':
		spec->plus = spec->space = 0;
		put_integer(sink, spec, unsigned_argument(arguments, spec->size), 0,
			conversion == 'u' ? 10 : conversion == 'o' ? 8 : 16, conversion == 'X');
		break;
	case 'p': {
		void *pointer = va_arg(*arguments, void *);
		spec->alternate = 1;
		if (pointer) put_integer(sink, spec, (unsigned int)pointer, 0, 16, 0);
		else put_field(sink, spec, "", 0, "(nil)", 5);
		break;
	}
	case 'c': {
		char c = va_arg(*arguments, int);
		spec->zero = 0;
		put_field(sink, spec, "", 0, &c, 1);
		break;
	}
	case 's': {
		const char *s = va_arg(*arguments, const char *);
		if (!s) s = "(null)";
		spec->zero = 0;
		put_field(sink, spec, "", 0, s, spec->precision < 0 ? strlen(s) : strnlen(s, spec->precision));
		break;
	}
	case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
		put_float(sink, spec, spec->size == 3 ? va_arg(*arguments, long double)
			: (long double)va_arg(*arguments, double), conversion);
		break;
	case 'n':
		*va_arg(*arguments, int *) = sink->written;
		break;
	case '%':
		put(sink, "%", 1);
		break;
	default: {
		char c = conversion;
		put(sink, "%", 1);
		put(sink, &c, 1);
	}
	}
}

static int format_to(struct sink *sink, const char *format, va_list arguments)
{
	while (*format) {
		size_t plain = strcspn(format, "%");

		if (plain) put(sink, format, plain);
		format += plain;
		if (*format) {
			struct spec spec;
			format = read_spec(format + 1, &spec, &arguments);
			if (!*format) break;
			convert(sink, &spec, *format++, &arguments);
		}
	}
	return sink->written;
}

int vfprintf(FILE *file, const char *format, va_list arguments)
{
	struct sink sink;

	sink.file = file;
	sink.to = 0;
	sink.room = sink.written = 0;
	return format_to(&sink, format, arguments);
}

/* at most size bytes with the final zero; returns what the whole text would take */
int vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
	struct sink sink;
	int n;

	sink.file = 0;
	sink.to = to;
	sink.room = size;
	sink.written = 0;
	n = format_to(&sink, format, arguments);
	if (size) to[(size_t)n < size ? n : size - 1] = 0;
	return n;
}

int vsprintf(char *to, const char *format, va_list arguments) { return vsnprintf(to, 0x7FFFFFFF, format, arguments); }
int vprintf(const char *format, va_list arguments) { return vfprintf(stdout, format, arguments); }

int printf(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vfprintf(stdout, format, arguments);
}

int fprintf(FILE *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vfprintf(file, format, arguments);
}

int sprintf(char *to, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vsprintf(to, format, arguments);
}

int snprintf(char *to, size_t size, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	return vsnprintf(to, size, format, arguments);
}
