int main()
{
	int i;
	for(i = 0; i < 2; ) break;
}
