struct s
{
	int a;
};
struct t
{
	struct s a;
};
