import { expect, test } from 'vitest';
import { disassemble } from '../../src/isa/disassemble.js';
import { unhex } from '../support/bytes.js';

// [bytes, text] at 0x08048054
test.each([
  ['c6 01 0a', 'mov byte [ecx], 0x0a'],
  ['89 e5', 'mov ebp, esp'],
  ['83 c4 fc', 'add esp, -0x04'],
  ['81 ec 00 01 00 00', 'sub esp, 0x00000100'],
  ['8b 45 fc', 'mov eax, [ebp-0x04]'],
  ['8b 04 b5 00 80 04 08', 'mov eax, [esi*4+0x08048000]'],
  ['a1 00 80 04 08', 'mov eax, [0x08048000]'],
  ['8b 04 2d 00 00 00 00', 'mov eax, [ebp*1+0x00000000]'], // an index alone leaves the segment ds
  ['65 8b 1d 14 00 00 00', 'mov ebx, [gs:0x00000014]'],
  ['0f b6 01', 'movzx eax, byte [ecx]'],
  ['ff 75 08', 'push dword [ebp+0x08]'],
  ['ff 24 85 00 90 04 08', 'jmp dword [eax*4+0x08049000]'],
  ['74 fe', 'je 0x08048054'],
  ['e8 fb ff ff ff', 'call 0x08048054'],
  ['0f 84 00 00 00 00', 'je 0x0804805a'],
  ['d3 20', 'shl dword [eax], cl'],
  ['d1 e8', 'shr eax, 1'],
  ['f3 a4', 'rep movsb'],
  ['f2 ae', 'repne scasb'],
  ['f3 66 a7', 'repe cmpsw'],
  ['64 ad', 'fs lodsd'],
  ['cd 80', 'int 0x80'],
  ['f0 0f b1 0a', 'lock cmpxchg [edx], ecx'],
  ['98', 'cwde'],
  ['66 98', 'cbw'],
  ['66 6a 05', 'o16 push 0x05'],
  ['67 8b 02', 'mov eax, [bp+si]'],
  ['67 e3 00', 'jcxz 0x08048057'],
  ['ea 78 56 34 12 23 00', 'jmp 0x0023:0x12345678'],
  ['ff 28', 'jmp far [eax]'],
  ['0f 95 c0', 'setne al'],
  ['dd 45 f8', 'fld qword [ebp-0x08]'],
  ['d9 ee', 'fldz'],
  ['0f 0b', 'ud2'],
  ['0f 04', '(bad)'],
  ['b8 01 02', '(bad)'],
])('%s is %s', (bytes, text) => {
  expect(disassemble(unhex(bytes), 0x08048054)).toBe(text);
});
