/* The replacement of a macro is looked through again, from its first token on. */
#define A B
#define B C
#define C 42
#define EMPTY
#define AFTER EMPTY A
int main(void)
{
	printf("%d %d\n", A, AFTER);
	return 0;
}
