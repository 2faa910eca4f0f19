/* 18446744073709551614UL has no room in an unsigned long of 32 bits: it is unsigned long long */
#include <stdio.h>
int main(void)
{
	unsigned long long a = 18446744073709551614UL, b = 0xFFFFFFFFFFFFFFF7;
	printf("%llx %llx %d %d\n", a, b, (int)sizeof 4294967296, (int)sizeof 0xFFFFFFFF);
	return 0;
}
