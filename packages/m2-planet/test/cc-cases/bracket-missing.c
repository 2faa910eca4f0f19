int main()
{
	char* a;
	return a[1;
}
