int main()
{
	if(1)
	{
		return 1;
}
