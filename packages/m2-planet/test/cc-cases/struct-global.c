struct s
{
	int a;
};
struct s a;
