int main(void)
{
	main = 0;
	return 0;
}
