/* What the kernel answers, as C expects it. */
#include <errno.h>
#include "sys.h"

int errno;

/* -1 and errno instead of -errno */
int __sys(int number, int a, int b, int c, int d, int e)
{
	int result = __syscall(number, a, b, c, d, e);

	if (result < 0 && result > -4096) {
		errno = -result;
		return -1;
	}
	return result;
}
