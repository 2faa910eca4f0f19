/* x86.c for compilers whose asm is GNU syntax, such as TinyCC: the same instructions, written out. */

asm(".globl __syscall\n"
    "__syscall:\n"
    "	push %ebx\n	push %esi\n	push %edi\n"
    "	mov 16(%esp),%eax\n"
    "	mov 20(%esp),%ebx\n"
    "	mov 24(%esp),%ecx\n"
    "	mov 28(%esp),%edx\n"
    "	mov 32(%esp),%esi\n"
    "	mov 36(%esp),%edi\n"
    "	int $0x80\n"
    "	pop %edi\n	pop %esi\n	pop %ebx\n"
    "	ret\n");

asm(".globl setjmp\n"
    "setjmp:\n"
    "	mov 4(%esp),%ecx\n"
    "	mov %ebx,(%ecx)\n"
    "	mov %esi,4(%ecx)\n"
    "	mov %edi,8(%ecx)\n"
    "	mov %ebp,12(%ecx)\n"
    "	lea 4(%esp),%edx\n"
    "	mov %edx,16(%ecx)\n"
    "	mov (%esp),%edx\n"
    "	mov %edx,20(%ecx)\n"
    "	xor %eax,%eax\n"
    "	ret\n");

asm(".globl longjmp\n"
    "longjmp:\n"
    "	mov 4(%esp),%ecx\n"
    "	mov 8(%esp),%eax\n"
    "	test %eax,%eax\n"
    "	jne 1f\n"
    "	inc %eax\n"
    "1:	mov (%ecx),%ebx\n"
    "	mov 4(%ecx),%esi\n"
    "	mov 8(%ecx),%edi\n"
    "	mov 12(%ecx),%ebp\n"
    "	mov 16(%ecx),%esp\n"
    "	jmp *20(%ecx)\n");

asm(".globl memcpy\n"
    "memcpy:\n"
    "	push %esi\n	push %edi\n"
    "	mov 12(%esp),%edi\n"
    "	mov 16(%esp),%esi\n"
    "	mov 20(%esp),%ecx\n"
    "	mov %ecx,%edx\n	shr $2,%ecx\n"
    "	rep\n	movsl\n"
    "	mov %edx,%ecx\n	and $3,%ecx\n"
    "	rep\n	movsb\n"
    "	mov 12(%esp),%eax\n"
    "	pop %edi\n	pop %esi\n"
    "	ret\n");

asm(".globl memset\n"
    "memset:\n"
    "	push %edi\n"
    "	mov 8(%esp),%edi\n"
    "	movzbl 12(%esp),%eax\n"
    "	imul $0x01010101,%eax,%eax\n"
    "	mov 16(%esp),%ecx\n"
    "	mov %ecx,%edx\n	shr $2,%ecx\n"
    "	rep\n	stosl\n"
    "	mov %edx,%ecx\n	and $3,%ecx\n"
    "	rep\n	stosb\n"
    "	mov 8(%esp),%eax\n"
    "	pop %edi\n"
    "	ret\n");

asm(".globl fabs\nfabs:\n	fldl 4(%esp)\n	fabs\n	ret\n");
asm(".globl sqrt\nsqrt:\n	fldl 4(%esp)\n	fsqrt\n	ret\n");
asm(".globl sin\nsin:\n	fldl 4(%esp)\n	fsin\n	ret\n");
asm(".globl cos\ncos:\n	fldl 4(%esp)\n	fcos\n	ret\n");
asm(".globl atan\natan:\n	fldl 4(%esp)\n	fld1\n	fpatan\n	ret\n");
asm(".globl atan2\natan2:\n	fldl 4(%esp)\n	fldl 12(%esp)\n	fpatan\n	ret\n");
asm(".globl log\nlog:\n	fldln2\n	fldl 4(%esp)\n	fyl2x\n	ret\n");
asm(".globl log10\nlog10:\n	fldlg2\n	fldl 4(%esp)\n	fyl2x\n	ret\n");
asm(".globl __log2l\n__log2l:\n	fld1\n	fldt 4(%esp)\n	fyl2x\n	ret\n");
asm(".globl __exp2m1l\n__exp2m1l:\n	fldt 4(%esp)\n	f2xm1\n	ret\n");
asm(".globl ldexpl\nldexpl:\n	fildl 16(%esp)\n	fldt 4(%esp)\n	fscale\n	fstp %st(1)\n	ret\n");
asm(".globl fmod\n"
    "fmod:\n"
    "	fldl 12(%esp)\n	fldl 4(%esp)\n"
    "1:	fprem\n	fstsw %ax\n	sahf\n	jp 1b\n"
    "	fstp %st(1)\n"
    "	ret\n");
