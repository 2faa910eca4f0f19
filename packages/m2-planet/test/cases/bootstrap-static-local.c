int main(void)
{
	static int a;
	return 0;
}
