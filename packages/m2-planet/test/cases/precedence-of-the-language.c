/* & && | || ^ are one level, and bind less than comparisons, which are one level too. */
int main(void)
{
	printf("%d %d %d\n", 4|2&1, 1==2<1, 6&3==3);
	printf("%d %d %d\n", 1 || 1 && 0, 7 ^ 2 | 1, 5 > 3 > 1);
	printf("%d %d %d\n", 2 + 3 << 1, 1 << 2 + 1, 10 - 2 - 3);
	printf("%d %d\n", 100 / 10 / 5, 7 - -3);
	return 0;
}
