#ifndef _STDIO_H
#define _STDIO_H
#include <sys/types.h>
#include <stddef.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>

#define EOF 0xFFFFFFFF
#define BUFSIZ 4096

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

/* An open file. It is only read or only written. */
struct __file {
	int descriptor;
	int is_writing;
	int by_lines;           /* a line end writes out what is buffered */
	char* buffer;
	int size;               /* of the buffer */
	int used;               /* bytes in the buffer */
	int position;           /* reading: the next byte in the buffer */
	int pushed_back;        /* by ungetc: this byte comes first; else EOF */
	struct __file* next;    /* all open files */
};

typedef struct __file FILE;

extern FILE* stdin;
extern FILE* stdout;
extern FILE* stderr;

int fgetc(FILE* file);
int getchar(void);
char* fgets(char* line, int room, FILE* file);
size_t fread(void* to, size_t size, size_t count, FILE* file);
int fputc(int c, FILE* file);
int putchar(int c);
int fputs(char* s, FILE* file);
int puts(char* s);
size_t fwrite(void* from, size_t size, size_t count, FILE* file);
FILE* fopen(char* name, char* mode);
FILE* fdopen(int descriptor, char* mode);
int fclose(FILE* file);
int fflush(FILE* file);
int remove(char* name);
int ungetc(int c, FILE* file);
long ftell(FILE* file);
int fseek(FILE* file, long offset, int whence);
void rewind(FILE* file);
int printf(char* format, ...);
int fprintf(FILE* file, char* format, ...);
int sprintf(char* to, char* format, ...);
int snprintf(char* to, size_t room, char* format, ...);
int vprintf(char* format, va_list list);
int vfprintf(FILE* file, char* format, va_list list);
int vsprintf(char* to, char* format, va_list list);
int vsnprintf(char* to, size_t room, char* format, va_list list);

#ifdef __M2__
#include <stdio.c>
#endif

#endif
