import { Flag } from '../cpu/flags.js';
import { Reg, Seg } from '../cpu/state.js';
import { type Instruction, OperandKind } from '../isa/instruction.js';
import { PROT_WRITE } from '../memory.js';
import type { Machine } from './machine.js';

function push(m: Machine, i: Instruction): void {
  if (i.op0.kind === OperandKind.segment) pushSegment(m, i);
  else m.push(m.read(i, i.op0), i.operandSize);
}

/** Writes 16 bits only, and leaves the upper half of the slot as it is (Intel SDM vol. 2, `PUSH`, on recent processors). */
function pushSegment(m: Machine, i: Instruction): void {
  const esp = (m.regs[Reg.esp]! - i.operandSize) | 0;
  m.store(m.writable(Seg.ss, esp), 2, m.read(i, i.op0));
  m.regs[Reg.esp] = esp;
}

/** esp counts as already increased both in the address of the destination and where esp itself is the destination. */
function pop(m: Machine, i: Instruction): void {
  const { regs } = m;
  // Of a segment register's slot only the selector is read.
  const value = m.peek(0, i.op0.kind === OperandKind.segment ? 2 : i.operandSize);
  if (i.op0.kind === OperandKind.memory) {
    const offset = m.offset(i) + (i.base === Reg.esp ? i.operandSize : 0);
    m.store(m.writable(i.segment, offset), i.operandSize, value);
    regs[Reg.esp]! += i.operandSize;
  } else if (i.op0.kind === OperandKind.segment) {
    m.write(i, i.op0, value);
    regs[Reg.esp]! += i.operandSize;
  } else {
    regs[Reg.esp]! += i.operandSize;
    m.write(i, i.op0, value);
  }
}

/** Pushes eax, ecx, edx, ebx, esp (as it was), ebp, esi, edi. A fault may find some of them written, but esp as it was. */
function pusha(m: Machine, i: Instruction): void {
  const size = i.operandSize;
  const { regs } = m;
  let esp = regs[Reg.esp]!;
  for (let register = 0; register < 8; register++) {
    esp -= size;
    m.store(m.writable(Seg.ss, esp), size, regs[register]!);
  }
  regs[Reg.esp] = esp;
}

/**
 * Takes what pusha left, edi first; the slot of esp is read and forgotten. A fault may find some registers loaded, but
 * esp as it was.
 */
function popa(m: Machine, i: Instruction): void {
  const size = i.operandSize;
  for (let register = 7; register >= 0; register--) {
    const value = m.peek((7 - register) * size, size);
    if (register !== Reg.esp) m.writeRegister(register, size, value);
  }
  m.regs[Reg.esp]! += 8 * size;
}

function pushf(m: Machine, i: Instruction): void {
  m.push(m.flags.word, i.operandSize);
}

function popf(m: Machine, i: Instruction): void {
  setFlagsWord(m, i, m.peek(0, i.operandSize));
  m.regs[Reg.esp]! += i.operandSize;
}

/** EFLAGS from a popped word, of which 16 bits count under a 16-bit operand size. */
export function setFlagsWord(m: Machine, i: Instruction, word: number): void {
  if ((word & Flag.tf) !== 0) throw m.unsupported(i, 'single stepping: the trap flag');
  m.flags.word = i.operandSize === 2 ? (word & 0xffff) | (m.flags.word & ~0xffff) : word;
}

/**
 * Makes a stack frame: pushes ebp, then, for nesting level n, the n - 1 frame pointers of the enclosing procedures and
 * the new one; reserves op0 bytes below. It must be possible to write where esp ends up. A fault may find some of it
 * written, but the registers as they were.
 */
function enter(m: Machine, i: Instruction): void {
  const { regs } = m;
  const size = i.operandSize;
  const level = i.op1.value & 31;
  const frame = (regs[Reg.esp]! - size) | 0;
  m.store(m.writable(Seg.ss, frame), size, regs[Reg.ebp]!);
  for (let n = 1; n < level; n++) {
    const enclosing = m.load(m.linear(Seg.ss, regs[Reg.ebp]! - n * size), size);
    m.store(m.writable(Seg.ss, frame - n * size), size, enclosing);
  }
  if (level > 0) m.store(m.writable(Seg.ss, frame - level * size), size, frame);
  const bottom = (frame - level * size - (i.op0.value & 0xffff)) | 0;
  m.memory.check(m.writable(Seg.ss, bottom), size, PROT_WRITE, 'write');
  m.writeRegister(Reg.ebp, size, frame);
  regs[Reg.esp] = bottom;
}

function leave(m: Machine, i: Instruction): void {
  const { regs } = m;
  const saved = m.load(m.linear(Seg.ss, regs[Reg.ebp]!), i.operandSize);
  regs[Reg.esp] = regs[Reg.ebp]! + i.operandSize;
  m.writeRegister(Reg.ebp, i.operandSize, saved);
}

export const stack = { push, pop, pusha, popa, pushf, popf, enter, leave };
