/* Streams with one buffer each, used for reading or for writing.

     reading:   buffer ... next ... end         writing:  buffer ... next (limit: size)       */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>

struct __file {
	int descriptor;
	int mode;               /* _IOFBF, _IOLBF, _IONBF */
	int at_end, failed, writing;
	char *buffer, *next, *end;
	size_t size;
	struct __file *link;    /* all open streams */
	char own[BUFSIZ];
};

static FILE standard[3];
FILE *(stdin) = &standard[0];
FILE *(stdout) = &standard[1];
FILE *(stderr) = &standard[2];
static FILE *all;
static int ready;

extern void (*__flush_all)(void);

static void flush_all(void)
{
	FILE *file;

	for (file = all; file; file = file->link) fflush(file);
}

static void start(FILE *file, int descriptor)
{
	file->descriptor = descriptor;
	file->at_end = file->failed = file->writing = 0;
	file->size = BUFSIZ;
	file->buffer = file->next = file->end = file->own;
	file->mode = descriptor == 2 ? _IONBF : _IOFBF;
	file->link = all;
	all = file;
}

static void start_standard(void)
{
	ready = 1;
	start(&standard[0], 0);
	start(&standard[1], 1);
	start(&standard[2], 2);
	if (isatty(1)) standard[1].mode = _IOLBF;
	__flush_all = flush_all;
}

#define READY() if (!ready) start_standard()

int fflush(FILE *file)
{
	READY();
	if (!file) {
		flush_all();
		return 0;
	}
	if (file->writing) {
		char *p = file->buffer;
		while (p < file->next) {
			int n = write(file->descriptor, p, file->next - p);
			if (n <= 0) {
				if (n < 0 && errno == EINTR) continue;
				file->failed = 1;
				break;
			}
			p += n;
		}
		file->next = file->end = file->buffer;
		file->writing = 0;
		return file->failed ? EOF : 0;
	}
	if (file->next < file->end) lseek(file->descriptor, file->next - file->end, SEEK_CUR);
	file->next = file->end = file->buffer;
	return 0;
}

static int flags_of(const char *mode)
{
	int plus = strchr(mode, '+') != 0;

	if (mode[0] == 'r') return plus ? O_RDWR : O_RDONLY;
	return (plus ? O_RDWR : O_WRONLY) | O_CREAT | (mode[0] == 'a' ? O_APPEND : O_TRUNC);
}

FILE *fdopen(int descriptor, const char *mode)
{
	FILE *file = malloc(sizeof(FILE));

	READY();
	if (file) start(file, descriptor);
	return file;
}

FILE *fopen(const char *name, const char *mode)
{
	int descriptor = open(name, flags_of(mode), 0666);

	if (descriptor < 0) return 0;
	return fdopen(descriptor, mode);
}

static void unlink_stream(FILE *file)
{
	FILE **link;

	for (link = &all; *link; link = &(*link)->link)
		if (*link == file) {
			*link = file->link;
			break;
		}
}

int fclose(FILE *file)
{
	int result = fflush(file);

	if (close(file->descriptor) < 0) result = EOF;
	unlink_stream(file);
	if (file < standard || file > standard + 2) free(file);
	return result;
}

FILE *freopen(const char *name, const char *mode, FILE *file)
{
	int descriptor;

	fflush(file);
	close(file->descriptor);
	unlink_stream(file);
	descriptor = open(name, flags_of(mode), 0666);
	if (descriptor < 0) return 0;
	start(file, descriptor);
	return file;
}

int fileno(FILE *file) { READY(); return file->descriptor; }
int feof(FILE *file) { return file->at_end; }
int ferror(FILE *file) { return file->failed; }
void clearerr(FILE *file) { file->at_end = file->failed = 0; }

int setvbuf(FILE *file, char *buffer, int mode, size_t size)
{
	READY();
	fflush(file);
	file->mode = mode;
	if (buffer && size) {
		file->buffer = file->next = file->end = buffer;
		file->size = size;
	}
	return 0;
}

void setbuf(FILE *file, char *buffer) { setvbuf(file, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ); }

/* next byte after the buffer has run out */
static int refill(FILE *file)
{
	int n;

	READY();
	if (file->writing) fflush(file);
	if (file == &standard[0]) fflush(&standard[1]);
	n = read(file->descriptor, file->buffer, file->size);
	if (n <= 0) {
		if (n < 0) file->failed = 1;
		else file->at_end = 1;
		return EOF;
	}
	file->next = file->buffer + 1;
	file->end = file->buffer + n;
	return *(unsigned char *)file->buffer;
}

int fgetc(FILE *file)
{
	if (!file->writing && file->next < file->end) return *(unsigned char *)file->next++;
	return refill(file);
}

int getc(FILE *file) { return fgetc(file); }
int getchar(void) { return fgetc(stdin); }

int ungetc(int c, FILE *file)
{
	if (c == EOF) return EOF;
	if (file->next > file->buffer) {
		*--file->next = c;
	} else {
		size_t held = file->end - file->next;
		if (held >= file->size) return EOF;
		memmove(file->buffer + 1, file->next, held);
		file->buffer[0] = c;
		file->next = file->buffer;
		file->end = file->buffer + held + 1;
	}
	file->at_end = 0;
	return (unsigned char)c;
}

size_t fread(void *to, size_t size, size_t count, FILE *file)
{
	char *p = to;
	size_t wanted = size * count, done = 0;

	while (done < wanted) {
		size_t held = file->writing ? 0 : file->end - file->next;
		if (held > wanted - done) held = wanted - done;
		if (held) {
			memcpy(p + done, file->next, held);
			file->next += held;
			done += held;
		} else {
			int c = refill(file);
			if (c == EOF) break;
			p[done++] = c;
		}
	}
	return size ? done / size : 0;
}

char *fgets(char *to, int size, FILE *file)
{
	int i = 0, c;

	while (i < size - 1 && (c = fgetc(file)) != EOF) {
		to[i++] = c;
		if (c == '\n') break;
	}
	if (i == 0) return 0;
	to[i] = 0;
	return to;
}

static int start_writing(FILE *file)
{
	READY();
	if (!file->writing) {
		fflush(file);
		file->writing = 1;
	}
	return 0;
}

size_t fwrite(const void *from, size_t size, size_t count, FILE *file)
{
	const char *p = from;
	size_t wanted = size * count, done = 0;

	if (!file->writing) start_writing(file);
	while (done < wanted) {
		size_t room = file->buffer + file->size - file->next;
		if (room > wanted - done) room = wanted - done;
		memcpy(file->next, p + done, room);
		file->next += room;
		done += room;
		if (file->next == file->buffer + file->size) {
			if (fflush(file) < 0) return 0;
			file->writing = 1;
		}
	}
	if (file->mode == _IONBF || (file->mode == _IOLBF && memchr(from, '\n', wanted)))
		if (fflush(file) < 0) return 0;
	return count;
}

int fputc(int c, FILE *file)
{
	char byte = c;

	if (file->writing && file->mode == _IOFBF && file->next + 1 < file->buffer + file->size) {
		*file->next++ = byte;
		return (unsigned char)c;
	}
	return fwrite(&byte, 1, 1, file) == 1 ? (unsigned char)c : EOF;
}

int putc(int c, FILE *file) { return fputc(c, file); }
int putchar(int c) { return fputc(c, stdout); }
int fputs(const char *s, FILE *file) { size_t n = strlen(s); return fwrite(s, 1, n, file) == n ? 0 : EOF; }
int puts(const char *s) { return fputs(s, stdout) < 0 ? EOF : fputc('\n', stdout); }

int fseek(FILE *file, long offset, int from)
{
	fflush(file);
	file->at_end = 0;
	return lseek(file->descriptor, offset, from) < 0 ? -1 : 0;
}

long ftell(FILE *file)
{
	long place;

	READY();
	place = lseek(file->descriptor, 0, SEEK_CUR);
	if (place < 0) return -1;
	return file->writing ? place + (file->next - file->buffer) : place - (file->end - file->next);
}

void rewind(FILE *file) { fseek(file, 0, SEEK_SET); clearerr(file); }

void perror(const char *text)
{
	int number = errno;

	if (text && *text) {
		fputs(text, stderr);
		fputs(": ", stderr);
	}
	fputs(strerror(number), stderr);
	fputs("\n", stderr);
}

void __assert_fail(const char *condition, const char *file, int line, const char *function)
{
	fprintf(stderr, "%s:%d: %s: assertion '%s' failed.\n", file, line, function, condition);
	abort();
}
