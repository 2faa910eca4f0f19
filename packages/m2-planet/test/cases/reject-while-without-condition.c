int main(void)
{
	while () return 2;
	return 0;
}
