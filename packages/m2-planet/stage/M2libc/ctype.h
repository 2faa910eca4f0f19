#ifndef _CTYPE_H
#define _CTYPE_H

int isspace(int c);
int isdigit(int c);
int isalpha(int c);
int isalnum(int c);
int isxdigit(int c);
int isupper(int c);
int islower(int c);
int isprint(int c);
int toupper(int c);
int tolower(int c);

#ifdef __M2__
#include <ctype.c>
#endif

#endif
