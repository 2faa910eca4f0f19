import { hex32 } from '../errors.js';
import { decodeOne } from './decode.js';
import { type Instruction, NO_REGISTER, NO_SEGMENT, type Operand, OperandKind } from './instruction.js';
import { Form } from './operands.js';

const REGISTERS8 = ['al', 'cl', 'dl', 'bl', 'ah', 'ch', 'dh', 'bh'];
const REGISTERS16 = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'];
const REGISTERS32 = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];
const SIZE_WORDS: Readonly<Record<number, string>> = { 1: 'byte', 2: 'word', 4: 'dword', 8: 'qword', 10: 'tword' };

/** Instructions whose name tells the operand size: [16 bits, 32 bits]. */
const NAMES_BY_OPERAND_SIZE: Readonly<Record<string, readonly [string, string]>> = {
  cbw: ['cbw', 'cwde'],
  cwd: ['cwd', 'cdq'],
  pusha: ['pushaw', 'pusha'],
  popa: ['popaw', 'popa'],
  pushf: ['pushfw', 'pushf'],
  popf: ['popfw', 'popf'],
  iret: ['iretw', 'iret'],
};

const STRINGS = new Set(['movs', 'cmps', 'stos', 'lods', 'scas', 'ins', 'outs']);
/** Strings whose repetition ends when the comparison says so. */
const COMPARING_STRINGS = new Set(['cmps', 'scas']);

/**
 * The text of the instruction at the start of `bytes`, as NASM writes it, in lower case:
 *
 *     mov byte [ecx], 0x0a        add esp, -0x04        je 0x08048054        rep movsb
 *
 * Numbers are hexadecimal with as many digits as are encoded (displacements and sign-extended bytes carry a sign),
 * branch targets are addresses. Sizes are told where no register tells them. `(bad)` when there is no such instruction.
 *
 * @example
 * disassemble(Uint8Array.of(0x89, 0xe5), 0x08048054); // 'mov ebp, esp'
 */
export function disassemble(bytes: Uint8Array, address: number): string {
  const instruction = decodeOne(bytes, address);
  return instruction === undefined ? '(bad)' : format(instruction);
}

/** The text of a decoded instruction. */
export function format(instruction: Instruction): string {
  const { encoding } = instruction;
  if (encoding === undefined) return '(bad)';
  const operands = STRINGS.has(encoding.mnemonic) ? '' : operandTexts(instruction).join(', ');
  const words = [...prefixes(instruction), name(instruction), operands];
  return words.filter((word) => word !== '').join(' ');
}

function name({ encoding, operandSize, addressSize, op0, op1 }: Instruction): string {
  const mnemonic = encoding!.mnemonic;
  if (STRINGS.has(mnemonic)) {
    const size = mnemonic === 'outs' ? op1.size : op0.size;
    return mnemonic + (size === 1 ? 'b' : size === 2 ? 'w' : 'd');
  }
  if (mnemonic === 'jcxz') return addressSize === 2 ? 'jcxz' : 'jecxz';
  if (mnemonic === 'callf' || mnemonic === 'jmpf') {
    return mnemonic.slice(0, -1) + (op0.kind === OperandKind.memory ? ' far' : '');
  }
  const bySize = NAMES_BY_OPERAND_SIZE[mnemonic];
  return bySize === undefined ? mnemonic : bySize[operandSize === 2 ? 0 : 1];
}

/** Prefixes that show nowhere else in the text. */
function prefixes(instruction: Instruction): string[] {
  const { encoding, lock, repeat, segmentPrefix, operandSize, addressSize, op0 } = instruction;
  const { mnemonic } = encoding!;
  const words: string[] = [];
  if (lock) words.push('lock');
  if (STRINGS.has(mnemonic)) {
    if (repeat === 0xf2) words.push('repne');
    if (repeat === 0xf3) words.push(COMPARING_STRINGS.has(mnemonic) ? 'repe' : 'rep');
    if (addressSize === 2) words.push('a16');
    if (segmentPrefix !== NO_SEGMENT) words.push(SEGMENTS[segmentPrefix]!);
  } else if (mnemonic === 'xlat') {
    if (addressSize === 2) words.push('a16');
    if (segmentPrefix !== NO_SEGMENT) words.push(SEGMENTS[segmentPrefix]!);
  } else if (mnemonic.startsWith('loop') && addressSize === 2) words.push('a16');
  if (operandSize === 2 && sizeIsSilent(instruction, op0)) words.push('o16');
  return words;
}

/** True where a 16-bit operand size changes what happens but neither the name nor an operand shows it. */
function sizeIsSilent({ encoding }: Instruction, op0: Operand): boolean {
  switch (encoding!.mnemonic) {
    case 'ret':
    case 'retf':
    case 'enter':
    case 'leave':
      return true;
    case 'push':
    case 'pop':
      return op0.kind === OperandKind.segment || op0.kind === OperandKind.immediate;
    default:
      return op0.kind === OperandKind.target || op0.kind === OperandKind.far;
  }
}

function operandTexts(instruction: Instruction): string[] {
  const { op0, op1, op2 } = instruction;
  const operands = [op0, op1, op2].filter(({ kind }) => kind !== OperandKind.none);
  return operands.map((operand, n) => operandText(instruction, operand, n));
}

function operandText(instruction: Instruction, operand: Operand, n: number): string {
  const { kind, size, register, value } = operand;
  switch (kind) {
    case OperandKind.register:
      return registerName(register, size);
    case OperandKind.memory:
      return (sizeIsNeeded(instruction, operand) ? `${SIZE_WORDS[size]} ` : '') + memoryText(instruction);
    case OperandKind.immediate:
      return immediateText(operand, instruction.encoding!.operands[n]!.form);
    case OperandKind.target:
      return hex32(value);
    case OperandKind.far:
      return `0x${hexDigits(register, 4)}:0x${hexDigits(value, instruction.operandSize * 2)}`;
    case OperandKind.segment:
      return SEGMENTS[register]!;
    case OperandKind.control:
      return `cr${register}`;
    case OperandKind.debug:
      return `dr${register}`;
    case OperandKind.x87:
      return `st${register}`;
    default:
      return '';
  }
}

function registerName(register: number, size: number): string {
  const names = size === 1 ? REGISTERS8 : size === 2 ? REGISTERS16 : REGISTERS32;
  return names[register]!;
}

/** A memory operand needs its size unless a register operand of the same size stands beside it. */
function sizeIsNeeded({ encoding, op0, op1 }: Instruction, memory: Operand): boolean {
  if (SIZE_WORDS[memory.size] === undefined) return false;
  if (['callf', 'jmpf', 'bound', 'les', 'lds', 'lss', 'lfs', 'lgs'].includes(encoding!.mnemonic)) return false;
  const other = memory === op0 ? op1 : op0;
  if (other.kind === OperandKind.segment) return false;
  const countOfShift = encoding!.operands.some(({ text }) => text === 'CL') && encoding!.operands.length === 2;
  return other.kind !== OperandKind.register || other.size !== memory.size || countOfShift;
}

function immediateText({ value, size }: Operand, form: Form): string {
  if (form === Form.one) return '1';
  if (form === Form.sI) return `${value < 0 ? '-' : ''}0x${hexDigits(Math.abs(value), 2)}`;
  return `0x${hexDigits(value, size * 2)}`;
}

/** `[fs:ebx+esi*4-0x08]` */
function memoryText(instruction: Instruction): string {
  const { segmentPrefix, base, index, scale, displacement, displacementSize, addressSize } = instruction;
  const names = addressSize === 2 ? REGISTERS16 : REGISTERS32;
  const terms: string[] = [];
  if (base !== NO_REGISTER) terms.push(names[base]!);
  if (index !== NO_REGISTER) terms.push(names[index]! + (scale === 0 && base !== NO_REGISTER ? '' : `*${1 << scale}`));
  const segment = segmentPrefix === NO_SEGMENT ? '' : `${SEGMENTS[segmentPrefix]}:`;
  return `[${segment}${terms.join('+')}${displacementText(displacement, displacementSize, terms.length > 0)}]`;
}

/** An offset from registers carries a sign; an absolute address does not. */
function displacementText(displacement: number, size: number, relative: boolean): string {
  if (size === 0) return '';
  if (!relative) return `0x${hexDigits(displacement, size * 2)}`;
  return `${displacement < 0 ? '-' : '+'}0x${hexDigits(Math.abs(displacement), size * 2)}`;
}

function hexDigits(value: number, digits: number): string {
  const hex = (value >>> 0).toString(16).padStart(digits, '0');
  return hex.slice(-digits);
}
