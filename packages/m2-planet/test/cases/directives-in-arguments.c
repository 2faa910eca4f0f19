/* Directives between the arguments of a macro are carried out. */
#define ADD(a, b) (a + b)
int main(void)
{
	printf("%d\n", ADD(1,
#define TWO 2
#if TWO == 2
		TWO
#else
		5
#endif
		));
	return 0;
}
