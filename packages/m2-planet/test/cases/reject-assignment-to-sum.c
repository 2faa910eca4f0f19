int main(void)
{
	int a;
	a + 1 = 2;
	return 0;
}
