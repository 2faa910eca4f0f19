struct s
{
	int a : 3;
};
int main(void)
{
}
