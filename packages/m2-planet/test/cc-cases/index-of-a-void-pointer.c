int main()
{
	void* a;
	return a[1];
}
