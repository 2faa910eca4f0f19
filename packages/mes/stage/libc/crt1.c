/* The entry of a program.  The kernel leaves argc, the arguments, a zero, the environment on the stack. */
#ifdef __MESC__
asm(":_start\n"
    "	'31ED'          # xor ebp,ebp         the outermost frame\n"
    "	'8B0424'        # mov eax,[esp]       argc\n"
    "	'8D4C2404'      # lea ecx,[esp+4]     argv\n"
    "	'8D548408'      # lea edx,[esp+eax*4+8]\n"
    "	'52' '51' '50'  # push edx, ecx, eax\n"
    "	'E8' %__libc_start\n");
#else
asm(".globl _start\n"
    "_start:\n"
    "	xor %ebp,%ebp\n"
    "	mov (%esp),%eax\n"
    "	lea 4(%esp),%ecx\n"
    "	lea 8(%esp,%eax,4),%edx\n"
    "	push %edx\n	push %ecx\n	push %eax\n"
    "	call __libc_start\n");
#endif
