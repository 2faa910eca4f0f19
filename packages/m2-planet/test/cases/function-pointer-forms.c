/* Pointers to functions as parameters, results, members, elements; called with and without *. */
int inc(int n)
{
	return n + 1;
}
int dec(int n)
{
	return n - 1;
}
int apply(int (*f)(int), int n)
{
	return f(n) + (*f)(n);
}
FUNCTION choose(int up)
{
	if (up) return inc;
	return &dec;
}
int (*table[2])(int) = {inc, &dec};
int (*current)(int) = dec;
int main(void)
{
	int (*local[2])(int);
	int (**p)(int) = table;
	FUNCTION* q = table;
	local[0] = dec;
	printf("%d %d %d\n", apply(inc, 5), apply(&dec, 5), choose(1)(10));
	printf("%d %d %d %d\n", table[1](3), local[0](7), p[0](1), q[1](1));
	printf("%d %d %d\n", current(2), (*current)(3), (**current)(4));
	return 0;
}
