int main(void)
{
	switch (1)
	{
		case 3:
		case 1 + 2:;
	}
	return 0;
}
