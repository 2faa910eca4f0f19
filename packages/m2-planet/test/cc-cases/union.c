union u
{
	int a;
};
