int main(void)
{
	struct s { int b; } v;
	if (v) ;
	return 0;
}
