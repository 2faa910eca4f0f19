int main(void)
{
	int a = 10Q;
	return 0;
}
