#ifndef _STDARG_H
#define _STDARG_H
/* arguments lie on the stack in order, each in whole words */
#define __ROUNDED(type) ((sizeof(type) + 3) & ~3)
typedef char *va_list;
#define va_start(list, last) ((void)((list) = (char *)&(last) + __ROUNDED(last)))
#define va_arg(list, type) (*(type *)(((list) += __ROUNDED(type)) - __ROUNDED(type)))
#define va_end(list) ((void)(list))
#define va_copy(to, from) ((void)((to) = (from)))
#endif
