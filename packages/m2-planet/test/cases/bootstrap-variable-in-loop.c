int main(void)
{
	while (1)
	{
		int a;
	}
	return 0;
}
