/* Casts cut and extend; char globals are signed; what is stored in a narrow variable is cut, also as a value. */
char g = 200;
_Bool yes = 5;
char result(int n)
{
	return n;
}
_Bool truth(int n)
{
	return n;
}
int bool_argument(_Bool b)
{
	return b;
}
int main(void)
{
	char c;
	unsigned char u;
	_Bool b = 0x100;
	int i = (c = 300);
	unsigned n = -1;
	printf("%d %d %d %d\n", (char)300, (unsigned char)-1, (short)70000, (unsigned short)-2);
	printf("%d %d %d %d\n", g, i, (u = -1), (int)(char)200);
	printf("%d %d %d %d\n", result(300), truth(0x100), yes, b);
	printf("%d %d %d\n", n > 5, (int)n < 5, (unsigned)-1 / 2 > 0);
	b = 0;
	b += 2;
	printf("%d %d %d\n", b, (_Bool)7, (_Bool)&i);
	printf("%d\n", (void*)5 - (char*)3);
	(void)result(1);
	return 0;
}
