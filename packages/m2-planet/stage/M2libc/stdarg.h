#ifndef _STDARG_H
#define _STDARG_H

typedef __va_list va_list;

#define va_start(list, last) __va_start(list, last)
#define va_arg(list, type) __va_arg(list, type)
#define va_end(list) __va_end(list)
#define va_copy(to, from) to = from

#endif
