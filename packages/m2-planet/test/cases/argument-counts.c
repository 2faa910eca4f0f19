/* Calls may pass more or fewer arguments than are declared, and parameters may lack a name. */
int first(int a, ...);
int second(int, int b)
{
	return b;
}
int only(int a)
{
	return a;
}
int unused()
{
	return 3;
}
int first(int a, ...)
{
	return a;
}
int main(void)
{
	printf("%d %d %d %d\n", first(1), second(4, 5), only(6, 7, 8), unused(9));
	second(1);
	return 0;
}
