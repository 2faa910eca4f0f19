int main()
{
	int i;
	for(i = 0; ; i = i + 1) break;
}
