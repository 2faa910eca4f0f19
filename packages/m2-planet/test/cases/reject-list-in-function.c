int main(void)
{
	int a[2] = {1, 2};
	return 0;
}
