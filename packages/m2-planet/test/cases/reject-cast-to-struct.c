int main(void)
{
	struct s { int b; };
	int a = (struct s)1;
	return 0;
}
