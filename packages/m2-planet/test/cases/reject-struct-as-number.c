int main(void)
{
	struct s { int b; } v;
	int a = v + 1;
	return 0;
}
