int main()
{
	asm(1);
}
