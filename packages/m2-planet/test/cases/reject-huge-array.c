int main(void)
{
	int a[0x200000];
	return 0;
}
