import type { CpuState } from './cpu/state.js';
import type { GuestFault } from './faults.js';
import type { AddressSpace } from './memory.js';

/** What an engine works on: the registers and the memory of one guest process. */
export interface GuestContext {
  /** Both are replaced by execve, never while an engine runs. */
  cpu: CpuState;
  memory: AddressSpace;
}

/** Why an engine came back to the kernel. */
export type Trap =
  /** `int 0x80`; eip is behind it. */
  | { readonly kind: 'syscall' }
  /** An exception; eip is at the instruction (behind it for int3, into, icebp). */
  | { readonly kind: 'fault'; readonly fault: GuestFault }
  /** The instruction budget is used up; eip is at the next instruction to execute. */
  | { readonly kind: 'limit' };

/**
 * Executes guest instructions. Engines are interchangeable: same memory, registers, traps and instruction counts.
 *
 * One executed instruction counts as one; a `rep`-prefixed string instruction counts as one however often it repeats, and
 * an instruction that faults is not counted (the one that traps with int, int3, into is).
 */
export interface Engine {
  readonly name: string;
  /**
   * Runs until a trap, or until `cpu.instructions` (a count since the process started) reaches `limit`.
   * Throws `UnsupportedInstructionError` with eip left at the instruction.
   */
  run(context: GuestContext, limit: number): Trap;
}
