/* Arguments are expanded first; they may be empty, hold commas in parentheses, and span lines. */
#define SECOND(a, b) b
#define NEG(a) (0 - a 5)
#define PAIR (1, 2)
#define CALL(f, x) f x
int sub(int a, int b)
{
	return a - b;
}
int main(void)
{
	printf("%d %d %d\n", SECOND(, 3), NEG(), SECOND(sub(9, 8), sub(9,
		3)));
	printf("%d %d\n", CALL(sub, (7, 5)), CALL(sub, PAIR));
	return 0;
}
