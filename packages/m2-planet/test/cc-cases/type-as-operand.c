int main()
{
	return int;
}
