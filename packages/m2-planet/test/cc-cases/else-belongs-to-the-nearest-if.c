/* if(a) if(b) c; else d;  is  if(a) { if(b) c; else d; } */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int f(int a, int b)
{
	if(a)
		if(b) return 1;
		else return 2;
	if(a == b) return 3; else if(b == 1) return 4; else return 5;
}
int main()
{
	show(f(1, 1));
	show(f(1, 0));
	show(f(0, 0));
	show(f(0, 1));
	show(f(0, 2));
	return 0;
}
