/* A block's names end with it; they hide those outside, and those of the file. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int a;
int f(int a)
{
	a = a + 1;
	return a;
}
int main()
{
	int b = 1;
	a = 10;
	show(f(5));
	show(a);
	{
		int a = 20;
		int b = 2;
		show(a + b);
		{
			int a = 30;
			a = a + b;
			show(a);
		}
		a = a + 1;
		show(a);
	}
	show(a + b);
	while(b < 3)
	{
		int a = b;
		int c;
		c = a * 100;
		b = b + 1;
		show(c);
	}
	show(a);
	return 0;
}
