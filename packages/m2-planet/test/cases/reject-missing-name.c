int main(void)
{
	int = 5;
	return 0;
}
