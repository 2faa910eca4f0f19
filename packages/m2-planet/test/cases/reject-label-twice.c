int main(void)
{
	here:
	here:
	return 0;
}
