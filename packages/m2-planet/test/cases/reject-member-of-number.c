int main(void)
{
	int a;
	a.b = 1;
	return 0;
}
