/* Operators in #if bind as in C, and && stops early. */
#if 10 - 3 - 2 == 5
#define A 1
#endif
#if 2 * 3 + 4 == 10 && 1 + 2 * 3 == 7
#define B 2
#endif
#if 4 | 2 & 1
#define C 3
#endif
#if 0 && 1 / 0
#error not reached
#elif !defined(A) || -1 > 0 || ~0 != -1
#error not reached either
#elif 'A' == 65 && (1 << 4 >> 2) == 4 && 7 % 4 == 3 && 0x10 == 020
#define D 4
#endif
int main(void)
{
	printf("%d %d %d %d\n", A, B, C, D);
	return 0;
}
