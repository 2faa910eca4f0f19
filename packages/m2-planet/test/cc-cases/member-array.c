struct s
{
	int a[4];
};
