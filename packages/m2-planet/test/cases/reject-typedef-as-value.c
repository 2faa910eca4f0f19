int main(void)
{
	typedef int t;
	int a = t;
	return 0;
}
