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
