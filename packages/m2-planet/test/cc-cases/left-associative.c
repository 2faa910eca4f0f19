/* a - b - c is (a - b) - c, on every level. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	show(10 - 3 - 2);
	show(100 / 5 / 2);
	show(100 / 5 * 2);
	show(100 % 7 * 3);
	show(1 << 2 << 3);
	show(3 > 2 > 1);
	show(7 & 3 ^ 1);
	return 0;
}
