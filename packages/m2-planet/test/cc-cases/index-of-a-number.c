int main()
{
	int a;
	return a[1];
}
