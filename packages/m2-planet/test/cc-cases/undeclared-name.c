int main()
{
	return a;
}
