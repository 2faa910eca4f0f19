/* Macros in #if are expanded, with their arguments; what is left is 0, and so is a macro without text. */
#define VERSION(a, b) ((a) * 100 + (b))
#define CURRENT VERSION(2, 5)
#define NOTHING
#if CURRENT >= VERSION(2, 4) && !UNKNOWN && !NOTHING && !FLAG
int a = 1;
#else
int a = 2;
#endif
#ifdef FLAG
int b = 3;
#endif
int main(void)
{
	printf("%d %d\n", a, b);
	return 0;
}
