/** Calls of the functions behind the one that calls, so that programs end. */
import { R } from '../assembler.js';
import { TABLE } from '../layout.js';
import type { GuestFunction, ProgramWriter } from '../writer.js';
import { compute } from './arithmetic.js';

export function callSomething(p: ProgramWriter, index: number): void {
  const others = p.functions.slice(index + 1);
  if (index < 0 || others.length === 0) return compute(p);
  call(p, p.pick(others));
}

/** Calls with the convention of the callee; directly, through a register, or through memory. */
export function call(p: ProgramWriter, guest: GuestFunction): void {
  const { a } = p;
  const before = p.pushed;
  const owned = guest.manner === 'caller-frame';
  if (owned) {
    a.emit(0x57, 0x55, 0x89, 0xe7); // push edi; push ebp; mov edi, esp
    p.pushed += 8;
  }
  for (let n = 0; n < guest.arguments; n++) {
    if (p.chance(50)) a.emit(0x50 + p.register());
    else {
      a.emit(0x68);
      a.word(p.value());
    }
    p.pushed += 4;
    if (p.chance(30)) betweenArguments(p, owned);
  }
  if (owned) {
    if (p.chance(50))
      a.emit(0x89, 0xfd); // mov ebp, edi
    else {
      a.emit(0x8d); // lea ebp, [esp + arguments]
      a.modrm(R.ebp, { base: R.esp, displacement: 4 * guest.arguments });
    }
  }
  transfer(p, guest);
  if (guest.pops > 0) p.pushed -= guest.pops;
  else if (owned && p.chance(50)) {
    a.emit(0x89, 0xec); // mov esp, ebp
    p.pushed -= 4 * guest.arguments;
  } else if (guest.arguments > 0) {
    a.emit(0x83, 0xc4, 4 * guest.arguments); // add esp, arguments
    p.pushed -= 4 * guest.arguments;
  }
  if (owned) {
    a.emit(0x5d, 0x5f); // pop ebp; pop edi
    p.pushed -= 8;
  }
  if (p.pushed !== before) throw new Error('unbalanced call');
}

/** Something between two arguments that does not destroy what the call has saved in edi. */
function betweenArguments(p: ProgramWriter, keepEdi: boolean): void {
  const { a } = p;
  const register = keepEdi ? p.pick([R.eax, R.ecx, R.edx, R.ebx, R.esi]) : p.register();
  a.emit(((p.next() % 8) << 3) | 1);
  a.modrm(p.register(), register);
}

function transfer(p: ProgramWriter, guest: GuestFunction): void {
  const { a } = p;
  const way = p.next() % 10;
  if (way < 7) {
    a.emit(0xe8);
    a.relative(guest.label);
  } else if (way < 8) {
    a.emit(0xb8); // mov eax, function; call eax
    a.absolute(guest.label);
    a.emit(0xff, 0xd0);
  } else {
    p.table.push(guest.label);
    a.emit(0xff); // call [table + n]
    a.modrm(2, { displacement: TABLE + 4 * (p.table.length - 1) });
  }
}
