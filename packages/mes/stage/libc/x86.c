/* What C cannot say, as the bytes of i386 instructions in M1; x86-gnu.c is the same for assemblers of GNU syntax.
   Arguments stand from [esp+4], a double takes 8 bytes, a long double 12. */

/* __syscall(number, a, b, c, d, e): number in eax, arguments in ebx, ecx, edx, esi, edi; -errno comes back in eax */
asm(":__syscall\n"
    "	'53' '56' '57'  # push ebx, esi, edi\n"
    "	'8B442410'      # mov eax,[esp+16]\n"
    "	'8B5C2414'      # mov ebx,[esp+20]\n"
    "	'8B4C2418'      # mov ecx,[esp+24]\n"
    "	'8B54241C'      # mov edx,[esp+28]\n"
    "	'8B742420'      # mov esi,[esp+32]\n"
    "	'8B7C2424'      # mov edi,[esp+36]\n"
    "	'CD80'          # int 0x80\n"
    "	'5F' '5E' '5B' 'C3'\n");

/* jmp_buf: ebx, esi, edi, ebp, esp as it will be after the return, the return address */
asm(":setjmp\n"
    "	'8B4C2404'      # mov ecx,[esp+4]\n"
    "	'8919'          # mov [ecx],ebx\n"
    "	'897104'        # mov [ecx+4],esi\n"
    "	'897908'        # mov [ecx+8],edi\n"
    "	'89690C'        # mov [ecx+12],ebp\n"
    "	'8D542404'      # lea edx,[esp+4]\n"
    "	'895110'        # mov [ecx+16],edx\n"
    "	'8B1424'        # mov edx,[esp]\n"
    "	'895114'        # mov [ecx+20],edx\n"
    "	'31C0' 'C3'     # return 0\n");

/* setjmp returns again, with value, or 1 for 0 */
asm(":longjmp\n"
    "	'8B4C2404'      # mov ecx,[esp+4]\n"
    "	'8B442408'      # mov eax,[esp+8]\n"
    "	'85C0' '7501' '40'\n"
    "	'8B19'          # mov ebx,[ecx]\n"
    "	'8B7104'        # mov esi,[ecx+4]\n"
    "	'8B7908'        # mov edi,[ecx+8]\n"
    "	'8B690C'        # mov ebp,[ecx+12]\n"
    "	'8B6110'        # mov esp,[ecx+16]\n"
    "	'FF6114'        # jmp [ecx+20]\n");

/* memcpy(to, from, n): words by the string instructions, then up to three bytes */
asm(":memcpy\n"
    "	'56' '57'       # push esi, edi\n"
    "	'8B7C240C'      # mov edi,[esp+12]\n"
    "	'8B742410'      # mov esi,[esp+16]\n"
    "	'8B4C2414'      # mov ecx,[esp+20]\n"
    "	'89CA' 'C1E902' # mov edx,ecx; shr ecx,2\n"
    "	'F3A5'          # rep movsd\n"
    "	'89D1' '83E103' # mov ecx,edx; and ecx,3\n"
    "	'F3A4'          # rep movsb\n"
    "	'8B44240C'      # mov eax,[esp+12]\n"
    "	'5F' '5E' 'C3'\n");

/* memset(s, c, n) */
asm(":memset\n"
    "	'57'            # push edi\n"
    "	'8B7C2408'      # mov edi,[esp+8]\n"
    "	'0FB644240C'    # movzx eax,byte [esp+12]\n"
    "	'69C0' %0x01010101  # imul eax,0x01010101\n"
    "	'8B4C2410'      # mov ecx,[esp+16]\n"
    "	'89CA' 'C1E902' # mov edx,ecx; shr ecx,2\n"
    "	'F3AB'          # rep stosd\n"
    "	'89D1' '83E103' # mov ecx,edx; and ecx,3\n"
    "	'F3AA'          # rep stosb\n"
    "	'8B442408'      # mov eax,[esp+8]\n"
    "	'5F' 'C3'\n");

/* what the x87 computes itself; the result stays in st0 */
asm(":fabs\n	'DD442404' 'D9E1' 'C3'      # fld, fabs\n");
asm(":sqrt\n	'DD442404' 'D9FA' 'C3'      # fld, fsqrt\n");
asm(":sin\n	'DD442404' 'D9FE' 'C3'      # fld, fsin\n");
asm(":cos\n	'DD442404' 'D9FF' 'C3'      # fld, fcos\n");
asm(":atan\n	'DD442404' 'D9E8' 'D9F3' 'C3'       # fld, fld1, fpatan\n");
asm(":atan2\n	'DD442404' 'DD44240C' 'D9F3' 'C3'   # fld y, fld x, fpatan\n");
asm(":log\n	'D9ED' 'DD442404' 'D9F1' 'C3'       # fldln2, fld, fyl2x\n");
asm(":log10\n	'D9EC' 'DD442404' 'D9F1' 'C3'       # fldlg2, fld, fyl2x\n");
asm(":__log2l\n	'D9E8' 'DB6C2404' 'D9F1' 'C3'       # fld1, fld, fyl2x\n");
/* 2^x - 1 for |x| <= 1 */
asm(":__exp2m1l\n	'DB6C2404' 'D9F0' 'C3'      # fld, f2xm1\n");
asm(":ldexpl\n	'DB442410' 'DB6C2404' 'D9FD' 'DDD9' 'C3'    # fild exponent, fld x, fscale, fstp st1\n");
asm(":fmod\n	'DD44240C' 'DD442404'       # fld y, fld x\n"
    "	'D9F8' '9BDFE0' '9E' '7AF8' # fprem until it is complete (C2 clear)\n"
    "	'DDD9' 'C3'\n");
