/* Labels belong to their function, may have the name of a variable, and end a block. */
int f(int n)
{
	int end = 0;
again:
	end += n;
	n--;
	if (n > 0) goto again;
	goto end;
	end = 1000;
end:
	return end;
}
int g(int n)
{
again:
	while (1)
	{
		if (n > 100) goto out;
		n = n * 2;
		if (n & 8) goto again;
		{
			goto inside;
		}
	}
inside:
	n++;
	goto again;
	out:;
	return n;
}
int main(void)
{
	int i = 0;
	printf("%d %d\n", f(4), g(1));
	if (i == 0) goto last;
	puts("not here");
last:
	{
	}
}
