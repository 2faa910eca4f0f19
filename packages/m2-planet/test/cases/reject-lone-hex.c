int main(void)
{
	int a = 0x;
	return 0;
}
