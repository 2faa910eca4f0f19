/* An empty directive is nothing; an unknown one is skipped with a warning, and so is #pragma. */
#
#pragma once
#nonsense 1 2 'x
#warning careful
#include <nothing.h>
int main(void)
{
	puts("fine");
	return 0;
}
