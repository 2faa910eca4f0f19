int main()
{
	"\x4";
}
