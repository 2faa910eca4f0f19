int main()
{
	asm();
}
