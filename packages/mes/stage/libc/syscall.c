/* System calls: number in eax, arguments in ebx, ecx, edx, esi, edi; -errno comes back in eax. */
#include <errno.h>

int errno;

int __syscall(int number, int a, int b, int c, int d, int e)
{
	asm("'53' '56' '57'   # push ebx, esi, edi");
	asm("'8B4508'   # mov eax,[ebp+8]");
	asm("'8B5D0C'   # mov ebx,[ebp+12]");
	asm("'8B4D10'   # mov ecx,[ebp+16]");
	asm("'8B5514'   # mov edx,[ebp+20]");
	asm("'8B7518'   # mov esi,[ebp+24]");
	asm("'8B7D1C'   # mov edi,[ebp+28]");
	asm("'CD80'     # int 0x80");
	asm("'5F' '5E' '5B'   # pop edi, esi, ebx");
}

/* the result for C: -1 and errno instead of -errno */
int __sys(int number, int a, int b, int c, int d, int e)
{
	int result = __syscall(number, a, b, c, d, e);

	if (result < 0 && result > -4096) {
		errno = -result;
		return -1;
	}
	return result;
}
