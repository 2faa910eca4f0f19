struct s
{
	int a;
};
struct s f();
