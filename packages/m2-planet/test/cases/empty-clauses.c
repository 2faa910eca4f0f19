/* Empty statements, blocks and clauses of for. */
int main(void)
{
	int i = 0;
	;
	{}
	for (;;)
	{
		if (i++ > 3) break;
	}
	for (; i < 10;) i++;
	for (i = i; ; i++) if (i == 20) break;
	while (i++ < 25);
	do ; while (i-- > 3);
	if (i) ; else puts("no");
	printf("%d\n", i);
	return 0;
}
