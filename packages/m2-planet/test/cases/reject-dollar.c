int main(void)
{
	int a$b;
	return 0;
}
