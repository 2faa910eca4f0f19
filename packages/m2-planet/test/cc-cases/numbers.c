/* Decimal, hexadecimal in both cases, octal as in C, characters; minus is part of no number. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	show(0);
	show(0x0);
	show(0xabcdEF);
	show(0xABCDEF);
	show(0xFFFFFFFF);
	show(4294967295);
	show(2147483647);
	show(-2147483648);
	show(010);
	show(00);
	show('a');
	show(' ');
	show('\n' * 1000000 + '\t' * 10000 + '\r' * 100);
	show('\\' * 1000 + '\'');
	show('"' * 1000 + '\"');
	show('\x7e' * 1000 + '\x4A');
	return 0;
}
