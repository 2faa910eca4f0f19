int main()
{
	int a[10];
}
