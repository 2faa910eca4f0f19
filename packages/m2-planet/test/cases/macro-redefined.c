/* The last definition holds; #undef takes it away. */
#define N 1
#define N 2
int a = N;
#undef N
#undef N
#ifndef N
int b = 3;
#endif
int main(void)
{
	printf("%d %d\n", a, b);
	return 0;
}
