/* Suffixes U and L in either case; an unsigned constant makes the arithmetic unsigned, and so does one that needs all
 * 32 bits: there are no longer numbers. */
int main(void)
{
	printf("%d %d %d %d\n", 10U, 10L, 0x10uL, 10ll);
	printf("%d %d\n", -1 < 0, -1 < 0U);
	printf("%d %d\n", -1 < 2147483647, -1 < 4294967295);
	printf("%d\n", 0X1F);
	return 0;
}
