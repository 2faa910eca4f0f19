/* One header makes an enum, a list of names and tables of codes: the way compilers keep their words in step. */
#include <stdio.h>
#include <string.h>
#include <stdint.h>

#define WORD(name, text) WORD_ ## name,
enum word {
	WORD_NONE = 255,
#include "inc/words.h"
	WORD_COUNT
};
#undef WORD

static const char all_words[] =
#define WORD(name, text) text "\0"
#include "inc/words.h"
;
#undef WORD

#define GROUP(n) ((n) << 13)
#define SIZE 1
#define WORDY 0x100
/* 0x0fxx are two bytes; the second goes up by eight bits, in 64-bit arithmetic */
#define CODE(o) ((uint64_t)((((o) & 0xff00) == 0x0f00) ? ((((o) >> 8) & ~0xff) | ((o) & 0xff)) : (o)))
typedef struct instruction {
	uint16_t name, code, kind;
	uint8_t count, types[3];
} instruction;

#define WORD(name, text)
#define OP(name, code, kind) OP_ ## name,
enum { OP_FIRST = 100,
#include "inc/words.h"
};
#undef OP
#define OP(name, code, kind) { OP_ ## name, CODE(code), (kind | ((code & 0xff00) == 0x0f00 ? 0x1000 : 0)), 2, { 1, OP_ ## name & 3 } },
static const instruction instructions[] = {
#include "inc/words.h"
	{ 0 }
};
#undef OP
#define OP(name, code, kind) #name "=" #kind ";"
static const char spelled[] =
#include "inc/words.h"
	"";

static const char *word_at(int n)
{
	const char *p = all_words;

	while (n--) p += strlen(p) + 1;
	return p;
}

int main(void)
{
	const instruction *i;
	int n;

	printf("%d %d %d %d\n", WORD_NONE, WORD_IF, WORD_LAST, WORD_COUNT);
	for (n = 0; n < WORD_COUNT - WORD_IF; n++) printf("%d %s\n", (int)strlen(word_at(n)), word_at(n));
	for (i = instructions; i->name; i++)
		printf("%d %x %x %d %d %d %d\n", i->name, i->code, i->kind, i->count, i->types[0], i->types[1], i->types[2]);
	printf("%s %d %d\n", spelled, (int)sizeof spelled, (int)(sizeof instructions / sizeof instructions[0]));
	return 0;
}
