/* A label is known in its whole function; two functions may use one name. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int f(int n)
{
	int sum = 0;
again:
	{
		int step = n;
		if(step == 0) goto end;
		sum = sum + step;
		n = n - 1;
		if(n != 3) goto again;
		{
			int inner = 1000;
			sum = sum + inner;
			goto again;
		}
	}
end:
	return sum;
}
int main()
{
	int i = 0;
again:
	show(f(i));
	i = i + 5;
	if(i > 10) goto end;
	goto again;
end:
	return 0;
}
