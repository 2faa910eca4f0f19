struct s
{
	int;
};
