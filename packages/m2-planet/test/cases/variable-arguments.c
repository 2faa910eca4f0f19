/* Every argument takes a word, also after a char; lists can be copied and handed on. */
int total(char* kinds, va_list list)
{
	int sum = 0;
	va_list again;
	va_copy(again, list);
	while (*kinds)
	{
		if (*kinds == 'c') sum += va_arg(list, char);
		else sum += va_arg(list, int);
		kinds++;
	}
	return sum * 100 + va_arg(again, int);
}
int sum(char* kinds, ...)
{
	va_list list;
	int n;
	va_start(list, kinds);
	n = total(kinds, list);
	va_end(list);
	return n;
}
struct holder
{
	va_list list;
};
int second(int a, ...)
{
	struct holder h;
	va_start(h.list, a);
	va_arg(h.list, int);
	return va_arg(h.list, int);
}
int main(void)
{
	char c = -3;
	printf("%d %d %d\n", sum("icic", 1, 'a', 2, c), sum("i", 7), second(1, 2, 3));
	printf("%c%c %d%%\n", 'o', 'k', 100);
	return 0;
}
