int main()
{
	int a, b;
}
