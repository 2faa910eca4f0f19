int f(int a);
int g()
{
	return a;
}
