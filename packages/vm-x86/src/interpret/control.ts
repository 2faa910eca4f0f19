import { Flag, holds } from '../cpu/flags.js';
import { codeSegment } from '../cpu/segments.js';
import { Reg, USER_CS } from '../cpu/state.js';
import type { Trap } from '../engine.js';
import { GuestFault, Vector } from '../faults.js';
import { type Instruction, OperandKind } from '../isa/instruction.js';
import type { Machine } from './machine.js';
import { setFlagsWord } from './stack.js';

/** The vector of Linux system calls. */
const SYSCALL_VECTOR = 0x80;
const SYSCALL: Trap = { kind: 'syscall' };

/** A target under the operand size: 16-bit branches stay in the first 64 KiB. */
function truncate(i: Instruction, target: number): number {
  return i.operandSize === 2 ? target & 0xffff : target >>> 0;
}

function nearTarget(m: Machine, i: Instruction): number {
  return i.op0.kind === OperandKind.target ? i.op0.value : truncate(i, m.read(i, i.op0));
}

export function jcc(m: Machine, i: Instruction): void {
  if (holds(m.flags, i.opcode)) m.cpu.eip = i.op0.value;
}

function jmp(m: Machine, i: Instruction): void {
  m.cpu.eip = nearTarget(m, i);
}

function call(m: Machine, i: Instruction): void {
  const target = nearTarget(m, i);
  m.push(i.next, i.operandSize);
  m.cpu.eip = target;
}

function ret(m: Machine, i: Instruction): void {
  m.cpu.eip = truncate(i, m.peek(0, i.operandSize));
  m.regs[Reg.esp]! += i.operandSize + (i.op0.value & 0xffff);
}

// Loops count in ecx, or in cx under 16-bit addresses.

function counter(m: Machine, i: Instruction): number {
  return m.readRegister(Reg.ecx, i.addressSize);
}

/** Counts down and branches while the counter is not 0 and `also` holds. */
function countDown(m: Machine, i: Instruction, also: boolean): void {
  m.writeRegister(Reg.ecx, i.addressSize, counter(m, i) - 1);
  if (counter(m, i) !== 0 && also) m.cpu.eip = i.op0.value;
}

function jcxz(m: Machine, i: Instruction): void {
  if (counter(m, i) === 0) m.cpu.eip = i.op0.value;
}

// Far transfers: to the flat 32-bit code segment they are near transfers with a selector.

function checkCodeSegment(m: Machine, i: Instruction, selector: number): void {
  const kind = codeSegment(selector);
  if (kind === 'user64') throw m.unsupported(i, 'transfer to the 64-bit code segment');
  if (kind === 'none') throw new GuestFault(Vector.generalProtection, 'far transfer to no code segment');
}

/** Returns may not gain privilege: the selector must ask for that of user code. */
function checkReturnSegment(m: Machine, i: Instruction, selector: number): void {
  if ((selector & 3) !== 3) throw new GuestFault(Vector.generalProtection, 'far return to another privilege');
  checkCodeSegment(m, i, selector);
}

/** Where a far pointer operand leads, checked. */
function farTarget(m: Machine, i: Instruction): number {
  let offset = i.op0.value;
  let selector = i.op0.register;
  if (i.op0.kind === OperandKind.memory) {
    const address = m.address(i);
    offset = truncate(i, m.load(address, i.operandSize));
    selector = m.load(address + i.operandSize, 2) & 0xffff;
  }
  checkCodeSegment(m, i, selector);
  return offset;
}

function jmpf(m: Machine, i: Instruction): void {
  m.cpu.eip = farTarget(m, i);
}

function callf(m: Machine, i: Instruction): void {
  const target = farTarget(m, i);
  const esp = m.regs[Reg.esp]!;
  m.push(USER_CS, i.operandSize);
  try {
    m.push(i.next, i.operandSize);
  } catch (fault) {
    m.regs[Reg.esp] = esp;
    throw fault;
  }
  m.cpu.eip = target;
}

/** The selector of a far return lies above the offset, is read first, and only its 16 bits are. */
function returnSelector(m: Machine, i: Instruction): number {
  return m.peek(i.operandSize, 2) & 0xffff;
}

function retf(m: Machine, i: Instruction): void {
  const selector = returnSelector(m, i);
  const target = truncate(i, m.peek(0, i.operandSize));
  checkReturnSegment(m, i, selector);
  m.cpu.eip = target;
  m.regs[Reg.esp]! += 2 * i.operandSize + (i.op0.value & 0xffff);
}

function iret(m: Machine, i: Instruction): void {
  if ((m.flags.control & Flag.nt) !== 0) throw new GuestFault(Vector.generalProtection, 'iret of a nested task');
  const size = i.operandSize;
  const selector = returnSelector(m, i);
  const target = truncate(i, m.peek(0, size));
  const flags = m.peek(2 * size, size);
  checkReturnSegment(m, i, selector);
  setFlagsWord(m, i, flags);
  m.cpu.eip = target;
  m.regs[Reg.esp]! += 3 * size;
}

// Interrupts. These are traps: eip stays behind the instruction.

function trap(m: Machine, vector: number, message: string): void {
  m.trap = { kind: 'fault', fault: new GuestFault(vector, message) };
}

/** Linux lets user code raise the breakpoint and overflow exceptions and the system call; the rest is protected. */
function int(m: Machine, i: Instruction): void {
  const vector = i.op0.value & 0xff;
  if (vector === SYSCALL_VECTOR) m.trap = SYSCALL;
  else if (vector === Vector.breakpoint) trap(m, vector, 'breakpoint');
  else if (vector === Vector.overflow) trap(m, vector, 'overflow');
  else throw new GuestFault(Vector.generalProtection, `int 0x${vector.toString(16)} is not for user code`);
}

function into(m: Machine): void {
  if (m.flags.of) trap(m, Vector.overflow, 'overflow');
}

/** Faults unless the signed index lies within the pair of bounds in memory. */
function bound(m: Machine, i: Instruction): void {
  const size = i.operandSize;
  const address = m.address(i);
  const index = m.read(i, i.op0);
  if (index < m.load(address, size) || index > m.load(address + size, size)) {
    throw new GuestFault(Vector.boundRange, 'index outside of its bounds');
  }
}

function undefinedOpcode(): void {
  throw new GuestFault(Vector.invalidOpcode, 'ud0, ud1 or ud2');
}

export const control = {
  jmp,
  call,
  ret,
  loop: (m: Machine, i: Instruction) => countDown(m, i, true),
  loope: (m: Machine, i: Instruction) => countDown(m, i, m.flags.zf),
  loopne: (m: Machine, i: Instruction) => countDown(m, i, !m.flags.zf),
  jcxz,
  jmpf,
  callf,
  retf,
  iret,
  int3: (m: Machine) => trap(m, Vector.breakpoint, 'breakpoint'),
  int1: (m: Machine) => trap(m, Vector.debug, 'int1'),
  int,
  into,
  bound,
  ud0: undefinedOpcode,
  ud1: undefinedOpcode,
  ud2: undefinedOpcode,
};
