int main(void)
{
	int a = 'x;
	return 0;
}
