int main()
{
	char* p;
	return *p;
}
