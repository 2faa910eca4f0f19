int main(void)
{
	int a = 089;
	return 0;
}
