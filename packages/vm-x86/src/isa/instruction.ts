import type { Encoding } from './opcodes.js';

/** Where an operand is. */
export const OperandKind = {
  none: 0,
  /** General register `register` of `size` bytes; of one byte: al, cl, dl, bl, ah, ch, dh, bh. */
  register: 1,
  /** `size` bytes at the instruction's memory address: segment:[base + index * 2^scale + displacement]. */
  memory: 2,
  /** `value`, sign-extended from its `size`. */
  immediate: 3,
  /** Branch target: the address `value` (unsigned). */
  target: 4,
  /** Far pointer: the offset `value` (unsigned) in the segment `register` (a selector). */
  far: 5,
  /** Segment register `register`, by `Seg`. */
  segment: 6,
  /** Memory at segment:[esi] and at es:[edi] (si and di under 16-bit addresses). */
  stringSource: 7,
  stringDestination: 8,
  /** Control or debug register `register`. */
  control: 9,
  debug: 10,
  /** x87 register st(`register`). */
  x87: 11,
} as const;

export type OperandKind = (typeof OperandKind)[keyof typeof OperandKind];

/** One operand of a decoded instruction; which fields count depends on `kind`. */
export class Operand {
  kind: OperandKind = OperandKind.none;
  /** Bytes read or written; 0 where the operand has no size of its own (lea, fxsave). */
  size = 0;
  register = 0;
  value = 0;
}

/** Register number that stands for "none" in an address: `CpuState.regs` holds a constant 0 there. */
export const NO_REGISTER = 8;

/** `segmentPrefix` when there is none. */
export const NO_SEGMENT = -1;

/**
 * A decoded instruction: plain fields, one shape for all instructions, meant to be decoded into again. Nothing in it
 * depends on how it will be executed.
 */
export class Instruction {
  /** Address of the first byte and of the byte behind the last, 0 to 2^32 - 1. */
  address = 0;
  next = 0;
  /** Bytes, prefixes included. */
  length = 0;
  /** Row of the opcode table; undefined until something was decoded. */
  encoding: Encoding | undefined = undefined;
  /** Last opcode byte. Its low four bits are the condition of jcc, setcc and cmovcc. */
  opcode = 0;
  /** The ModRM byte, or -1. */
  modrm = -1;
  /** Bytes of operands of size v (2 or 4) and of addresses (2 or 4). */
  operandSize = 4;
  addressSize = 4;
  lock = false;
  /** 0, or the last of the prefixes f2 and f3. */
  repeat = 0;
  /** Segment register of the override prefix, or `NO_SEGMENT`. */
  segmentPrefix = NO_SEGMENT;
  /** Segment register that the memory operand uses. */
  segment = 3;
  base = NO_REGISTER;
  index = NO_REGISTER;
  /** log2 of the factor of the index. */
  scale = 0;
  displacement = 0;
  /** Encoded bytes of the displacement: 0, 1, 2 or 4. */
  displacementSize = 0;
  readonly op0 = new Operand();
  readonly op1 = new Operand();
  readonly op2 = new Operand();
}
