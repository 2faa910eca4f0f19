#ifndef _STDINT_H
#define _STDINT_H

/* int8_t to int64_t and uint8_t to uint64_t are types of the language. */
#include <sys/types.h>

#define INT8_MIN (-128)
#define INT8_MAX 127
#define UINT8_MAX 255
#define INT16_MIN (-32768)
#define INT16_MAX 32767
#define UINT16_MAX 65535
#define INT32_MIN (-2147483647 - 1)
#define INT32_MAX 2147483647
#define UINT32_MAX 0xFFFFFFFF
#define INTPTR_MAX 2147483647
#define SIZE_MAX 0xFFFFFFFF

#endif
