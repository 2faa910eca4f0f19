import type { CpuState } from './cpu/state.js';
import type { GuestFault } from './faults.js';
import type { AddressSpace } from './memory.js';

/** What an engine works on: the registers and the memory of one guest process. */
export interface GuestContext {
  /** Both are replaced by execve, never while an engine runs. */
  cpu: CpuState;
  memory: AddressSpace;
  /** The guest can look at the registers and flags of any of its instructions: in the frame of a signal's handler. */
  readonly handlesSignals?: boolean;
  /**
   * Does the system call of an `int 0x80` that was just executed, while the engine runs. Returns true when the process goes
   * on behind it; else the engine comes back with `yielded`. An engine may use it instead of the trap `syscall`.
   */
  systemCall?(): boolean;
  /** What may be done without it, as of its last call. */
  readonly transfers?: ByteTransfers;
}

/** Numbers of the system calls that `ByteTransfers` are. */
export const TransferCall = { read: 3, write: 4 } as const;

/**
 * Reads and writes of one byte that an engine may do by itself, without `systemCall`: many programs move their files like
 * that. It tells what it has done as soon as it does anything else than to execute instructions.
 */
export interface ByteTransfers {
  /** Where it may read from and write to next; -1 for nothing. */
  readonly readDescriptor: number;
  readonly writeDescriptor: number;
  /** Copies the bytes that reads will give, at most `count`, to `bytes[at]`; returns how many. */
  lookAhead(bytes: Uint8Array, at: number, count: number): number;
  /** How many bytes may be written. */
  room(): number;
  /** So many bytes were read. */
  haveRead(count: number): void;
  /** The bytes from `bytes[at]` on were written, the last of them after so many instructions of the process. */
  haveWritten(bytes: Uint8Array, at: number, count: number, instructions: number): void;
}

/** Why an engine came back to the kernel. */
export type Trap =
  /** `int 0x80`; eip is behind it. */
  | { readonly kind: 'syscall' }
  /** An exception; eip is at the instruction (behind it for int3, into, icebp). */
  | { readonly kind: 'fault'; readonly fault: GuestFault }
  /** The limit is reached, or `pause`; eip is at the next instruction to execute. */
  | { readonly kind: 'limit' }
  /** `systemCall` returned false. */
  | { readonly kind: 'yielded' };

/** What an engine has translated. */
export interface Translation {
  readonly modules: number;
  /** Bytes of these WebAssembly modules. */
  readonly bytes: number;
  /** Time of the host, from guest code to modules that run. */
  readonly milliseconds: number;
}

/**
 * Executes guest instructions. Engines are interchangeable: same memory, registers, traps and instruction counts.
 *
 * One executed instruction counts as one; a `rep`-prefixed string instruction counts as one however often it repeats, and
 * an instruction that faults is not counted (the one that traps with int, int3, into is).
 */
export interface Engine {
  readonly name: string;
  /** All that it has translated so far, for whatever program. */
  readonly translated?: Translation | undefined;
  /**
   * Runs until a trap, or until `cpu.instructions` (a count since the process started) reaches `limit`. Some time after it
   * has reached `pause` the engine comes back as well: the faster it is, the later.
   * Throws `UnsupportedInstructionError` with eip left at the instruction.
   */
  run(context: GuestContext, limit: number, pause?: number): Trap;
  /** The sooner `prepare` is called, the better. */
  readonly wantsToPrepare?: boolean;
  /** Called between runs of a program that goes on: time for what cannot be done while a guest runs. */
  prepare?(): Promise<void>;
}
