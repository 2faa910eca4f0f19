#ifndef _STDLIB_H
#define _STDLIB_H
#include <sys/types.h>
#include <stddef.h>
#include <unistd.h>
#include <fcntl.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 32767

void exit(int status);
void* malloc(unsigned size);
void* calloc(int count, int size);
void* realloc(void* block, unsigned size);
void free(void* block);
int atoi(char* text);
int abs(int n);
char* getenv(char* name);
int setenv(char* name, char* value, int overwrite);
int mkstemp(char* name);
size_t wcstombs(char* to, char* from, size_t room);

#ifdef __M2__
#include <stdlib.c>
#endif

#endif
