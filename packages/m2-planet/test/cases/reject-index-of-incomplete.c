int main(void)
{
	struct t* p;
	p[1];
	return 0;
}
