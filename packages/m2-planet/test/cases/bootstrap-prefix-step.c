int main(void)
{
	int a;
	++a;
	return 0;
}
