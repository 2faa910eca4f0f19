int main(void)
{
	struct s { int b; } v;
	main(v);
	return 0;
}
