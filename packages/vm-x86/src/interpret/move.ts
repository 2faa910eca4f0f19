import * as alu from '../cpu/alu.js';
import { holds } from '../cpu/flags.js';
import { Reg, Seg } from '../cpu/state.js';
import type { Instruction } from '../isa/instruction.js';
import { PROT_WRITE } from '../memory.js';
import type { Machine } from './machine.js';

function mov(m: Machine, i: Instruction): void {
  m.write(i, i.op0, m.read(i, i.op1));
}

function movzx(m: Machine, i: Instruction): void {
  m.write(i, i.op0, m.read(i, i.op1) & (i.op1.size === 1 ? 0xff : 0xffff));
}

/** Reads its source, and faults on it, even when the condition does not hold. */
export function cmov(m: Machine, i: Instruction): void {
  const value = m.read(i, i.op1);
  if (holds(m.flags, i.opcode)) m.write(i, i.op0, value);
}

function lea(m: Machine, i: Instruction): void {
  m.writeRegister(i.op0.register, i.op0.size, m.offset(i));
}

function xchg(m: Machine, i: Instruction): void {
  const a = m.readForUpdate(i, i.op0);
  m.writeBack(i.op0, m.read(i, i.op1));
  m.write(i, i.op1, a);
}

function xadd(m: Machine, i: Instruction): void {
  const a = m.readForUpdate(i, i.op0);
  const sum = alu.add(m.flags, a, m.read(i, i.op1), i.op0.size);
  m.write(i, i.op1, a);
  m.writeBack(i.op0, sum);
}

/** Counts as writing its destination in both cases: it faults on read-only memory in both. */
function cmpxchg(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const current = m.readForUpdate(i, i.op0);
  const source = m.read(i, i.op1);
  alu.sub(m.flags, m.readRegister(Reg.eax, size), current, size);
  if (m.flags.zf) m.writeBack(i.op0, source);
  else m.writeRegister(Reg.eax, size, current);
}

function cmpxchg8b(m: Machine, i: Instruction): void {
  const { regs } = m;
  const address = m.writableAddress(i);
  m.memory.check(address, 8, PROT_WRITE, 'write');
  const low = m.memory.load32(address);
  const high = m.memory.load32(address + 4);
  const equal = low === regs[Reg.eax] && high === regs[Reg.edx];
  if (equal) {
    m.memory.store32(address, regs[Reg.ebx]!);
    m.memory.store32(address + 4, regs[Reg.ecx]!);
  } else {
    regs[Reg.eax] = low;
    regs[Reg.edx] = high;
  }
  m.flags.setZero(equal);
}

/** al = the byte at ebx + al (al unsigned). */
function xlat(m: Machine, i: Instruction): void {
  const offset = m.regs[Reg.ebx]! + (m.regs[Reg.eax]! & 0xff);
  const segment = i.segmentPrefix < 0 ? Seg.ds : i.segmentPrefix;
  m.writeRegister(Reg.eax, 1, m.load(m.linear(segment, i.addressSize === 2 ? offset & 0xffff : offset), 1));
}

export const move = { mov, movzx, movsx: mov, lea, xchg, xadd, cmpxchg, cmpxchg8b, xlat };
