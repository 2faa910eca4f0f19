import * as alu from '../cpu/alu.js';
import { Reg } from '../cpu/state.js';
import { GuestFault, Vector } from '../faults.js';
import { type Instruction, OperandKind } from '../isa/instruction.js';
import type { Handler, Machine } from './machine.js';

type Binary = (flags: Machine['flags'], a: number, b: number, size: number) => number;
type Unary = (flags: Machine['flags'], a: number, size: number) => number;

/** `op0 = operation(op0, op1)` */
export function binary(operation: Binary): Handler {
  return (m, i) => {
    const a = m.readForUpdate(i, i.op0);
    m.writeBack(i.op0, operation(m.flags, a, m.read(i, i.op1), i.op0.size));
  };
}

/** `op0 = operation(op0)` */
export function unary(operation: Unary): Handler {
  return (m, i) => {
    m.writeBack(i.op0, operation(m.flags, m.readForUpdate(i, i.op0), i.op0.size));
  };
}

function cmp(m: Machine, i: Instruction): void {
  alu.sub(m.flags, m.read(i, i.op0), m.read(i, i.op1), i.op0.size);
}

function neg(flags: Machine['flags'], a: number, size: number): number {
  return alu.sub(flags, 0, a, size);
}

/** Unsigned value of a narrow operand. */
function zeroExtend(value: number, size: number): number {
  return size === 4 ? value >>> 0 : value & (size === 1 ? 0xff : 0xffff);
}

/** Writes a double-width result: ah:al, dx:ax or edx:eax. */
function writePair(m: Machine, low: number, high: number, size: number): void {
  if (size === 1) {
    m.writeRegister(Reg.eax, 2, (low & 0xff) | (high << 8));
    return;
  }
  m.writeRegister(Reg.eax, size, low);
  m.writeRegister(Reg.edx, size, high);
}

function mul(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const a = zeroExtend(m.readRegister(Reg.eax, size), size);
  const b = zeroExtend(m.read(i, i.op0), size);
  const low = Math.imul(a, b);
  const high = size === 4 ? alu.mulHigh(a, b) : low >>> (size << 3);
  writePair(m, low, high, size);
  alu.setProductFlags(m.flags, alu.narrow(low, size), high === 0);
}

function imul(m: Machine, i: Instruction): void {
  if (i.op1.kind === OperandKind.none) imulPair(m, i);
  else if (i.op2.kind === OperandKind.none)
    m.write(i, i.op0, product(m, m.read(i, i.op0), m.read(i, i.op1), i.op0.size));
  else m.write(i, i.op0, product(m, m.read(i, i.op1), m.read(i, i.op2), i.op0.size));
}

/** Signed product of single width, and its flags. */
function product(m: Machine, a: number, b: number, size: number): number {
  const full = Math.imul(a, b);
  const low = alu.narrow(full, size);
  const fits = size === 4 ? alu.mulHigh(a, b) === low >> 31 : full === low;
  alu.setProductFlags(m.flags, low, fits);
  return low;
}

function imulPair(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const a = m.readRegister(Reg.eax, size);
  const b = m.read(i, i.op0);
  const full = Math.imul(a, b);
  const low = product(m, a, b, size);
  writePair(m, low, size === 4 ? alu.mulHigh(a, b) : full >> (size << 3), size);
}

function divideError(): GuestFault {
  return new GuestFault(Vector.divideError, 'division by zero, or a quotient that does not fit');
}

/** The dividend ah:al or dx:ax as one 32-bit integer (its high half sign-extended). */
function narrowDividend(m: Machine, size: number): number {
  if (size === 1) return m.readRegister(Reg.eax, 2);
  return (m.readRegister(Reg.edx, 2) << 16) | (m.regs[Reg.eax]! & 0xffff);
}

function div(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const divisor = zeroExtend(m.read(i, i.op0), size);
  if (size === 4) {
    if (!alu.divideUnsigned(m.regs[Reg.edx]!, m.regs[Reg.eax]!, divisor)) throw divideError();
    writePair(m, alu.quotient.value, alu.quotient.remainder, size);
    return;
  }
  const dividend = zeroExtend(narrowDividend(m, size), size * 2);
  const q = Math.floor(dividend / divisor);
  if (divisor === 0 || q >= 2 ** (size << 3)) throw divideError();
  writePair(m, q, dividend % divisor, size);
}

function idiv(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const divisor = m.read(i, i.op0);
  if (size === 4) {
    if (!alu.divideSigned(m.regs[Reg.edx]!, m.regs[Reg.eax]!, divisor)) throw divideError();
    writePair(m, alu.quotient.value, alu.quotient.remainder, size);
    return;
  }
  const dividend = narrowDividend(m, size);
  const q = Math.trunc(dividend / divisor);
  if (divisor === 0 || alu.narrow(q, size) !== q) throw divideError();
  writePair(m, q, dividend % divisor, size);
}

/** cbw: ax = al sign-extended; cwde: eax = ax. */
function cbw(m: Machine, i: Instruction): void {
  m.writeRegister(Reg.eax, i.operandSize, m.readRegister(Reg.eax, i.operandSize >> 1));
}

/** cwd: dx = sign of ax; cdq: edx = sign of eax. */
function cwd(m: Machine, i: Instruction): void {
  m.writeRegister(Reg.edx, i.operandSize, m.readRegister(Reg.eax, i.operandSize) >> 31);
}

export const arithmetic = {
  add: binary(alu.add),
  adc: binary(alu.adc),
  sub: binary(alu.sub),
  sbb: binary(alu.sbb),
  cmp,
  inc: unary(alu.inc),
  dec: unary(alu.dec),
  neg: unary(neg),
  mul,
  imul,
  div,
  idiv,
  cbw,
  cwd,
};
