int main(void)
{
	char c;
	int a = c[1];
	return 0;
}
