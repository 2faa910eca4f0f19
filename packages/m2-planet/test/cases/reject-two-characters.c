int main(void)
{
	int a = 'ab';
	return 0;
}
