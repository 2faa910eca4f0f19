int main(void)
{
	struct s { int b; }* p;
	p.b = 1;
	return 0;
}
