int main(void)
{
	asm(5);
	return 0;
}
