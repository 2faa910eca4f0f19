int main(void)
{
	int a;
	a += 1;
	return 0;
}
