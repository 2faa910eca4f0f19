int main(void)
{
	int a[2];
	a[1 = 3;
	return 0;
}
