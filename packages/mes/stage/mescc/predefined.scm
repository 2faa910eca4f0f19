;;; predefined.scm : what every unit begins with: gcc's names for the types and limits of i386 Linux, and those of its
;;; builtins that are no functions
;;; Trap: __GNUC__ is not among them, for it promises assembly with operands, vectors, and more.

(define predefined
  "#define __STDC__ 1
#define __STDC_VERSION__ 199901L
#define __STDC_HOSTED__ 1
#define __STDC_IEC_559__ 1
#define __MESC__ 1
#define __i386__ 1
#define __i386 1
#define __linux__ 1
#define __linux 1
#define __gnu_linux__ 1
#define __unix__ 1
#define __unix 1
#define __ELF__ 1
#define __ILP32__ 1
#define _ILP32 1
#define __CHAR_BIT__ 8
#define __BIGGEST_ALIGNMENT__ 16
#define __SIZEOF_SHORT__ 2
#define __SIZEOF_INT__ 4
#define __SIZEOF_LONG__ 4
#define __SIZEOF_LONG_LONG__ 8
#define __SIZEOF_POINTER__ 4
#define __SIZEOF_SIZE_T__ 4
#define __SIZEOF_PTRDIFF_T__ 4
#define __SIZEOF_WCHAR_T__ 4
#define __SIZEOF_WINT_T__ 4
#define __SIZEOF_FLOAT__ 4
#define __SIZEOF_DOUBLE__ 8
#define __SIZEOF_LONG_DOUBLE__ 12
#define __SCHAR_MAX__ 127
#define __SHRT_MAX__ 32767
#define __INT_MAX__ 2147483647
#define __LONG_MAX__ 2147483647L
#define __LONG_LONG_MAX__ 9223372036854775807LL
#define __WCHAR_MAX__ 2147483647L
#define __WCHAR_MIN__ (-2147483647L-1)
#define __SIZE_MAX__ 4294967295U
#define __PTRDIFF_MAX__ 2147483647
#define __SIZE_TYPE__ unsigned int
#define __PTRDIFF_TYPE__ int
#define __WCHAR_TYPE__ long int
#define __WINT_TYPE__ unsigned int
#define __INT8_TYPE__ signed char
#define __UINT8_TYPE__ unsigned char
#define __INT8_MAX__ 127
#define __UINT8_MAX__ 255
#define __INT16_TYPE__ short int
#define __UINT16_TYPE__ unsigned short int
#define __INT16_MAX__ 32767
#define __UINT16_MAX__ 65535
#define __INT32_TYPE__ int
#define __UINT32_TYPE__ unsigned int
#define __INT32_MAX__ 2147483647
#define __UINT32_MAX__ 4294967295U
#define __INT64_TYPE__ long long int
#define __UINT64_TYPE__ unsigned long long int
#define __INT64_MAX__ 9223372036854775807LL
#define __UINT64_MAX__ 18446744073709551615ULL
#define __INTPTR_TYPE__ int
#define __UINTPTR_TYPE__ unsigned int
#define __INTPTR_MAX__ __INT32_MAX__
#define __UINTPTR_MAX__ __UINT32_MAX__
#define __INTMAX_TYPE__ long long int
#define __UINTMAX_TYPE__ unsigned long long int
#define __INTMAX_MAX__ __INT64_MAX__
#define __UINTMAX_MAX__ __UINT64_MAX__
#define __ORDER_LITTLE_ENDIAN__ 1234
#define __ORDER_BIG_ENDIAN__ 4321
#define __ORDER_PDP_ENDIAN__ 3412
#define __BYTE_ORDER__ 1234
#define __FLOAT_WORD_ORDER__ 1234
#define __FLT_EVAL_METHOD__ 2
#define __FLT_RADIX__ 2
#define __builtin_offsetof(type,member) ((unsigned int)&((type*)0)->member)
#define __builtin_va_start(list,last) ((void)((list)=(char*)&(last)+((sizeof(last)+3)&~3)))
#define __builtin_va_arg(list,type) (*(typeof(type)*)(((list)+=(sizeof(type)+3)&~3)-((sizeof(type)+3)&~3)))
#define __builtin_va_end(list) ((void)(list))
#define __builtin_va_copy(to,from) ((void)((to)=(from)))
#define __builtin_expect(value,expected) (value)
#define __builtin_constant_p(value) 0
#define __builtin_huge_val() (1.0/0.0)
#define __builtin_inf() (1.0/0.0)
#define __builtin_nan(text) (0.0/0.0)
#define __builtin_unreachable() ((void)0)
typedef char *__builtin_va_list;
")
