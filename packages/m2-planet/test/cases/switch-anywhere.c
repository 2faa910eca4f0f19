/* default first or in the middle, no case at all, statements behind break, continue and nested switches. */
int f(int n)
{
	int r = 0;
	switch (n)
	{
		default:
			r += 1;
		case 1:
			r += 10;
			break;
			r += 1000;
		case 2:
			{
				r += 100;
			}
	}
	return r;
}
int g(int n)
{
	int i;
	int r = 0;
	for (i = 0; i < 5; i++)
	{
		switch (i + n)
		{
			case 2: continue;
			case 3:
				switch (n) { case 1: r += 5; break; default: r += 6; }
				break;
			case 'a' - 93: case -1: r += 50;
		}
		r += 1;
		switch (n);
	}
	switch (n) {}
	switch (n) { r = 77; }
	return r;
}
int main(void)
{
	unsigned char c = 200;
	printf("%d %d %d %d\n", f(1), f(2), f(3), f(-1));
	printf("%d %d %d\n", g(0), g(1), g(-1));
	switch (c) { case 200: puts("unsigned"); }
	return 0;
}
