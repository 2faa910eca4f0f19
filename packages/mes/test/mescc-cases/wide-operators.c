/* Every operator of 64 bits, signed and unsigned, as a constant folder has them. */
#include <stdio.h>
#include <stdint.h>

static uint64_t divide_signed(uint64_t a, uint64_t b)
{
	uint64_t x = (a >> 63 ? -a : a) / (b >> 63 ? -b : b);

	return (a ^ b) >> 63 ? -x : x;
}

static uint64_t fold(int op, uint64_t a, uint64_t b)
{
	switch (op) {
	case '+': a += b; break;
	case '-': a -= b; break;
	case '*': a *= b; break;
	case '&': a &= b; break;
	case '|': a |= b; break;
	case '^': a ^= b; break;
	default: return ~0ULL;
	case '/': case 'p': case '%': case 'u':
		if (b == 0) return 0xdead;
		switch (op) {
		default: a = divide_signed(a, b); break;
		case '%': a = a - b * divide_signed(a, b); break;
		case 'u': a = a % b; break;
		}
		break;
	case 'l': a <<= (b & 63); break;
	case 's': a >>= (b & 63); break;
	case 'a': a = (a >> 63) ? ~(~a >> (b & 63)) : a >> (b & 63); break;
	case '<': a = (int64_t)a < (int64_t)b; break;
	case 'b': a = a < b; break;
	case 'g': a = (int64_t)a >= (int64_t)b; break;
	case '>': a = a > b; break;
	case '=': a = a == b; break;
	case '!': a = a && !b; break;
	}
	return a;
}

static uint64_t cut(uint64_t v, int is_unsigned)
{
	return (uint32_t)v | (is_unsigned ? 0 : -(v & 0x80000000));
}

int main(void)
{
	static const uint64_t values[] = { 0, 1, 5, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000ULL,
		0x7fffffffffffffffULL, 0x8000000000000000ULL, -1ULL, 0x123456789abcdefULL };
	const char *op;
	unsigned i, j;

	for (op = "+-*&|^/%pulsa<bg>=!?"; *op; op++) {
		uint64_t sum = 0;
		for (i = 0; i < sizeof values / sizeof values[0]; i++)
			for (j = 0; j < sizeof values / sizeof *values; j++)
				sum = sum * 31 + fold(*op, values[i], values[j]);
		printf("%c %016llx\n", *op, (unsigned long long)sum);
	}
	for (i = 0; i < 11; i++)
		printf("%llx %llx %lld %d %d\n", cut(values[i], 0), cut(values[i], 1), (long long)(int)values[i],
			(int)(values[i] >> 31), (signed char)values[i]);
	printf("%lld %lld %d\n", -7LL / 2, -7LL % 2, (int)(-9223372036854775807LL - 1 < 0));
	return 0;
}
