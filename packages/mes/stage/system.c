/* system.c : what mes needs below itself: the one gate to the kernel, leaving many C functions at once, and the few
 * functions on memory that it uses. Of the C library only the start file is linked.
 *
 * Everything that reaches outside goes through system_call, so this, with module/mes/posix.scm, is also the
 * list of what mes asks of a kernel.
 */

enum {
	SYS_EXIT = 1,
	SYS_READ = 3,
	SYS_WRITE = 4,
	SYS_OPEN = 5,
	SYS_CLOSE = 6,
	SYS_BRK = 45,
	SYS_IOCTL = 54
};

#ifdef __M2__

/* The arguments stand at [ebp-4], [ebp-8], ... ; the kernel wants them in eax, ebx, ecx and edx. Its answer is in eax. */
int system_call(int number, int a, int b, int c) {
	asm("'8B45FC' # mov eax, [ebp-4]"
	    "'8B5DF8' # mov ebx, [ebp-8]"
	    "'8B4DF4' # mov ecx, [ebp-12]"
	    "'8B55F0' # mov edx, [ebp-16]"
	    "'CD80'   # int 0x80");
}

/* Remembers this place of the program in PLACE: ebp, esp, the return address, and the caller's ebp, which it will pop.
 * Returns 0; and once more, with 1, whenever somebody calls return_to(PLACE) before the caller has returned. */
int remember_place(int* place) {
	asm("'8B45FC' # mov eax, [ebp-4]"
	    "'8928'   # mov [eax], ebp"
	    "'896004' # mov [eax+4], esp"
	    "'8B0C24' # mov ecx, [esp]"
	    "'894808' # mov [eax+8], ecx"
	    "'8B4D00' # mov ecx, [ebp]"
	    "'89480C' # mov [eax+12], ecx"
	    "'31C0'   # xor eax, eax");
}

void return_to(int* place) {
	asm("'8B45FC' # mov eax, [ebp-4]"
	    "'8B28'   # mov ebp, [eax]"
	    "'8B6004' # mov esp, [eax+4]"
	    "'8B4808' # mov ecx, [eax+8]"
	    "'890C24' # mov [esp], ecx"
	    "'8B480C' # mov ecx, [eax+12]"
	    "'894D00' # mov [ebp], ecx"
	    "'B801000000' # mov eax, 1");
}

/* As in the C library. The string instructions move their bytes in one go. */
char* memcpy(char* to, char* from, int count) {
	asm("'8B7DFC' # mov edi, [ebp-4]"
	    "'8B75F8' # mov esi, [ebp-8]"
	    "'8B4DF4' # mov ecx, [ebp-12]"
	    "'F3A4'   # rep movsb");
}

void memset(char* to, int byte, int count) {
	asm("'8B7DFC' # mov edi, [ebp-4]"
	    "'8B45F8' # mov eax, [ebp-8]"
	    "'8B4DF4' # mov ecx, [ebp-12]"
	    "'F3AA'   # rep stosb");
}

int memcmp(char* a, char* b, int count) {
	int i = 0;
	while (i < count) {
		if (a[i] != b[i]) return (a[i] & 255) - (b[i] & 255);
		i = i + 1;
	}
	return 0;
}

int strlen(char* s) {
	int length = 0;
	while (0 != s[length]) length = length + 1;
	return length;
}

int strcmp(char* a, char* b) { return memcmp(a, b, strlen(a) + 1); }

#else

#ifdef __MESC__
int __syscall(int number, int a, int b, int c, int d, int e);
#define system_call(number, a, b, c) __syscall(number, a, b, c, 0, 0)
#else
/* This one reports errors by -1. */
#define system_call(number, a, b, c) ((int) syscall(number, a, b, c))
#endif
#define remember_place(place) setjmp(*(jmp_buf*) (place))
#define return_to(place) longjmp(*(jmp_buf*) (place), 1)

#endif
