int main(void)
{
	++main();
	return 0;
}
