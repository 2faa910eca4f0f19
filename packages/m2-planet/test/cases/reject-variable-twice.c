int main(void)
{
	int a;
	int b;
	char a;
	return 0;
}
