struct
{
	int a;
};
