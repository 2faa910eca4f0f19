/* The first operand keeps its value while the second is computed, however deep. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int a;
int set(int n)
{
	a = n;
	return n;
}
int main()
{
	int i = 3;
	int* list = calloc(10, sizeof(int));
	show(100 - (50 - (20 - (10 - (5 - (2 - i))))));
	show((1 + i) * (2 + i) - (3 + i) * ((4 + i) - (5 + i)) / (i - 1));
	list[i + 1] = list[i] + i;
	list[list[i + 1]] = (list[5] = i * 2) + 1;
	show(list[3]);
	show(list[5]);
	show(i * (set(i + 1) - i) + (i << (i - 1)));
	show(a);
	show(0 - i % 2 - 1);
	return 0;
}
