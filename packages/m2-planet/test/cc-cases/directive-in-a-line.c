int main()
{
	return 1; # no comment
}
