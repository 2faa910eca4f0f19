int main()
{
	int while;
}
