int main(void)
{
	int64_t a;
	a = 1;
	return 0;
}
