int main(void)
{
	struct s { int b; } v;
	struct t { int b; } w;
	v = w;
	return 0;
}
