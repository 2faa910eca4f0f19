/** Statements that write code. */
import { R } from '../assembler.js';
import { SCRATCH } from '../layout.js';
import type { ProgramWriter } from '../writer.js';
import { compute } from './arithmetic.js';

/** Replaces the immediate of an instruction that comes soon after. */
export function changeCode(p: ProgramWriter): void {
  const { a } = p;
  const patched = a.label();
  const register = p.register();
  if (p.chance(50)) {
    a.emit(0xc7, 0x05); // mov dword [patched], value
    a.absolute(patched);
    a.word(p.value());
  } else {
    a.emit(0xb8 + register); // mov register, patched; inc byte [register]
    a.absolute(patched);
    a.emit(0xfe);
    a.modrm(0, { base: register, displacement: 0 });
  }
  if (p.chance(50)) compute(p);
  a.emit(0xb8 + p.register());
  a.place(patched);
  a.word(p.value());
}

/** Writes a little function into data, `mov eax, value; ret` or the like, and calls it. */
export function writeCode(p: ProgramWriter): void {
  const { a } = p;
  const at = SCRATCH + 16 * (p.next() % 8);
  p.storeImmediate({ displacement: at }, p.pick([0xb8, 0xb9, 0xba, 0x05, 0x2d, 0x35]) | (p.next() << 8));
  p.storeImmediate({ displacement: at + 4 }, (p.next() & 0xff) | 0xc300);
  if (p.chance(50)) {
    a.emit(0xe8);
    a.word(at - (a.here + 4));
  } else {
    p.moveImmediate(R.edx, at);
    a.emit(0xff, 0xd2);
  }
}
