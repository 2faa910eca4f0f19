/**
 * Random programs: functions in the manners of compilers and of people who write assembly, with loops, calls, jump tables,
 * traffic through pointers, and code that changes itself. They end, and leave registers and flags in memory.
 */
import { R } from './assembler.js';
import { floatingInstruction } from './floating.js';
import { DATA, DATA_END, DATA_SIZE, RESULT, TABLE } from './layout.js';
import { compute, consumeFlags, multiply, rare } from './statements/arithmetic.js';
import { call, callSomething } from './statements/calls.js';
import { changeCode, writeCode } from './statements/code.js';
import { condition, jumpTable, loop } from './statements/flow.js';
import { pushPop, strings, traffic } from './statements/memory.js';
import { FREE, type GuestFunction, type Manner, ProgramWriter } from './writer.js';

export interface RandomProgram {
  readonly seed: number;
  readonly code: Uint8Array;
  readonly data: Uint8Array;
  readonly entry: number;
}

export type Kind = 'defined' | 'any' | 'wild' | 'floating';

/**
 * The program of a seed: the same on every host. `wild` ones may fault; `defined` ones do not look at flags that processors
 * differ in; `floating` ones are wild and use the floating-point unit.
 */
export function generate(seed: number, kind: Kind): RandomProgram {
  const traits = {
    wild: kind === 'wild' || kind === 'floating',
    defined: kind === 'defined',
    floating: kind === 'floating',
  };
  const p: ProgramWriter = new ProgramWriter(seed, traits, (count, index) => statements(p, count, index));
  const { a } = p;
  const count = 2 + (p.next() % 6);
  for (let n = 0; n < count; n++) {
    const manner = p.pick<Manner>(['frame', 'frame', 'bare', 'caller-frame']);
    const args = p.next() % 4;
    const pops = manner !== 'caller-frame' && p.chance(15) ? 4 * args : 0;
    p.functions.push({ label: a.label(), manner, pops, arguments: args });
  }
  const entry = a.label();
  if (p.chance(50)) shuffleTail(p);
  for (const [n, guest] of p.functions.entries()) guestFunction(p, guest, n);
  a.place(entry);
  start(p);
  return { seed: seed, code: a.finish(), data: data(p), entry: a.addressOf(entry) };
}

function shuffleTail(p: ProgramWriter): void {
  // Padding between functions, which a decoder might take for code.
  p.a.emit(...Array.from({ length: p.next() % 8 }, () => p.next()));
}

function data(p: ProgramWriter): Uint8Array {
  const bytes = new Uint8Array(DATA_END - DATA);
  for (let n = 0; n < DATA_SIZE; n++) bytes[n] = p.next();
  const view = new DataView(bytes.buffer);
  p.table.forEach((label, n) => {
    view.setUint32(TABLE - DATA + 4 * n, p.a.addressOf(label), true);
  });
  return bytes;
}

function start(p: ProgramWriter): void {
  const { a } = p;
  p.current = null;
  p.pushed = 0;
  p.locals = 0;
  for (const register of FREE) p.moveImmediate(register, p.value());
  a.emit(0xbd);
  a.word(p.value());
  const main = p.functions[0]!;
  const rounds = 1 + (p.next() % 12);
  const counter = p.dataWord(DATA_SIZE - 4);
  p.storeImmediate(counter, rounds);
  const again = a.label();
  a.place(again);
  call(p, main);
  p.statements(3, -1);
  a.emit(0xff); // dec dword [counter]
  a.modrm(1, counter);
  a.emit(0x0f, 0x85); // jnz again
  a.relative(again);
  finish(p);
}

/** Leaves registers and flags at RESULT, writes data, exits. */
function finish(p: ProgramWriter): void {
  const { a } = p;
  for (let register = 0; register < 8; register++) {
    a.emit(0x89);
    a.modrm(register, { displacement: RESULT + 4 * register });
  }
  a.emit(0x9c, 0x8f); // pushf; pop [RESULT + 32]
  a.modrm(0, { displacement: RESULT + 32 });
  p.moveImmediate(R.eax, 4);
  p.moveImmediate(R.ebx, 1);
  p.moveImmediate(R.ecx, DATA);
  p.moveImmediate(R.edx, DATA_END - DATA);
  a.emit(0xcd, 0x80);
  p.moveImmediate(R.eax, 1);
  p.moveImmediate(R.ebx, 0);
  a.emit(0xcd, 0x80);
}

function guestFunction(p: ProgramWriter, guest: GuestFunction, index: number): void {
  const { a } = p;
  p.current = guest;
  p.pushed = 0;
  p.depth = p.loops = 0;
  a.place(guest.label);
  if (p.chance(25)) p.table.push(guest.label);
  const saved = p.chance(40) ? p.pick([R.ebx, R.esi, R.edi]) : -1;
  p.locals = 4 * (p.next() % 12);
  if (guest.manner === 'frame') a.emit(0x55, 0x89, 0xe5); // push ebp; mov ebp, esp
  if (saved >= 0) a.emit(0x50 + saved);
  const padding = saved >= 0 ? 4 : 0;
  const aligned = guest.manner === 'frame' && saved < 0 && p.chance(10);
  if (aligned) a.emit(0x83, 0xe4, 0xf0); // and esp, -16
  if (p.locals > 0) {
    a.emit(0x81, 0xec); // sub esp, locals
    a.word(p.locals);
  }
  p.statements(4 + (p.next() % 10), index);
  if (guest.manner === 'frame' && (aligned || p.chance(50))) {
    if (saved >= 0) {
      a.emit(0x8b); // mov saved, [ebp - 4]
      a.modrm(saved, { base: R.ebp, displacement: -4 });
    }
    a.emit(0xc9); // leave
  } else {
    if (p.locals > 0) {
      a.emit(0x81, 0xc4);
      a.word(p.locals);
    }
    if (padding > 0) a.emit(0x58 + saved);
    if (guest.manner === 'frame') a.emit(0x5d);
  }
  leave(p, guest, index);
}

/** `ret` in its variants, sometimes with a carry as the answer, or a jump to another function instead. */
function leave(p: ProgramWriter, guest: GuestFunction, index: number): void {
  const { a } = p;
  if (p.chance(25)) a.emit(p.pick([0xf8, 0xf9, 0xf5])); // clc, stc, cmc
  const tails = p.functions.filter((other, n) => n > index && other.manner === 'bare' && other.pops === guest.pops);
  if (tails.length > 0 && p.chance(10)) {
    const tail = p.pick(tails);
    if (tail.arguments <= guest.arguments) {
      a.emit(0xe9);
      a.relative(tail.label);
      return;
    }
  }
  if (guest.pops > 0) a.emit(0xc2, guest.pops, 0);
  else if (p.chance(5))
    a.emit(0x5a, 0xff, 0xe2); // pop edx; jmp edx
  else if (p.chance(6)) a.emit(0xf3, 0xc3);
  else a.emit(0xc3);
}

function statements(p: ProgramWriter, count: number, index: number): void {
  p.depth++;
  for (let n = 0; n < count; n++) statement(p, index);
  p.depth--;
}

function statement(p: ProgramWriter, index: number): void {
  if (p.traits.floating && p.chance(40)) {
    floatingInstruction(p.a, p.next, (size) => p.widePlace(size), p.dataWord(DATA_SIZE - 700));
    return;
  }
  const choice = p.next() % 100;
  if (choice < 30) compute(p);
  else if (choice < 45) traffic(p);
  else if (choice < 52) pushPop(p);
  else if (choice < 60) consumeFlags(p);
  else if (choice < 70) condition(p, index);
  else if (choice < 76) loop(p, index);
  else if (choice < 86) callSomething(p, index);
  else if (choice < 89) multiply(p);
  else if (choice < 92) strings(p);
  else if (choice < 94) jumpTable(p, index);
  else if (choice < 96) rare(p);
  else if (choice < 98) changeCode(p);
  else writeCode(p);
}
