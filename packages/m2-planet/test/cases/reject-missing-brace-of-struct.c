struct s
{
	int a;
int main(void)
{
}
