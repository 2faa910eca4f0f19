/* A comparison is 0 or 1, in a condition, an argument, an operand or a variable. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int id(int n)
{
	return n;
}
int main()
{
	int a = 5;
	int c = a > 3;
	show(c);
	show(id(a == 5) + id(a != 5));
	show((a < 6) + (a <= 5) + (a >= 5) + (a > 5));
	show(!(a < 6));
	show(!!a);
	show(-(a == 5));
	if(!(a == 4)) show(100);
	if(a - 5) show(101);
	else show(102);
	while(!(a < 3)) a = a - 1;
	show(a);
	show(((a == 2) && (c == 1)) || (a == 7));
	return 0;
}
