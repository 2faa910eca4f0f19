int main()
{
	int FILE;
}
