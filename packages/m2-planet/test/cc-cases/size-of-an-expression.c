int main()
{
	int a;
	return sizeof(a);
}
