int main()
{
	return 0x100000000;
}
