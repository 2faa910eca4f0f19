/* Operators are the longest that fit, blanks are not needed. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	int a=-1;
	int b=!a;
	show(a);
	show(b);
	show(1&&!b);
	show(3<-a);
	show(3>~a);
	show(2==-a*2);
	show(b=!b);
	show(5- -a);
	show(1<<2<=4);
	show(6&~2);
	show(1|-!0);
	return 0;
}
