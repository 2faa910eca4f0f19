/* The name of a macro with parameters is an ordinary name where no parenthesis follows, also across a line end. */
int twice(int x)
{
	return x * 2;
}
#define twice(x) ((x) * 20)
#define APPLY(f) f
int main(void)
{
	FUNCTION f = twice;
	printf("%d %d %d\n", f(1), twice
		(1), APPLY(twice)(2));
	return 0;
}
