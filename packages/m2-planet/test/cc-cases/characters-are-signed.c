/* An element of a char* is one byte, sign-extended when read, cut when written. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	char* s = calloc(8, sizeof(char));
	s[0] = 200;
	s[1] = 0x1234;
	s[2] = -1;
	show(s[0]);
	show(s[1]);
	show(s[2]);
	show(s[3]);
	show(s[0] & 255);
	show(1 + s[2]);
	show(s[2] + 1);
	show(s[4] = 200);
	show((s[5] = 0x1234) == 0x34);
	return 0;
}
