/* Operators need no blanks around them. */
int main(void)
{
	int a=-1;
	int b=5;
	int*p=&b;
	printf("%d %d %d\n",a==-1&&!0,!!b,- -a);
	printf("%d %d\n",b---a,b);
	printf("%d\n",a+++*p);
	printf("%d\n",a<-1||b>=-1);
	b>>=1;
	b<<=3;
	printf("%d %d\n",b,b!=~b);
	return 0;
}
