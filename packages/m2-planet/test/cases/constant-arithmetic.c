/* Constants are computed as the program would compute them. */
enum
{
	A = 7 / 2 * -3,
	B = -7 / 2,
	C = -7 % 3,
	D = 1 << 31 >> 31,
	E = 0xF0000000 / 16 == 0x0F000000,
	F = (5 > 3) + (5 < 3) * 2 + !0 * 4 + (2 != 2) * 8,
	G = ~5 & 15 | 16,
	H = 4294967295 % 10,
	I = (char)300 + (unsigned char)-1,
	J = sizeof(char*) * 3 - 'a',
	K = -2147483647 - 1 < 0,
	L = 0x80000000 >> 28,
};
int v[4] = {-1 / 2, 0xFFFFFFFE / 0xFFFFFFFF, 0xFFFFFFFF / 1, 9 - 3 - 2};
int main(void)
{
	printf("%d %d %d %d %d %d\n", A, B, C, D, E, F);
	printf("%d %d %d %d %d %d\n", G, H, I, J, K, L);
	printf("%d %d %d %d\n", v[0], v[1], v[2], v[3]);
	return 0;
}
