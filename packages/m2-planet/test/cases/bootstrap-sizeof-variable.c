int main(void)
{
	int a = sizeof(a);
	return 0;
}
