int main(void)
{
	switch (1)
	{
		default:
		default:;
	}
	return 0;
}
