/* Names end with their block; enumerators, types and labels of a function belong to it. */
int x = 1;
typedef int t;
int f(void)
{
	enum { x = 20, y };
	typedef char t;
	t c = 300;
	return x + y + c;
}
int g(int x)
{
	int s = x;
	{
		int x = 2;
		s = s * 10 + x;
		{
			int x = s;
			s = s * 10 + x % 10;
		}
	}
	for (int x = 5; x < 6; x++) s = s * 10 + x;
	{
		static int x = 6;
		s = s * 10 + x;
		x++;
	}
	return s * 10 + x;
}
int main(void)
{
	t big = 300;
	printf("%d %d %d %d %d\n", f(), g(9), g(9), x, big);
	return 0;
}
