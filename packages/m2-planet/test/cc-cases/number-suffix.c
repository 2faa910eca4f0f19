int main()
{
	return 10U;
}
