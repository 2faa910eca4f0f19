/* Products bind tighter than sums, sums than shifts, shifts than comparisons, comparisons than & and |. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	show(2 + 3 * 4);
	show(20 - 6 / 2);
	show(1 + 17 % 5);
	show(1 << 2 + 1);
	show(256 >> 1 + 2);
	show(3 + 1 < 2 << 1);
	show(1 << 3 == 8);
	show((1 < 2) & (2 < 1));
	show(-2 * 3 + 10);
	show(!0 + 1);
	show(~0 - 1);
	return 0;
}
