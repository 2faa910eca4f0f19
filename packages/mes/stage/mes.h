/* mes.h : the shape of every Scheme value, and what the files of the interpreter offer each other.
 *
 *   text --reader.c--> data --module/mes/core--> instructions --vm.c--> values
 *
 * The compiler is written in Scheme. It is compiled by itself, after eval.c has evaluated it.
 *
 * A value is one word. Its low bits say what it is:
 *
 *   ...............................1    fixnum: 31 bits and a 1
 *   .............................000    pair: the address of two words, car and cdr
 *   .............................010    object: the address of a header word and its fields, plus 2
 *   .............................100    procedure: the same, plus 4
 *   .............................110    immediate: #f #t () and the like; characters
 *
 * Addresses are multiples of 8. The header of an object is  words << 9 | type << 4 | 14,  which is no value: that is
 * how the collector tells a pair from an object without being told.
 *
 * These files are compiled by M2-Planet, and mean the same to a C compiler:
 *   - `p + n` counts bytes for every pointer, so only `char*` is ever added to; other pointers are indexed.
 *   - `&&` and `||` compute both sides, so a test that guards another is a nested `if`.
 */

typedef struct pair* object;

#ifndef __M2__
#include <setjmp.h>
#include <string.h>
#include <unistd.h>
typedef object (*FUNCTION)();
#endif

struct pair {
	object car, cdr;
};

/* ---- Types ---- */

enum {
	PAIR_TAG = 0,
	OBJECT_TAG = 2,
	PROCEDURE_TAG = 4,
	IMMEDIATE_TAG = 6
};

/* Types of objects. From CLOSURE on they are procedures. */
enum {
	STRING = 1,
	BYTEVECTOR,         /* up to here the size is not in the header */
	BIGNUM,             /* up to here there are no values inside */
	SYMBOL,
	KEYWORD,
	VECTOR,
	RECORD,
	HASH_TABLE,
	PORT,
	BOX,
	VALUES,
	OPERATION,          /* an instruction, for the compiler */
	CODE,
	FRAMES,             /* of a continuation */
	CLOSURE,
	PRIMITIVE,
	CONTROL,            /* a primitive that works on the frames of the machine */
	ACCESSOR,           /* of a record's field */
	CONTINUATION,
	INTERPRETED         /* not compiled: see eval.c */
};

#define TAG(x) ((int) (x) & 7)
#define IS_PAIR(x) (0 == ((int) (x) & 7))
#define IS_FIXNUM(x) ((int) (x) & 1)

#define FIXNUM(n) ((object) (((n) << 1) | 1))
#define VALUE(x) ((int) (x) >> 1)
#define CHARACTER(c) ((object) (((c) << 9) | 14))
#define IS_CHARACTER(x) (14 == ((int) (x) & 511))
#define CODE_POINT(x) ((int) (x) >> 9)

#define FALSE ((object) 6)
#define TRUE ((object) 22)
#define NIL ((object) 38)
#define UNSPECIFIED ((object) 54)
#define UNDEFINED ((object) 70)         /* what an unbound variable holds */
#define MISSING ((object) 86)           /* an optional argument that was not given */
#define END_OF_FILE ((object) (-498))   /* the character -1 */

#define HEADER_OF(type, words) (((words) << 9) | (((type) << 4) | 14))
#define IS_HEADER(word) ((14 == ((word) & 15)) & (0 != ((word) & 496)))
#define HEADER_TYPE(header) (((header) >> 4) & 31)
#define HEADER_WORDS(header) ((header) >> 9)

enum {
	MOST_FIXNUM = 1073741823,
	MOST_WORDS = 4194303    /* of an object whose size is in its header */
};

/* ---- Objects ---- */

struct header {
	int header;
};

/* Also a bytevector. The bytes follow; the header does not count them. */
struct string {
	int header, length;
};

/* Digits of 16 bits follow, one to a word, least first; the last is not 0. Never within the range of fixnums. */
struct bignum {
	int header, is_negative;
};

/* Also a keyword. A symbol has two values: what the library sees and what the program sees. They are the same until
 * the program defines the name itself, so that it cannot break the library. */
struct symbol {
	int header;
	object name;
	object value;           /* for the program */
	object system_value;    /* for the library */
	object next;            /* in its bucket of the symbol table */
	object original;        /* FALSE, or the symbol that a macro renamed to this one */
	int hash, flags;
};

/* Flags, below FORM_NUMBER of eval.c. The compiler knows their values. */
enum {
	DEFINED_BY_PROGRAM = 1,
	NOT_INLINED = 2,        /* somebody defines or assigns it */
	RENAMED_IN_LIBRARY = 4, /* by a macro of the library: it means what it means there */
	RENAMED_LOCALLY = 8,    /* by a macro that is no global one */
	EXPORTED = 16           /* the library defines it for programs, not only for itself */
};

struct box {
	int header;
	object value;
};

struct operation {
	int header;
	FUNCTION function;
};

/* Instructions follow. The collector treats every word of it as a value; words that are none do no harm. */
struct code {
	int header;
	FUNCTION enter;         /* what its closures do when they are called */
	int required;           /* arguments */
	int frame;              /* words of the frame it needs, arguments included */
	object name, formals, file;
	object positions;       /* bytevector of int pairs: end of an instruction in words, line << 8 | column */
};

/* All procedures begin with these two words: calling one jumps to `enter`. */
struct procedure {
	int header;
	FUNCTION enter;
};

/* The captured values follow. */
struct closure {
	int header;
	FUNCTION enter;
	object code;
};

struct primitive {
	int header;
	FUNCTION enter;
	FUNCTION function;
	char* name;
	int least;              /* arguments */
	int most;               /* MANY: no limit */
};

struct accessor {
	int header;
	FUNCTION enter;
	object type;
	int index;              /* of the field, 1 for the first */
	int is_modifier;
	object field;           /* its name */
	object name;
};

struct record {
	int header;
	object type;
};

struct continuation {
	int header;
	FUNCTION enter;
	object frames;          /* a copy of the stack */
	object handlers, winders;
	int level;
};

struct hash_table {
	int header;
	object entries;         /* vector of (key . value), in the order they were added; removed ones have UNDEFINED */
	object index;           /* bytevector of ints: number of an entry + 1, or 0 */
	int used;               /* entries, removed ones included */
	int count;              /* entries */
};

struct port {
	int header;
	int file;               /* descriptor, or NO_FILE for a string */
	int kind;               /* INPUT, OUTPUT, or UNBUFFERED output */
	object buffer;          /* string */
	int at;                 /* the next byte to read or write */
	int end;                /* input: how many there are */
	int line;               /* input: of that byte, the first is 1 */
	int line_start;         /* input: where in the buffer that line begins */
	object name;
};

enum {
	NO_FILE = -1,
	CLOSED = -2,
	INPUT = 0,
	OUTPUT = 1,
	UNBUFFERED = 2,
	MANY = -1
};

#define OBJECT_HEADER(x) (((struct header*) ((char*) (x) - 2))->header)
#define PROCEDURE_HEADER(x) (((struct header*) ((char*) (x) - 4))->header)
#define STRING_OF(x) ((struct string*) ((char*) (x) - 2))
#define BYTES(x) ((char*) (x) + 6)
#define SYMBOL_OF(x) ((struct symbol*) ((char*) (x) - 2))
#define LENGTH(x) (OBJECT_HEADER(x) >> 9)           /* of a vector */
#define ITEMS(x) ((object*) ((char*) (x) + 2))      /* of a vector, record or values */
#define BOX_OF(x) ((struct box*) ((char*) (x) - 2))
#define OPERATION_OF(x) ((struct operation*) ((char*) (x) - 2))
#define CODE_OF(x) ((struct code*) ((char*) (x) - 2))
#define INSTRUCTIONS(x) ((int*) ((char*) (x) + 30))
#define TABLE(x) ((struct hash_table*) ((char*) (x) - 2))
#define PORT_OF(x) ((struct port*) ((char*) (x) - 2))
#define BIGNUM_OF(x) ((struct bignum*) ((char*) (x) - 2))
#define DIGITS(x) ((int*) ((char*) (x) + 6))
#define RECORD_OF(x) ((struct record*) ((char*) (x) - 2))
#define PROCEDURE(x) ((struct procedure*) ((char*) (x) - 4))
#define CLOSURE_OF(x) ((struct closure*) ((char*) (x) - 4))
#define CAPTURED(x) ((object*) ((char*) (x) + 8))   /* by a closure */
#define PRIMITIVE_OF(x) ((struct primitive*) ((char*) (x) - 4))
#define ACCESSOR_OF(x) ((struct accessor*) ((char*) (x) - 4))
#define CONTINUATION_OF(x) ((struct continuation*) ((char*) (x) - 4))
