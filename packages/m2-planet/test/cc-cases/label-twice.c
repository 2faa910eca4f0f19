int main()
{
	a:
	goto a;
a:
	return 1;
}
