#ifndef _BOOTSTRAPPABLE_H
#define _BOOTSTRAPPABLE_H

void require(int condition, char* message);
int match(char* a, char* b);
int in_set(int c, char* set);
int strtoint(char* s);
char* int2str(int value, int base, int is_signed);

#ifdef __M2__
#include <stdio.h>
#include <stdlib.h>
#include <bootstrappable.c>
#endif

#endif
