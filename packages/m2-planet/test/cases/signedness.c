/* The type of an operation follows C's rules for 32-bit numbers, and decides / % >> and comparisons. */
unsigned big(void)
{
	return 0x80000000;
}
int main(void)
{
	int i = -8;
	unsigned u = 3;
	unsigned char c = 200;
	long l = -8;
	size_t z = 2;
	char* p = 0x80000000;
	printf("%d %d %d %d\n", i / 2, i >> 1, i % 3, i < 3);
	printf("%d %d %d %d\n", l < u, i < u, i > c, -1 < sizeof(int));
	printf("%u %u %u\n", big() >> 31, 0x80000000 >> 31, big() / 2);
	printf("%d %d %d\n", l / z == 0x7FFFFFFC, p > "", -c / 3);
	printf("%d %d\n", u - 4 > 0, (c << 24) < 0);
	printf("%d %d\n", -2147483647 - 1, -7 % -4);
	return 0;
}
