int main()
{
	do return 1;
	return 2;
}
