/* An array of four bytes that is given values but never read looked as if it could live in a register. */
#include <stdio.h>

int main(void)
{
	int i, sum = 0;
	int *g[3] = { &i, 0, 0 };

	for (i = 0; i < 3; i++)
		if (g[i]) {
			int **h[1] = { &g[i] };
			char four[] = { 1, 2, 3, 4 };
			sum += *g[i] + 1;
		}
	printf("%d\n", sum);
	return 0;
}
