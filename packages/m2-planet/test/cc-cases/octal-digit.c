int main()
{
	return 08;
}
