import type { Flags } from '../cpu/flags.js';
import { isNull, isWritable, loadSegment, unusualSegments } from '../cpu/segments.js';
import { type CpuState, Reg, Seg } from '../cpu/state.js';
import type { GuestContext, Trap } from '../engine.js';
import { UnsupportedInstructionError } from '../errors.js';
import { GuestFault, Vector } from '../faults.js';
import { type Instruction, type Operand, OperandKind } from '../isa/instruction.js';
import { type AddressSpace, PROT_WRITE } from '../memory.js';

/** Executes one instruction; `eip` is already behind it. Throws a `GuestFault` before it has changed anything. */
export type Handler = (machine: Machine, instruction: Instruction) => void;

/**
 * What handlers work with: registers, flags and memory of the running process, and access to operands.
 *
 * Operands are read as signed 32-bit integers, narrow ones sign-extended; writing cuts to the operand's size.
 */
export class Machine {
  cpu: CpuState;
  regs: Int32Array;
  flags: Flags;
  memory: AddressSpace;
  /** Set by a handler to leave the engine after its instruction. */
  trap: Trap | undefined = undefined;
  /** One bit for each segment register that needs more than its offset: see `unusualSegments`. */
  private unusual = 0;
  /** Address of the memory operand between `readForUpdate` and `writeBack`. */
  private updated = 0;

  constructor(context: GuestContext) {
    this.cpu = context.cpu;
    this.regs = context.cpu.regs;
    this.flags = context.cpu.flags;
    this.memory = context.memory;
    this.attach(context);
  }

  /** Turns to a process, whose registers and memory somebody else may have changed. */
  attach(context: GuestContext): void {
    this.cpu = context.cpu;
    this.regs = context.cpu.regs;
    this.flags = context.cpu.flags;
    this.memory = context.memory;
    this.unusual = unusualSegments(context.cpu);
    this.trap = undefined;
  }

  // Addresses.

  /** Offset of the memory operand in its segment. */
  offset(i: Instruction): number {
    const { regs } = this;
    const offset = regs[i.base]! + (regs[i.index]! << i.scale) + i.displacement;
    return i.addressSize === 2 ? offset & 0xffff : offset;
  }

  /** Linear address of the memory operand, 0 to 2^32 - 1. */
  address(i: Instruction): number {
    return this.linear(i.segment, this.offset(i));
  }

  /** The same, for writing. */
  writableAddress(i: Instruction): number {
    return this.writable(i.segment, this.offset(i));
  }

  /** Linear address of an offset in a segment. Most segments are flat: nothing to add, nothing to check. */
  linear(segment: number, offset: number): number {
    return (this.unusual >> segment) & 1 ? this.inUnusualSegment(segment, offset) : offset >>> 0;
  }

  /** The same, for writing. */
  writable(segment: number, offset: number): number {
    if (((this.unusual >> segment) & 1) === 0) return offset >>> 0;
    if (!isWritable(this.cpu.selectors[segment]!)) {
      throw new GuestFault(Vector.generalProtection, 'write through a code segment or a null selector');
    }
    return this.inUnusualSegment(segment, offset);
  }

  private inUnusualSegment(segment: number, offset: number): number {
    if (isNull(this.cpu.selectors[segment]!)) {
      throw new GuestFault(Vector.generalProtection, 'access through a null segment selector');
    }
    return (offset + this.cpu.segmentBases[segment]!) >>> 0;
  }

  // Memory and registers by size.

  load(address: number, size: number): number {
    if (size === 4) return this.memory.load32(address);
    if (size === 1) return (this.memory.load8(address) << 24) >> 24;
    return (this.memory.load16(address) << 16) >> 16;
  }

  store(address: number, size: number, value: number): void {
    if (size === 4) this.memory.store32(address, value);
    else if (size === 1) this.memory.store8(address, value);
    else this.memory.store16(address, value);
  }

  readRegister(register: number, size: number): number {
    if (size === 4) return this.regs[register]!;
    if (size === 2) return (this.regs[register]! << 16) >> 16;
    return register < 4 ? (this.regs[register]! << 24) >> 24 : (this.regs[register - 4]! << 16) >> 24;
  }

  writeRegister(register: number, size: number, value: number): void {
    const { regs } = this;
    if (size === 4) regs[register] = value;
    else if (size === 2) regs[register] = (regs[register]! & ~0xffff) | (value & 0xffff);
    else if (register < 4) regs[register] = (regs[register]! & ~0xff) | (value & 0xff);
    else regs[register - 4] = (regs[register - 4]! & ~0xff00) | ((value & 0xff) << 8);
  }

  // Operands.

  read(i: Instruction, operand: Operand): number {
    switch (operand.kind) {
      case OperandKind.register:
        return this.readRegister(operand.register, operand.size);
      case OperandKind.memory:
        return this.load(this.address(i), operand.size);
      case OperandKind.immediate:
        return operand.value;
      case OperandKind.segment:
        return this.cpu.selectors[operand.register]!;
      default:
        throw privileged(); // control and debug registers
    }
  }

  write(i: Instruction, operand: Operand, value: number): void {
    switch (operand.kind) {
      case OperandKind.register:
        this.writeRegister(operand.register, operand.size, value);
        break;
      case OperandKind.memory:
        this.store(this.writableAddress(i), operand.size, value);
        break;
      case OperandKind.segment:
        this.loadSegment(operand.register, value & 0xffff);
        break;
      default:
        throw privileged();
    }
  }

  /** Reads an operand that `writeBack` will replace: faults now if that would fault then. */
  readForUpdate(i: Instruction, operand: Operand): number {
    if (operand.kind === OperandKind.register) return this.readRegister(operand.register, operand.size);
    return this.loadForUpdate(this.writableAddress(i), operand.size);
  }

  /** The same for memory at an address the instruction did not encode. */
  loadForUpdate(address: number, size: number): number {
    this.updated = address;
    this.memory.check(address, size, PROT_WRITE, 'write');
    return this.load(address, size);
  }

  writeBack(operand: Operand, value: number): void {
    if (operand.kind === OperandKind.register) this.writeRegister(operand.register, operand.size, value);
    else this.store(this.updated, operand.size, value);
  }

  loadSegment(segment: number, selector: number): void {
    loadSegment(this.cpu, segment, selector);
    this.unusual = unusualSegments(this.cpu);
  }

  // The stack.

  push(value: number, size: number): void {
    const esp = (this.regs[Reg.esp]! - size) | 0;
    this.store(this.writable(Seg.ss, esp), size, value);
    this.regs[Reg.esp] = esp;
  }

  /** The slot `depth` bytes above the top of the stack. Popping is adding to esp once nothing can fault any more. */
  peek(depth: number, size: number): number {
    return this.load(this.linear(Seg.ss, this.regs[Reg.esp]! + depth), size);
  }

  // Ways out.

  /** What an encoding that this machine does not execute ends in. */
  unsupported(i: Instruction, kind: string): UnsupportedInstructionError {
    const start = i.address;
    return new UnsupportedInstructionError(start, this.memory.bytes.slice(start, start + i.length), kind);
  }
}

/** The exception of an instruction that user code may not execute. */
export function privileged(): GuestFault {
  return new GuestFault(Vector.generalProtection, 'privileged instruction');
}
