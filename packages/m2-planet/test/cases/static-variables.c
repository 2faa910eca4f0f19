/* Static variables of two functions and blocks with one name, arrays and structs among them. */
int count(void)
{
	static int n;
	static char text[] = "abc";
	static struct { int a, b; } s = {1, 2};
	n += 1;
	text[0] = text[0] + 1;
	s.b *= 2;
	return n * 1000 + text[0] + s.b;
}
int other(void)
{
	static int n = 100;
	return --n;
}
int main(void)
{
	count();
	other();
	printf("%d %d\n", count(), other());
	return 0;
}
