int main(void)
{
	main() = 2;
	return 0;
}
