/* An argument that the macro does not use is not expanded either, so it need not make sense. */
#define PAIR(a, b) (a + b)
#define OPEN PAIR(1
#define FIRST(a, b) a
int main(void)
{
	printf("%d\n", FIRST(7, OPEN));
	return 0;
}
