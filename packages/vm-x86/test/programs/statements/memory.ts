/** Statements that move: from and to memory, the stack, strings. */
import { R } from '../assembler.js';
import { DATA } from '../layout.js';
import type { ProgramWriter } from '../writer.js';
import { compute } from './arithmetic.js';

export function traffic(p: ProgramWriter): void {
  const { a } = p;
  const place = p.place();
  const register = p.register();
  switch (p.next() % 9) {
    case 0:
    case 1:
      a.emit(0x8b); // mov r, [m]
      a.modrm(register, place);
      break;
    case 2:
    case 3:
      a.emit(0x89); // mov [m], r
      a.modrm(register, place);
      break;
    case 4:
      a.emit(p.pick([0x88, 0x8a])); // bytes
      a.modrm(p.byteRegister(), place);
      break;
    case 5:
      a.emit(((p.next() % 8) << 3) | p.pick([1, 3])); // op [m], r and op r, [m]
      a.modrm(register, place);
      break;
    case 6:
      a.emit(0x81);
      a.modrm(p.next() % 8, place);
      a.word(p.value());
      break;
    case 7:
      a.emit(0x66, p.pick([0x89, 0x8b]));
      a.modrm(register, place);
      break;
    default:
      a.emit(0xff);
      a.modrm(p.next() % 2, place); // inc, dec [m]
  }
}

/** Words on the stack and back, as naive compilers do between every two operations. */
export function pushPop(p: ProgramWriter): void {
  const { a } = p;
  const count = 1 + (p.next() % 3);
  for (let n = 0; n < count; n++) {
    if (p.chance(25)) {
      a.emit(0x68);
      a.word(p.value());
    } else a.emit(0x50 + p.register());
    p.pushed += 4;
    if (p.chance(40)) compute(p);
    if (p.chance(20)) traffic(p);
  }
  for (let n = 0; n < count; n++) {
    a.emit(0x58 + p.register());
    p.pushed -= 4;
    if (p.chance(40)) compute(p);
  }
}

export function strings(p: ProgramWriter): void {
  const { a } = p;
  p.moveImmediate(R.esi, DATA + (p.next() % 0x800));
  p.moveImmediate(R.edi, DATA + (p.next() % 0x800));
  p.moveImmediate(R.ecx, p.next() % 20);
  a.emit(0xfc); // cld
  if (p.chance(50)) a.emit(p.pick([0xf2, 0xf3]));
  const opcode = p.pick([0xa4, 0xa5, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xa6]);
  a.emit(opcode);
}
