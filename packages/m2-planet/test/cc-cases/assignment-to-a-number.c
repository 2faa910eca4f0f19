int main()
{
	1 = 2;
}
