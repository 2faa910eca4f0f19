/* Files with buffers, and formatted output.
 *
 * Standard input is read byte by byte where the program asks for bytes, so that a child process finds what its parent
 * left. Standard output and error write out at each line end; all other files when their buffer is full, and all when
 * the program ends.
 */

FILE* stdin;
FILE* stdout;
FILE* stderr;

FILE* __files;          /* all that are open */

FILE* __new_file(int descriptor, int is_writing, int size)
{
	FILE* file = calloc(1, sizeof(FILE));
	if (NULL == file) return NULL;
	file->buffer = malloc(size);
	if (NULL == file->buffer) return NULL;
	file->descriptor = descriptor;
	file->is_writing = is_writing;
	file->size = size;
	file->pushed_back = EOF;
	file->next = __files;
	__files = file;
	return file;
}

/* Called by the start file */
void __init_io(void)
{
	stdin = __new_file(0, 0, 1);
	stdout = __new_file(1, 1, 512);
	stderr = __new_file(2, 1, 512);
	stdout->by_lines = 1;
	stderr->by_lines = 1;
}

int fflush(FILE* file);

/* Called by the start file when the program ends */
void __kill_io(void)
{
	FILE* file;
	for (file = __files; NULL != file; file = file->next) fflush(file);
}

/* ---- Opening and closing ---- */

/* mode begins with w: write, a: write behind what is there, anything else: read */
FILE* fdopen(int descriptor, char* mode)
{
	return __new_file(descriptor, (mode[0] == 'w') || (mode[0] == 'a'), BUFSIZ);
}

/* A file that is made gets the permissions rw-------. NULL if it cannot be opened. */
FILE* fopen(char* name, char* mode)
{
	int flags = O_RDONLY;
	if (mode[0] == 'w') flags = O_WRONLY | O_CREAT | O_TRUNC;
	else if (mode[0] == 'a') flags = O_WRONLY | O_CREAT | O_APPEND;
	int descriptor = _open(name, flags, 0600);
	if (descriptor < 0) return NULL;
	return fdopen(descriptor, mode);
}

/* Standard input, output and error stay open. Returns 0, or EOF if something could not be written. */
int fclose(FILE* file)
{
	FILE* f = __files;
	int result = fflush(file);
	if (file->descriptor < 3) return result;
	close(file->descriptor);
	if (f == file) __files = file->next;
	else {
		while (f->next != file) f = f->next;
		f->next = file->next;
	}
	free(file->buffer);
	free(file);
	return result;
}

int remove(char* name)
{
	if (unlink(name) < 0) return -1;
	return 0;
}

/* ---- Writing ---- */

/* Writes out what is buffered; all files for NULL. Returns 0, or EOF if it failed. */
int fflush(FILE* file)
{
	int done = 0;
	int n;
	if (NULL == file) {
		__kill_io();
		return 0;
	}
	if (!file->is_writing) return 0;
	while (done < file->used) {
		n = write(file->descriptor, file->buffer + done, file->used - done);
		if (n <= 0) {
			file->used = 0;
			return EOF;
		}
		done += n;
	}
	file->used = 0;
	return 0;
}

int fputc(int c, FILE* file)
{
	if (!file->is_writing) return EOF;
	file->buffer[file->used] = c;
	file->used += 1;
	int full = file->used == file->size;
	if (full || (file->by_lines && (c == '\n'))) {
		if (fflush(file) != 0) return EOF;
	}
	return c & 0xFF;
}

int putchar(int c)
{
	return fputc(c, stdout);
}

int fputs(char* s, FILE* file)
{
	int i;
	for (i = 0; s[i] != 0; i += 1) {
		if (fputc(s[i], file) == EOF) return EOF;
	}
	return 0;
}

int puts(char* s)
{
	if (fputs(s, stdout) == EOF) return EOF;
	return fputc('\n', stdout);
}

/* Writes count items of size bytes. Returns how many were written whole. Large pieces do not pass through the buffer. */
size_t fwrite(void* from, size_t size, size_t count, FILE* file)
{
	char* bytes = from;
	size_t wanted = size * count;
	size_t done = 0;
	int n;
	if ((0 == wanted) || !file->is_writing) return 0;
	if (wanted >= file->size) {
		if (fflush(file) != 0) return 0;
		while (done < wanted) {
			n = write(file->descriptor, bytes + done, wanted - done);
			if (n <= 0) return done / size;
			done += n;
		}
		return count;
	}
	while (done < wanted) {
		if (fputc(bytes[done], file) == EOF) return done / size;
		done += 1;
	}
	return count;
}

/* ---- Reading ---- */

/* Fills the buffer again. Returns whether there was anything. */
int __fill(FILE* file)
{
	file->position = 0;
	file->used = read(file->descriptor, file->buffer, file->size);
	if (file->used > 0) return 1;
	file->used = 0;
	return 0;
}

/* The next byte, from 0 to 255, or EOF */
int fgetc(FILE* file)
{
	int c = file->pushed_back;
	if (c != EOF) {
		file->pushed_back = EOF;
		return c;
	}
	if (file->is_writing) return EOF;
	if (file->position == file->used) {
		if (!__fill(file)) return EOF;
	}
	c = file->buffer[file->position] & 0xFF;
	file->position += 1;
	return c;
}

int getchar(void)
{
	return fgetc(stdin);
}

/* The next call of fgetc gives c. Only one byte can be pushed back. */
int ungetc(int c, FILE* file)
{
	if ((c == EOF) || (file->pushed_back != EOF)) return EOF;
	file->pushed_back = c & 0xFF;
	return c;
}

/* Reads a line with its end, but room - 1 bytes at most, and a zero behind it. NULL at the end of the file. */
char* fgets(char* line, int room, FILE* file)
{
	int n = 0;
	int c = 0;
	while ((n < (room - 1)) && (c != '\n')) {
		c = fgetc(file);
		if (c == EOF) break;
		line[n] = c;
		n += 1;
	}
	if (n == 0) return NULL;
	line[n] = 0;
	return line;
}

/* Takes what is buffered, count bytes at most. Returns how many. */
size_t __take_buffered(char* to, size_t count, FILE* file)
{
	size_t n = 0;
	if ((count > 0) && (file->pushed_back != EOF)) {
		to[0] = fgetc(file);
		n = 1;
	}
	while ((n < count) && (file->position < file->used)) {
		to[n] = file->buffer[file->position];
		file->position += 1;
		n += 1;
	}
	return n;
}

/* Reads count items of size bytes. Returns how many were read whole. Large pieces do not pass through the buffer. */
size_t fread(void* to, size_t size, size_t count, FILE* file)
{
	char* bytes = to;
	size_t wanted = size * count;
	int n;
	if ((0 == wanted) || file->is_writing) return 0;
	size_t done = __take_buffered(bytes, wanted, file);
	while (done < wanted) {
		if ((wanted - done) >= file->size) {
			n = read(file->descriptor, bytes + done, wanted - done);
			if (n <= 0) return done / size;
			done += n;
		} else {
			if (!__fill(file)) return done / size;
			done += __take_buffered(bytes + done, wanted - done, file);
		}
	}
	return count;
}

/* ---- Position ---- */

/* How far from the start of the file the next byte is, or -1 */
long ftell(FILE* file)
{
	int here = lseek(file->descriptor, 0, SEEK_CUR);
	if (here < 0) return -1;
	if (file->is_writing) return here + file->used;
	here -= file->used - file->position;
	if (file->pushed_back != EOF) return here - 1;
	return here;
}

/* Moves to offset bytes from the start (SEEK_SET), from here (SEEK_CUR) or from the end (SEEK_END). Returns 0 or -1. */
int fseek(FILE* file, long offset, int whence)
{
	if (whence == SEEK_CUR) {
		offset += ftell(file);
		whence = SEEK_SET;
	}
	if (fflush(file) != 0) return -1;
	if (lseek(file->descriptor, offset, whence) < 0) return -1;
	file->used = 0;
	file->position = 0;
	file->pushed_back = EOF;
	return 0;
}

void rewind(FILE* file)
{
	fseek(file, 0, SEEK_SET);
}

/* ---- Formatted output ----
 *
 * format := { any character | "%" { "-" | "+" | " " | "0" | "#" } [ width ] [ "." precision ] { "h" | "l" | "z" } kind }
 * kind   := one of d i u x X o c s p %; width and precision are numbers or "*"
 */

/* Where the characters go: to a file, or to memory as long as there is room */
struct __sink {
	FILE* file;
	char* to;
	size_t room;
	size_t count;           /* of characters, also of those without room */
};

/* What stands between % and the kind */
struct __format {
	int left;               /* - */
	int zeros;              /* 0 */
	int prefixed;           /* # */
	int plus;               /* '+' or ' ' before a number that is not negative, else 0 */
	int width;
	int precision;          /* -1: none */
};

void __put(struct __sink* sink, int c)
{
	if (NULL != sink->file) fputc(c, sink->file);
	else if (sink->count < sink->room) sink->to[sink->count] = c;
	sink->count += 1;
}

int __length(char* s)
{
	int n = 0;
	while (s[n] != 0) n += 1;
	return n;
}

void __put_times(struct __sink* sink, int c, int times)
{
	while (times > 0) {
		__put(sink, c);
		times -= 1;
	}
}

/* prefix, zeros and text, filled up to the width */
void __put_field(struct __sink* sink, struct __format* f, char* prefix, int zeros, char* text, int size)
{
	int blanks = f->width - (__length(prefix) + zeros + size);
	int i;
	if (!f->left) __put_times(sink, ' ', blanks);
	for (i = 0; prefix[i] != 0; i += 1) __put(sink, prefix[i]);
	__put_times(sink, '0', zeros);
	for (i = 0; i < size; i += 1) __put(sink, text[i]);
	if (f->left) __put_times(sink, ' ', blanks);
}

char __digits[36];

/* The digits of an unsigned number, in __digits. Returns the first. letter is that of ten: 'a' or 'A'. */
char* __number(unsigned value, int base, int letter)
{
	char* s = __digits;
	int digit;
	s = s + 35;
	while (value != 0) {
		digit = value % base;
		value = value / base;
		s--;
		if (digit < 10) *s = '0' + digit;
		else *s = letter + digit - 10;
	}
	return s;
}

void __put_number(struct __sink* sink, struct __format* f, unsigned value, int kind)
{
	int base = 10;
	int letter = 'a';
	int given = value;
	char* prefix = "";
	if (kind == 'o') base = 8;
	if ((kind == 'x') || (kind == 'X') || (kind == 'p')) base = 16;
	if (kind == 'X') letter = 'A';
	if ((kind == 'd') || (kind == 'i')) {
		if (f->plus == '+') prefix = "+";
		if (f->plus == ' ') prefix = " ";
		if (given < 0) {
			value = -given;
			prefix = "-";
		}
	}
	if (f->prefixed && (base == 16) && (value != 0)) prefix = "0x";
	if (f->prefixed && (kind == 'X') && (value != 0)) prefix = "0X";
	char* text = __number(value, base, letter);
	int size = __digits;
	size = size + 35 - text;
	int zeros = f->precision - size;
	if (f->precision < 0) {
		zeros = size == 0;
		if (f->zeros && !f->left) zeros = f->width - __length(prefix) - size;
		if ((zeros < 1) && (size == 0)) zeros = 1;
	}
	if (zeros < 0) zeros = 0;
	if (f->prefixed && (base == 8) && (zeros == 0)) zeros = 1;
	__put_field(sink, f, prefix, zeros, text, size);
}

void __put_string(struct __sink* sink, struct __format* f, char* s)
{
	int size = 0;
	if (NULL == s) s = "(null)";
	while (s[size] != 0) {
		if (size == f->precision) break;
		size += 1;
	}
	__put_field(sink, f, "", 0, s, size);
}

/* flags := { "-" | "+" | " " | "0" | "#" }; returns what follows */
char* __read_flags(char* format, struct __format* f)
{
	while (1) {
		if (*format == '-') f->left = 1;
		else if (*format == '0') f->zeros = 1;
		else if (*format == '#') f->prefixed = 1;
		else if (*format == '+') f->plus = '+';
		else if (*format == ' ') {
			if (f->plus == 0) f->plus = ' ';
		} else return format;
		format++;
	}
}

int __is_number_kind(int kind)
{
	return (kind == 'd') || (kind == 'i') || (kind == 'u') || (kind == 'x') || (kind == 'X') || (kind == 'o') || (kind == 'p');
}

/* Writes the formatted text to the sink */
void __format_text(struct __sink* sink, char* format, va_list list)
{
	struct __format f;
	int* number;
	char one;
	while (*format != 0) {
		if (*format != '%') {
			__put(sink, *format);
			format++;
			continue;
		}
		memset(&f, 0, sizeof(struct __format));
		f.precision = -1;
		number = &f.width;
		format = __read_flags(format + 1, &f);
		while ((*format == '.') || (*format == '*') || ((*format >= '0') && (*format <= '9'))) {
			if (*format == '.') {
				f.precision = 0;
				number = &f.precision;
			} else if (*format == '*') *number = va_arg(list, int);
			else *number = *number * 10 + *format - '0';
			format++;
		}
		if (f.width < 0) {
			f.left = 1;
			f.width = -f.width;
		}
		while ((*format == 'l') || (*format == 'h') || (*format == 'z')) format++;
		one = *format;
		if (one == 0) return;
		if (one == 's') __put_string(sink, &f, va_arg(list, char*));
		else if (one == 'c') {
			one = va_arg(list, int);
			__put_field(sink, &f, "", 0, &one, 1);
		} else if (__is_number_kind(one)) __put_number(sink, &f, va_arg(list, unsigned), one);
		else __put(sink, one);
		format++;
	}
}

int vfprintf(FILE* file, char* format, va_list list)
{
	struct __sink sink;
	sink.file = file;
	sink.count = 0;
	__format_text(&sink, format, list);
	return sink.count;
}

/* Writes room bytes at most, a final zero among them. Returns how long the whole text is. */
int vsnprintf(char* to, size_t room, char* format, va_list list)
{
	struct __sink sink;
	sink.file = NULL;
	sink.to = to;
	sink.room = room;
	sink.count = 0;
	__format_text(&sink, format, list);
	if (sink.count < room) to[sink.count] = 0;
	else if (room > 0) to[room - 1] = 0;
	return sink.count;
}

int vsprintf(char* to, char* format, va_list list)
{
	return vsnprintf(to, 0x7FFFFFFF, format, list);
}

int vprintf(char* format, va_list list)
{
	return vfprintf(stdout, format, list);
}

int printf(char* format, ...)
{
	va_list list;
	va_start(list, format);
	return vfprintf(stdout, format, list);
}

int fprintf(FILE* file, char* format, ...)
{
	va_list list;
	va_start(list, format);
	return vfprintf(file, format, list);
}

int sprintf(char* to, char* format, ...)
{
	va_list list;
	va_start(list, format);
	return vsnprintf(to, 0x7FFFFFFF, format, list);
}

int snprintf(char* to, size_t room, char* format, ...)
{
	va_list list;
	va_start(list, format);
	return vsnprintf(to, room, format, list);
}
