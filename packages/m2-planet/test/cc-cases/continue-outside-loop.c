int main()
{
	continue;
}
