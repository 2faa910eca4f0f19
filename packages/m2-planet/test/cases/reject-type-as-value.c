int main(void)
{
	int a = int;
	return 0;
}
