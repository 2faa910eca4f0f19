int main()
{
	goto a;
	return 1;
}
