#ifndef _STDDEF_H
#define _STDDEF_H

#define NULL 0

typedef SCM size_t;
typedef long ptrdiff_t;
typedef int wchar_t;

#endif
