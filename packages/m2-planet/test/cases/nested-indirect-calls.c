/* Calls through pointers whose arguments divide, index and call through pointers again. */
int add(int a, int b)
{
	return a + b;
}
int mul(int a, int b)
{
	return a * b;
}
struct ops
{
	FUNCTION f;
	int (*g)(int, int);
} ops;
FUNCTION table[2];
FUNCTION pick(int n)
{
	return table[n];
}
int change(int n)
{
	table[0] = mul;
	return n;
}
int main(void)
{
	struct ops* o = &ops;
	int a[3];
	FUNCTION h = add;
	a[0] = 7;
	a[1] = 3;
	a[2] = 1;
	table[0] = add;
	table[1] = mul;
	ops.f = add;
	o->g = mul;
	printf("%d\n", h(a[0] / a[1], h(a[1] * a[2], h(1, a[0] % 4))));
	printf("%d\n", o->f(o->g(2, 3), ops.g(o->f(1, 1), table[1](2, 2))));
	printf("%d\n", pick(1)(pick(0)(1, 2), (*pick(0))(3, 4)));
	printf("%d\n", table[0](change(5), 6));
	return 0;
}
