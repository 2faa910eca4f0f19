int main()
{
	return (int)1;
}
