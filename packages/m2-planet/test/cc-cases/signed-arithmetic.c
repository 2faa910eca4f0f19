/* Comparisons, quotients, remainders and right shifts are signed; sums wrap at 32 bits. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	int low = 0x80000000;
	int minus = -7;
	show(minus < 3);
	show(minus > 3);
	show(low < 0);
	show(low - 1 > 0);
	show(minus / 2);
	show(minus % 2);
	show(minus >> 1);
	show(minus << 1);
	show(minus * -3);
	show(0x7FFFFFFF + 1 == low);
	show(65536 * 65536);
	return 0;
}
