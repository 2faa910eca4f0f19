/* With --short-circuit && and || stop early and give 0 or 1. Their precedence stays that of the language. */
int calls;
int note(int v)
{
	calls++;
	return v;
}
int main(void)
{
	int* p = 0;
	int a;
	if ((p != 0) && (*p == 1)) puts("no");
	if ((p == 0) || (*p == 1)) puts("yes");
	a = note(0) && note(1);
	a = a * 10 + (note(2) || note(3));
	a = a * 10 + (1 && 2);
	a = a * 10 + (4 || 2) + (note(5) && note(6) && note(0) && note(1));
	printf("%d %d\n", a, calls);
	note(0) || note(1);
	note(0) && note(1);
	while (note(1) && (calls < 10));
	printf("%d %d\n", calls, 1 + (0 || 0) * 2);
	return 0;
}
