int main(void)
{
	struct s { int b; } v;
	v->b = 1;
	return 0;
}
