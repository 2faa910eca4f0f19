struct s
{
	int a;
};
int main()
{
	struct s a;
}
