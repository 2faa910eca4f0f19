/* for, while and do, nested, with break and continue: both belong to the innermost loop; continue tests again. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main()
{
	int i;
	int j;
	int n = 0;
	for(i = 0; i < 5; i = i + 1)
	{
		if(i == 1) continue;
		j = 0;
		while(1)
		{
			j = j + 1;
			if(j == 2) continue;
			if(j > i + 2) break;
			n = n * 3 + j;
		}
		if(i == 3) break;
	}
	show(i);
	show(n);
	do
	{
		i = i + 1;
		if(i & 1) continue;
		n = n - i;
	} while(i < 10);
	show(n);
	do i = i - 1; while(i > 4);
	show(i);
	for(; i < 7; i = i + 1) for(j = 0; j < 2; j = j + 1) if(i == 5) break; else show(i * 10 + j);
	while(0) show(1);
	return 0;
}
