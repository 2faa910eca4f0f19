int main(void)
{
	int a = sizeof(int b);
	return 0;
}
