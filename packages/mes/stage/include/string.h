#ifndef _STRING_H
#define _STRING_H
#include <stddef.h>
void *memchr(const void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *s, int c, size_t n);
void *memmem(const void *s, size_t n, const void *part, size_t m);
char *strcat(char *to, const char *from);
char *strchr(const char *s, int c);
int strcmp(const char *a, const char *b);
int strcoll(const char *a, const char *b);
char *strcpy(char *to, const char *from);
char *stpcpy(char *to, const char *from);
size_t strcspn(const char *s, const char *reject);
char *strdup(const char *s);
char *strndup(const char *s, size_t n);
char *strerror(int number);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
char *strlwr(char *s);
char *strupr(char *s);
char *strncat(char *to, const char *from, size_t n);
int strncmp(const char *a, const char *b, size_t n);
char *strncpy(char *to, const char *from, size_t n);
char *strpbrk(const char *s, const char *accept);
char *strrchr(const char *s, int c);
size_t strspn(const char *s, const char *accept);
char *strstr(const char *s, const char *part);
char *strtok(char *s, const char *separators);
char *strtok_r(char *s, const char *separators, char **rest);
#include <strings.h>
#endif
