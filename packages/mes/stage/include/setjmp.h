#ifndef _SETJMP_H
#define _SETJMP_H
/* ebx, esi, edi, ebp, the stack pointer after the return, the return address */
typedef int jmp_buf[6];
int setjmp(jmp_buf place);
void longjmp(jmp_buf place, int value);
#endif
