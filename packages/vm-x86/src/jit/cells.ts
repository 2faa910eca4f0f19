/**
 * What translated code keeps in the first page of the memory. Guest addresses are indices into the same memory, and this
 * page is never mapped in a guest, so the machine can use it: a cell at a fixed address is the cheapest memory operand there
 * is.
 */
export const Cell = {
  /** eax .. edi: registers that are not in a local of the running function. */
  registers: 0x10,
  /** Address of the next instruction, where an exit does not know it when translated. */
  eip: 0x30,
  /** The status flags as `Flags` has them: `result` and `carries`. */
  flagResult: 0x34,
  flagCarries: 0x38,
  /** As `stackSpan`, for functions that look only at what lies closely above the entry's stack pointer. */
  stackSpanNear: 0x3c,
  /** Instructions that may still be executed; below 0 when some more were. */
  fuel: 0x40,
  /** Not 0 while frames are left one after the other: how to restore the registers, see `Unwind`. */
  unwind: 0x44,
  /**
   * The part of the stack that frames may use: lowest address, and bytes from there to where the highest frame may begin.
   * The lowest address also limits how deep translated functions nest.
   */
  stackLow: 0x48,
  stackSpan: 0x4c,
  /**
   * Address ranges that can be read, three cells each: the lowest address; how many addresses from there on have a byte in
   * the range; and how many have a whole word.
   */
  readLow: 0x50,
  /** The stack. */
  read2Low: 0x5c,
  read3Low: 0x68,
  /** Address ranges that can be written and hold neither translated code nor the stack; and the stack. */
  writeLow: 0x74,
  write2Low: 0x80,
  writeStackLow: 0x8c,
  /** Bases of fs and gs. */
  fsBase: 0x98,
  gsBase: 0x9c,
  /** DF, as a bit of EFLAGS: 0 or 0x400. */
  direction: 0xa0,
  /**
   * How arguments come off the stack: a caller announces the bytes that it expects a callee to take off; the callee forgets
   * that when it begins, and says with their complement that it has done so. Else 0.
   */
  pops: 0xa4,
  /** Values that an exit leaves for `Exits.apply`. */
  values: 0xa8,
  /**
   * Bytes of files that translated code may read and write by itself (`Windows`), in each direction: of which descriptor,
   * where the next one is, and where they end.
   */
  readDescriptor: 0xf8,
  readNext: 0xfc,
  readEnd: 0x100,
  writeDescriptor: 0x104,
  writeNext: 0x108,
  writeEnd: 0x10c,
  /** `fuel` at the last such write. */
  writeFuel: 0x110,
  /**
   * The floating-point unit while translated code uses it (`floating`): the number of st(0) times 16; the status word without
   * it; the control word, and what it asks for (`FloatMode`), or -1 when the unit is elsewhere; the last instruction.
   */
  x87Top: 0x114,
  x87Flags: 0x118,
  x87Control: 0x11c,
  x87Mode: 0x120,
  x87Last: 0x124,
  /** Eight registers of 16 bytes: significand, sign and exponent with `X87_EMPTY`. */
  x87Registers: 0x180,
  /** Targets of indirect calls: pairs of address and table slot. */
  targets: 0x400,
  /** The bytes themselves. */
  readWindow: 0xc00,
  writeWindow: 0xe00,
} as const;

/** The cell of a register. */
export function registerCell(register: number): number {
  return Cell.registers + 4 * register;
}

/** Bytes of a window. */
export const WINDOW_SIZE = 0x200;

/** Set beside the exponent of an empty register. */
export const X87_EMPTY = 0x10000;

/** How results are rounded, in the cell `x87Mode`: cut to 53 or, both bits, to 24 bits; and the direction if it is not nearest. */
export const FloatMode = { cut: 1, single: 2, down: 4, up: 8, chop: 12 } as const;

/** Values an exit can leave. */
export const EXIT_VALUES = 20;

/** Entries of the table of indirect targets, a power of two; eight bytes each. */
export const TARGET_ENTRIES = 256;

/** States of the cell `unwind` besides the numbers of exits, which count from 1. */
export const Unwind = {
  none: 0,
  /** All registers are in their cells, eip too. */
  stored: -1,
  /** The kernel, or the interpreter, has set registers and eip of the process itself. */
  outside: -2,
} as const;

/** Which of the functions that look at all ranges: add `write` and `word`. */
export const Outside = { word: 1, write: 2 } as const;

/** Table slots with a fixed meaning; functions of the guest follow. */
export const Slot = {
  /** What is called for functions that are not translated: their address is in the cell `eip`. */
  cold: 0,
  first: 1,
} as const;
