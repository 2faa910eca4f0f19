int main(void)
{
	char c;
	int a = *c;
	return 0;
}
