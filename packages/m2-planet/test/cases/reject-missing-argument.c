int main(void)
{
	int a = main(1, );
	return 0;
}
