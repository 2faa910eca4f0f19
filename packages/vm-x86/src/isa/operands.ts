/**
 * Operand notation of the opcode table, after Intel SDM vol. 2, appendix A.2: a capital letter for where the operand is,
 * a small letter for its size.
 *
 *     E  register or memory, by ModRM         G  register, by the reg field of ModRM     Z  register, by the opcode
 *     M  memory only, by ModRM                S  segment register, by the reg field      J  branch target
 *     R  register only, by ModRM              C, D  control, debug register              A  far pointer selector:offset
 *     I  immediate                            O  memory at an absolute offset            X, Y  ds:esi, es:edi
 *
 *     b w d q t  1, 2, 4, 8, 10 bytes         v, z  operand size (2 or 4)                c  register: v, memory: w
 *     p  far pointer (v + 2 bytes)            a  pair of v (bound)                       (none)  no size of its own
 *
 * Besides: `sIb`, an immediate byte sign-extended to the operand size; `1`; fixed registers by name (`AL`, `eAX`, `DX`,
 * `CS`, …); `ST` and `STi`, the x87 stack top and the register in the rm field.
 */
export const Form = {
  E: 0,
  M: 1,
  R: 2,
  G: 3,
  Z: 4,
  S: 5,
  C: 6,
  D: 7,
  I: 8,
  sI: 9,
  J: 10,
  A: 11,
  O: 12,
  X: 13,
  Y: 14,
  /** A general register that the notation names, a segment register that it names. */
  register: 15,
  segment: 16,
  /** The number 1. */
  one: 17,
  ST: 18,
  STi: 19,
} as const;

export type Form = (typeof Form)[keyof typeof Form];

/** One operand of a row of the opcode table. */
export interface OperandSpec {
  /** The notation itself, `Ev`. */
  readonly text: string;
  readonly form: Form;
  /** Bytes of the operand under a 16-bit and a 32-bit operand size; 0 when it has no size of its own. */
  readonly size16: number;
  readonly size32: number;
  /** Bytes when it is a register although the notation has another size for memory (letter c). */
  readonly registerHasOperandSize: boolean;
  /** Register number of a fixed register. */
  readonly register: number;
}

/** Bytes by size letter: [operand size 16, operand size 32]. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  '': [0, 0],
  b: [1, 1],
  w: [2, 2],
  c: [2, 2],
  d: [4, 4],
  q: [8, 8],
  t: [10, 10],
  v: [2, 4],
  z: [2, 4],
  p: [4, 6],
  a: [4, 8],
};

/** Registers by name: [form, size letter, number]. */
const FIXED: Readonly<Record<string, readonly [Form, string, number]>> = {
  '1': [Form.one, 'b', 0],
  AL: [Form.register, 'b', 0],
  CL: [Form.register, 'b', 1],
  AX: [Form.register, 'w', 0],
  DX: [Form.register, 'w', 2],
  eAX: [Form.register, 'v', 0],
  ES: [Form.segment, 'v', 0],
  CS: [Form.segment, 'v', 1],
  SS: [Form.segment, 'v', 2],
  DS: [Form.segment, 'v', 3],
  FS: [Form.segment, 'v', 4],
  GS: [Form.segment, 'v', 5],
  ST: [Form.ST, 't', 0],
  STi: [Form.STi, 't', 0],
};

/** Notations that have a letter for their place. */
const BY_LETTER: Readonly<Record<string, Form>> = {
  E: Form.E,
  M: Form.M,
  R: Form.R,
  G: Form.G,
  Z: Form.Z,
  S: Form.S,
  C: Form.C,
  D: Form.D,
  I: Form.I,
  sI: Form.sI,
  J: Form.J,
  A: Form.A,
  O: Form.O,
  X: Form.X,
  Y: Form.Y,
};

/** Reads an operand list such as `Ev,sIb`. Throws on a notation that does not exist: the table is checked when loaded. */
export function parseOperands(list: string): readonly OperandSpec[] {
  return list === '' ? [] : list.split(',').map(parseOperand);
}

function parseOperand(text: string): OperandSpec {
  const fixed = FIXED[text];
  if (fixed !== undefined) return spec(text, ...fixed);
  const letters = text.startsWith('sI') ? 2 : 1;
  const form = BY_LETTER[text.slice(0, letters)];
  if (form === undefined) throw new Error(`opcode table: no such operand notation: ${text}`);
  return spec(text, form, text.slice(letters), 0);
}

function spec(text: string, form: Form, letter: string, register: number): OperandSpec {
  const sizes = SIZES[letter];
  if (sizes === undefined) throw new Error(`opcode table: no such operand size: ${text}`);
  return { text, form, size16: sizes[0], size32: sizes[1], registerHasOperandSize: letter === 'c', register };
}

/** True when the operand is encoded in a ModRM byte. */
export function usesModrm({ form }: OperandSpec): boolean {
  return form <= Form.D ? form !== Form.Z : form === Form.STi;
}
