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
export type OperandForm = (typeof FORMS)[number];

const FORMS = ['E', 'M', 'R', 'G', 'Z', 'S', 'C', 'D', 'I', 'sI', 'J', 'A', 'O', 'X', 'Y'] as const;
const FIXED_FORMS = ['register', 'segment', 'one', 'ST', 'STi'] as const;

/** One operand of a row of the opcode table. */
export interface OperandSpec {
  /** The notation itself, `Ev`. */
  readonly text: string;
  readonly form: OperandForm | (typeof FIXED_FORMS)[number];
  /** Size letter, or '' when the operand has no size of its own. */
  readonly size: string;
  /** Register number of a fixed register. */
  readonly register: number;
}

const FIXED: Readonly<Record<string, Omit<OperandSpec, 'text'>>> = {
  '1': { form: 'one', size: 'b', register: 0 },
  AL: { form: 'register', size: 'b', register: 0 },
  CL: { form: 'register', size: 'b', register: 1 },
  AX: { form: 'register', size: 'w', register: 0 },
  DX: { form: 'register', size: 'w', register: 2 },
  eAX: { form: 'register', size: 'v', register: 0 },
  ES: { form: 'segment', size: 'v', register: 0 },
  CS: { form: 'segment', size: 'v', register: 1 },
  SS: { form: 'segment', size: 'v', register: 2 },
  DS: { form: 'segment', size: 'v', register: 3 },
  FS: { form: 'segment', size: 'v', register: 4 },
  GS: { form: 'segment', size: 'v', register: 5 },
  ST: { form: 'ST', size: 't', register: 0 },
  STi: { form: 'STi', size: 't', register: 0 },
};

/** Reads an operand list such as `Ev,sIb`. Throws on a notation that does not exist: the table is checked when loaded. */
export function parseOperands(list: string): readonly OperandSpec[] {
  return list === '' ? [] : list.split(',').map(parseOperand);
}

function parseOperand(text: string): OperandSpec {
  const fixed = FIXED[text];
  if (fixed !== undefined) return { text, ...fixed };
  const match = /^(sI|[A-Z])([a-z]?)$/.exec(text);
  const form = FORMS.find((known) => known === match?.[1]);
  if (form === undefined) throw new Error(`opcode table: no such operand notation: ${text}`);
  return { text, form, size: match?.[2] ?? '', register: 0 };
}

/** True when the operand is encoded in a ModRM byte. */
export function usesModrm({ form }: OperandSpec): boolean {
  return 'EMRGSCD'.includes(form) || form === 'STi';
}

/** Bytes of an operand of size letter `size` under the given operand size (2 or 4); 0 for operands without a size. */
export function sizeInBytes(size: string, operandSize: number): number {
  switch (size) {
    case 'b':
      return 1;
    case 'w':
    case 'c':
      return 2;
    case 'd':
      return 4;
    case 'q':
      return 8;
    case 't':
      return 10;
    case 'v':
    case 'z':
      return operandSize;
    case 'p':
      return operandSize + 2;
    case 'a':
      return operandSize * 2;
    default:
      return 0;
  }
}
