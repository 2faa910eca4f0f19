/**
 * The world in which one instruction is executed, once by the host's processor and once by the interpreter.
 *
 *     CODE      one page, readable, writable, executable: int3 everywhere but at the instruction
 *               the page behind it cannot be executed
 *     DATA      one page, readable and writable, pages before and behind it not mapped
 *               its first and last 256 bytes are the windows: set before each case, compared after it
 *     CONSTANT  one page, readable only
 *     NOWHERE   not mapped
 */
export const CODE = 0x10000000;
export const DATA = 0x20000000;
export const CONSTANT = 0x20002000;
export const NOWHERE = 0x60000000;
export const PAGE = 0x1000;
export const WINDOW = 256;

/** Start of the second window. */
export const HIGH_WINDOW = DATA + PAGE - WINDOW;

/** Thread-local segment: its selector, and its base, chosen so that 16-bit offsets reach DATA. */
export const TLS_SELECTOR = 0x63;
export const TLS_BASE = DATA - 0x4000;

/** Bytes of the read-only page: every operand size sees varied numbers. */
export const CONSTANT_BYTES = Uint8Array.from({ length: PAGE }, (_, n) => (n * 0x9d + (n >> 4)) & 0xff);

/** What the registers and memory hold before the instruction. */
export interface Case {
  /** What it is, for messages. */
  readonly name: string;
  /** The instruction, at most 32 bytes, and its address in CODE. */
  readonly code: Uint8Array;
  readonly at: number;
  /** By `Reg`. */
  readonly regs: Int32Array;
  readonly eflags: number;
  /** Selectors of es, ds, fs and gs. */
  readonly segments: Readonly<Record<'es' | 'ds' | 'fs' | 'gs', number>>;
  /** Both windows, one behind the other. */
  readonly memory: Uint8Array;
  /** The x87 state in the 32-bit format of frstor, 108 bytes. */
  readonly x87: Uint8Array;
}

/** What they hold when the next exception comes: that of the instruction, or that of what it led to (mostly int3). */
export interface Outcome {
  /** Vector of the exception. */
  readonly vector: number;
  /** Linux signal number that it became. */
  readonly signal: number;
  /** Address of a page fault, else 0. */
  readonly faultAddress: number;
  readonly regs: Int32Array;
  readonly eip: number;
  readonly eflags: number;
  /** es, cs, ss, ds, fs, gs. */
  readonly selectors: readonly number[];
  readonly memory: Uint8Array;
  readonly x87: X87Outcome;
}

/** The x87 state after the instruction. */
export interface X87Outcome {
  readonly control: number;
  readonly status: number;
  /** One bit for each register that is empty, st(0) first. */
  readonly empty: number;
  readonly instructionPointer: number;
  readonly dataPointer: number;
  readonly opcode: number;
  /** st(0) to st(7), ten bytes each. */
  readonly registers: Uint8Array;
}

/** Bytes of the x87 state, and of its environment, in the 32-bit format. */
export const X87_SIZE = 108;
export const X87_ENVIRONMENT = 28;

/** What fninit leaves. */
export const X87_INITIAL = Uint8Array.from(
  { length: X87_SIZE },
  (_, n) => [0x7f, 0x03][n] ?? (n === 8 || n === 9 ? 0xff : 0),
);
