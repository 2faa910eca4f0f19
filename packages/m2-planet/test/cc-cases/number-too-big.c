int main()
{
	return 4294967296;
}
