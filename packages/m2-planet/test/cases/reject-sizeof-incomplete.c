int main(void)
{
	int a = sizeof(struct t);
	return 0;
}
