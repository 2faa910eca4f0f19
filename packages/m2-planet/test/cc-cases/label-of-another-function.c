int f()
{
a:
	return 1;
}
int main()
{
	goto a;
}
