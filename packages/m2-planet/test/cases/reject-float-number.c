int main(void)
{
	int a = 1.5;
	return 0;
}
