/** Statements that compute: in registers, on flags. */
import { R } from '../assembler.js';
import type { ProgramWriter } from '../writer.js';

export function compute(p: ProgramWriter): void {
  const { a } = p;
  const target = p.register();
  const kind = p.next() % 100;
  const operation = p.next() % 8;
  if (kind < 30) {
    a.emit((operation << 3) | p.pick([1, 3])); // op r, r
    a.modrm(p.register(), target);
  } else if (kind < 45) {
    a.emit(0x81);
    a.modrm(operation, target);
    a.word(p.value());
  } else if (kind < 52) {
    a.emit(p.pick([0x40, 0x48]) + target); // inc, dec
  } else if (kind < 60) {
    a.emit((operation << 3) | p.pick([0, 2])); // byte registers
    a.modrm(p.next() % 8 === 4 ? 0 : p.byteRegister(), p.byteRegister());
  } else if (kind < 66) {
    a.emit(0x66, (operation << 3) | 1);
    a.modrm(p.register(), target);
  } else if (kind < 76) {
    const counted = p.chance(50);
    a.emit(counted ? 0xc1 : 0xd3); // shifts and rotates, by a number or by cl
    a.modrm(p.pick([0, 1, 4, 5, 7, 4, 5, 2, 3]), target);
    if (counted) a.emit(p.next() % 40);
    p.defineFlags();
  } else if (kind < 82) {
    a.emit(0x0f, p.pick([0xb6, 0xb7, 0xbe, 0xbf]));
    a.modrm(target, p.chance(50) ? p.byteRegister() : p.variable());
  } else if (kind < 88) {
    a.emit(0x8d);
    a.modrm(target, {
      base: p.register(),
      index: p.register(),
      scale: p.next() % 4,
      displacement: p.value(),
    });
  } else if (kind < 92) {
    a.emit(0xf7);
    a.modrm(p.pick([2, 3]), target); // not, neg
  } else if (kind < 95) {
    a.emit(0x87); // xchg
    a.modrm(p.register(), target);
  } else if (kind < 97) {
    a.emit(0x0f, 0xc8 + target); // bswap
  } else {
    a.emit(0x0f, p.pick([0xa3, 0xab, 0xb3, 0xbb, 0xbc, 0xbd])); // bt .. bsr
    a.modrm(p.register(), target);
    p.defineFlags();
  }
}

export function multiply(p: ProgramWriter): void {
  const { a } = p;
  const register = p.pick([R.ecx, R.ebx, R.esi, R.edi]);
  const choice = p.next() % 6;
  if (choice < 2) {
    a.emit(0xf7);
    a.modrm(p.pick([4, 5]), register); // mul, imul
  } else if (choice === 2) {
    a.emit(0x0f, 0xaf);
    a.modrm(p.register(), p.register());
  } else if (choice === 3) {
    a.emit(0x69);
    a.modrm(p.register(), p.register());
    a.word(p.value());
  } else {
    // A divisor other than 0, and a dividend that is not too large.
    a.emit(0x83);
    a.modrm(1, register); // or register, 1
    a.emit(1);
    if (choice === 4)
      a.emit(0x31, 0xd2, 0xf7, 0xf0 | register); // xor edx, edx; div
    else a.emit(0xc1, 0xe8, 4, 0x99, 0xf7, 0xf8 | register); // shr eax, 4; cdq; idiv
  }
  p.defineFlags();
}

export function compare(p: ProgramWriter): void {
  const { a } = p;
  if (p.chance(40)) {
    a.emit(0x39);
    a.modrm(p.register(), p.register());
  } else if (p.chance(50)) {
    a.emit(0x81);
    a.modrm(7, p.register());
    a.word(p.value());
  } else {
    a.emit(0x85);
    a.modrm(p.register(), p.register());
  }
}

export function consumeFlags(p: ProgramWriter): void {
  const { a } = p;
  const condition = p.next() % 16;
  if (p.chance(50)) compare(p);
  const choice = p.next() % 5;
  if (choice < 2) {
    a.emit(0x0f, 0x90 + condition); // setcc
    a.modrm(0, p.chance(70) ? p.byteRegister() : p.variable());
  } else if (choice === 2) {
    a.emit(0x0f, 0x40 + condition); // cmovcc
    a.modrm(p.register(), p.chance(70) ? p.register() : p.variable());
  } else if (choice === 3) {
    a.emit(p.pick([0x11, 0x19])); // adc, sbb
    a.modrm(p.register(), p.register());
  } else {
    a.emit(0x9c, 0x58 + p.register()); // pushf; pop
  }
}

export function rare(p: ProgramWriter): void {
  const { a } = p;
  const choice = p.next() % 8;
  if (choice === 0)
    a.emit(0x9f); // lahf
  else if (choice === 1)
    a.emit(0x9e); // sahf
  else if (choice === 2)
    a.emit(p.pick([0x27, 0x2f, 0x37, 0x3f])); // daa ..
  else if (choice === 3)
    a.emit(p.pick([0x98, 0x99])); // cwde, cdq
  else if (choice === 4) {
    a.emit(0x60); // pusha; compute; popa
    p.pushed += 32;
    compute(p);
    a.emit(0x61);
    p.pushed -= 32;
  } else if (choice === 5) {
    a.emit(0x0f, 0xb1); // cmpxchg
    a.modrm(p.register(), p.variable());
  } else if (choice === 6) {
    a.emit(0x0f, 0xc1); // xadd
    a.modrm(p.register(), p.register());
  } else {
    a.emit(0x0f, p.pick([0xa4, 0xac])); // shld, shrd
    a.modrm(p.register(), p.register());
    a.emit(p.next() % 32);
  }
  p.defineFlags();
}
