import { holds } from '../cpu/flags.js';
import { type Instruction, OperandKind } from '../isa/instruction.js';
import type { Handler, Machine } from './machine.js';

/**
 * Offset of the word that holds bit `bit` of a bit string at the memory operand. With the bit number in a register, the
 * string reaches as far as a signed number does, to both sides of the address.
 */
function wordOfString(m: Machine, i: Instruction, bit: number): number {
  const { size } = i.op0;
  if (i.op1.kind === OperandKind.immediate) return m.offset(i);
  const offset = m.offset(i) + (size === 4 ? (bit >> 5) << 2 : (bit >> 4) << 1);
  return i.addressSize === 2 ? offset & 0xffff : offset;
}

function bt(m: Machine, i: Instruction): void {
  const bit = m.read(i, i.op1);
  const { size } = i.op0;
  const inMemory = i.op0.kind === OperandKind.memory;
  const value = inMemory ? m.load(m.linear(i.segment, wordOfString(m, i, bit)), size) : m.read(i, i.op0);
  m.flags.setCarry(((value >> (bit & (size * 8 - 1))) & 1) !== 0);
}

/** bts, btr, btc: CF = the bit, then the bit is changed. */
function changeBit(change: (value: number, mask: number) => number): Handler {
  return (m, i) => {
    const bit = m.read(i, i.op1);
    const { size } = i.op0;
    const inMemory = i.op0.kind === OperandKind.memory;
    const value = inMemory ? m.loadForUpdate(m.writable(i.segment, wordOfString(m, i, bit)), size) : m.read(i, i.op0);
    const mask = 1 << (bit & (size * 8 - 1));
    m.writeBack(i.op0, change(value, mask));
    m.flags.setCarry((value & mask) !== 0);
  };
}

/** Bit scans: `index` is the bit found in a value other than 0. For 0, ZF is set and the destination stays. */
function scan(index: (value: number) => number): Handler {
  return (m, i) => {
    const source = m.read(i, i.op1);
    const value = i.op1.size === 2 ? source & 0xffff : source;
    if (value !== 0) m.write(i, i.op0, index(value));
    m.flags.setZero(value === 0);
  };
}

/** Reverses the bytes. Of a 16-bit register (undefined) it makes 0, as processors do. */
function bswap(m: Machine, i: Instruction): void {
  const v = m.regs[i.op0.register]!;
  const swapped = (v << 24) | ((v & 0xff00) << 8) | ((v >>> 8) & 0xff00) | (v >>> 24);
  m.write(i, i.op0, i.operandSize === 2 ? 0 : swapped);
}

function setcc(m: Machine, i: Instruction): void {
  m.write(i, i.op0, holds(m.flags, i.opcode) ? 1 : 0);
}

export const bit = {
  bt,
  bts: changeBit((value, mask) => value | mask),
  btr: changeBit((value, mask) => value & ~mask),
  btc: changeBit((value, mask) => value ^ mask),
  bsf: scan((value) => 31 - Math.clz32(value & -value)),
  bsr: scan((value) => 31 - Math.clz32(value)),
  bswap,
};

export const conditionalSet = setcc;
