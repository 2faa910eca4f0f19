/* A backslash at the end of a line joins it with the next. */
#define SUM 1 + \
	2 + \
	3
int main(void)
{
	int a = 4 \
		+ 5;
	printf("%d %d\n", SUM, a);
	return 0;
}
