int main(void)
{
	asm();
	return 0;
}
