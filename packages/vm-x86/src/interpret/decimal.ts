import { logic, narrow } from '../cpu/alu.js';
import { HALF_CARRY } from '../cpu/flags.js';
import { Reg } from '../cpu/state.js';
import { GuestFault, Vector } from '../faults.js';
import type { Instruction } from '../isa/instruction.js';
import type { Machine } from './machine.js';

// Adjustments of decimal digits, two to a byte (packed: daa, das) or one (aaa, aas, aam, aad), as the SDM defines them.

const al = (m: Machine) => m.regs[Reg.eax]! & 0xff;
const ah = (m: Machine) => (m.regs[Reg.eax]! >> 8) & 0xff;

function setFlags(m: Machine, result: number, carry: boolean, half: boolean): void {
  logic(m.flags, narrow(result, 1));
  m.flags.carries = half ? HALF_CARRY : 0;
  m.flags.setCarryAndOverflow(carry, false);
}

/** Both digits of al after an addition (`sign` 1) or subtraction (-1) of packed numbers. */
function adjustPacked(m: Machine, sign: number): void {
  const before = al(m);
  const low = (before & 15) > 9 || m.flags.af;
  const high = before > 0x99 || m.flags.cf;
  const result = before + sign * ((low ? 0x06 : 0) + (high ? 0x60 : 0));
  // das also reports the borrow that correcting the low digit makes.
  const carry = high || (sign < 0 && low && before < 6);
  m.writeRegister(Reg.eax, 1, result);
  setFlags(m, result, carry, low);
}

/** The digit in al after an addition or subtraction, with the carry going into ah. */
function adjustUnpacked(m: Machine, sign: number): void {
  const adjust = (al(m) & 15) > 9 || m.flags.af;
  if (adjust) m.writeRegister(Reg.eax, 2, m.regs[Reg.eax]! + sign * 0x106);
  m.writeRegister(Reg.eax, 1, al(m) & 15);
  setFlags(m, al(m), adjust, adjust);
}

/** ah, al = quotient and remainder of al by the immediate: two digits. */
function aam(m: Machine, i: Instruction): void {
  const base = i.op0.value & 0xff;
  if (base === 0) throw new GuestFault(Vector.divideError, 'aam with base 0');
  const value = al(m);
  m.writeRegister(Reg.eax, 2, (Math.floor(value / base) << 8) | (value % base));
  setFlags(m, value % base, false, false);
}

/** al = the number that the digits ah, al mean; ah = 0. */
function aad(m: Machine, i: Instruction): void {
  const value = (al(m) + ah(m) * (i.op0.value & 0xff)) & 0xff;
  m.writeRegister(Reg.eax, 2, value);
  setFlags(m, value, false, false);
}

export const decimal = {
  daa: (m: Machine) => adjustPacked(m, 1),
  das: (m: Machine) => adjustPacked(m, -1),
  aaa: (m: Machine) => adjustUnpacked(m, 1),
  aas: (m: Machine) => adjustUnpacked(m, -1),
  aam,
  aad,
};
