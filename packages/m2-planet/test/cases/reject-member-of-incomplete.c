int main(void)
{
	struct t* p;
	p->x = 1;
	return 0;
}
