/* What a static initialiser may hold: addresses, functions, strings cut to size, expressions over sizes. */
#include <stdio.h>
#include <stddef.h>
#include <stdint.h>

struct header { char name[16], date[12], mode[8], end[2]; };
static struct header header = { "/               ", "0           ", "644     ", "`\n" };
static const char digits[16] = "0123456789abcdef";
static struct { const char *name; void *value; } symbols[] = {
#define SYMBOL(a) { #a, &a, },
	SYMBOL(printf) SYMBOL(header) SYMBOL(digits)
#undef SYMBOL
	{ NULL, NULL }
};
static int numbers[4] = { 1, [2] = 7 };
static int *inside = &numbers[3] - 1, **twice = &inside;
static const char *tail = "prefix-tail" + 7, *const names[2][2] = { { "a", "b" }, { [1] = "d" } };
static char *last = header.end + 1;
static unsigned char flags[] = { ['a' - 'a'] = 1, [5] = 1 << 7, 0377, '\x7f' };
static double halves[] = { 1 / 2.0, -0.0, 1e-5, 0x1p-3, 3 };
static long double big = 1.0L / 3;
static float third = 1.0f / 3;
static uint64_t mask = ~0ULL << (sizeof(int) * 8), sum = (uint64_t)1 << 40 | 0xffu;
static size_t offset = (size_t)&((struct header *)0)->mode, count = sizeof symbols / sizeof symbols[0];
static int negative = -(int)sizeof(header), choice = sizeof(void *) == 4 ? 'y' : 'n', logic = !0 && 3 > 2 || 0;
static struct { int a : 3, b : 6; unsigned c : 23; short d; } bits = { -1, 31, 0x7fffff, -2 };
static int (*const function)(const char *, ...) = printf;
static char text[] = "one" " " "two\0three" "\x41" "B\101\n", empty[3] = "";

int main(void)
{
	static int *local = &numbers[2];
	static const struct { int n; char c[3]; } list[] = { { 1, "ab" }, { 2, { 'x', 'y' } }, 3, 'p', 'q' };
	unsigned i;

	printf("%.16s|%.12s|%.8s|%.2s", header.name, header.date, header.mode, header.end);
	for (i = 0; symbols[i].name; i++) printf("%s %d\n", symbols[i].name, symbols[i].value == (i ? i == 1 ? (void *)&header : (void *)digits : (void *)printf));
	printf("%d %d %s %s %d %c\n", *inside, **twice == *local, tail, names[1][1], names[1][0] == 0, *last == '\n' ? 'n' : '?');
	for (i = 0; i < sizeof flags; i++) printf("%d ", flags[i]);
	for (i = 0; i < 5; i++) printf("%g ", halves[i]);
	printf("%.18Lf %.9f\n", big, third);
	printf("%llx %llx %d %d %d %c %d\n", mask, sum, (int)offset, (int)count, negative, choice, logic);
	printf("%d %d %d %d %d\n", bits.a, bits.b, bits.c, bits.d, (int)sizeof bits);
	function("%d %d %s %s\n", (int)sizeof text, empty[2], text, text + 8);
	for (i = 0; i < 3; i++) printf("%d%.3s ", list[i].n, list[i].c);
	printf("%d %c\n", (int)sizeof list, digits[15]);
	return 0;
}
