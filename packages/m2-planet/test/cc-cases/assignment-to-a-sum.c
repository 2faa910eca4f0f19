int main()
{
	int a;
	a + 1 = 2;
}
