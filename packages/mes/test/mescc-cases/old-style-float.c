/* old-style definitions: a float parameter is passed as double */
#include <stdio.h>
int half(x, n) float x; int n; { return x / 2 * n; }
int main(void) { float f = 5; printf("%d\n", half(f, 4)); return 0; }
