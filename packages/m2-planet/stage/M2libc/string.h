#ifndef _STRING_H
#define _STRING_H
#include <stddef.h>
#include <stdlib.h>

char* strcpy(char* to, char* from);
char* strncpy(char* to, char* from, size_t count);
char* strcat(char* to, char* from);
char* strncat(char* to, char* from, size_t count);
size_t strlen(char* s);
size_t strnlen_s(char* s, size_t room);
int strcmp(char* a, char* b);
int strncmp(char* a, char* b, size_t count);
char* strchr(char* s, int c);
char* strrchr(char* s, int c);
size_t strspn(char* s, char* set);
size_t strcspn(char* s, char* set);
char* strpbrk(char* s, char* set);
void* memset(void* to, int value, int size);
void* memcpy(void* to, void* from, size_t count);
void* memmove(void* to, void* from, size_t count);
int memcmp(void* a, void* b, size_t count);
char* strstr(char* s, char* part);
char* strdup(char* s);

#ifdef __M2__
#include <string.c>
#endif

#endif
