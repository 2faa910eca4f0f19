int main()
{
	else:
	return 1;
}
