/* the slots that keep ebx, esi and edi must not be those of a block that has ended */
#include <stdio.h>
static int fill(int n)
{
	int i, sum = 0;
	{ char text[40]; for (i = 0; i < 40; i++) text[i] = n; sum += text[39]; }
	for (i = 0; i < 3; i++) sum += i;
	return sum;
}
int main(void)
{
	int i, total = 0;
	for (i = 1; i < 5; i++) total += fill(i) * i;
	printf("%d %d\n", i, total);
	return 0;
}
