/* A macro is not expanded again in its own expansion; in an argument it is. */
int value = 5;
int g(int x)
{
	return x + 100;
}
#define value (value + 1)
#define g(x) (g(x) * 2)
int main(void)
{
	printf("%d %d %d\n", value, g(3), g(g(1)));
	return 0;
}
