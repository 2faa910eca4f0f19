import { Instruction, NO_REGISTER, NO_SEGMENT, type Operand, OperandKind } from './instruction.js';
import { type Encoding, isGroup, MEANINGS, OpcodeMap, opcodeMeaning } from './opcodes.js';
import { Form, type OperandSpec } from './operands.js';

/** What decoding came to. */
export const DecodeStatus = {
  ok: 0,
  /** No such instruction, or a lock prefix where none is allowed: an invalid opcode exception. */
  invalid: 1,
  /** Longer than 15 bytes: a general protection exception. */
  tooLong: 2,
  /** The bytes end inside the instruction. */
  truncated: 3,
} as const;

export type DecodeStatus = (typeof DecodeStatus)[keyof typeof DecodeStatus];

/** Longest instruction in bytes (Intel SDM vol. 2, 2.3.11). */
export const MAX_LENGTH = 15;

const ESP = 4;
const EBP = 5;
const SEG_SS = 2;
const SEG_DS = 3;
const SEG_CS = 1;

/** More than any decoding looks at: 15 prefix bytes at most, then three of opcode, ModRM, SIB, displacement, immediates. */
const REACH = MAX_LENGTH + 15;

/** The bytes being decoded, followed by zeros, where memory ends soon: no read needs a bounds check. */
const window = new Uint8Array(REACH);
/** What is being decoded, where the instruction begins in it, and how far the decoder has come. */
let source: Uint8Array = window;
let begin = 0;
let position = 0;

/**
 * Decodes the instruction at `bytes[start]`, whose guest address is `address`, into `into`. Bytes from `end` on do not
 * belong to it. Unless the status is ok, only `address` and `length` (bytes looked at) say anything.
 */
export function decode(
  into: Instruction,
  bytes: Uint8Array,
  start: number,
  end: number,
  address: number,
): DecodeStatus {
  const available = Math.min(end - start, MAX_LENGTH);
  if (available === MAX_LENGTH && start + REACH <= bytes.length) {
    // Bytes behind the fifteenth are only looked at when there are too many anyway.
    source = bytes;
    begin = start;
  } else {
    for (let n = 0; n < available; n++) window[n] = bytes[start + n]!;
    window.fill(0, available);
    source = window;
    begin = 0;
  }
  position = begin;

  into.address = address;
  const known = decodeSource(into);
  const length = position - begin;
  into.length = Math.min(length, available);
  if (length > available) return available === MAX_LENGTH ? DecodeStatus.tooLong : DecodeStatus.truncated;
  if (!known) return DecodeStatus.invalid;
  into.next = (address + length) >>> 0;
  if (into.op0.kind === OperandKind.target) resolveTarget(into);
  return DecodeStatus.ok;
}

function decodeSource(into: Instruction): boolean {
  into.operandSize = into.addressSize = 4;
  into.lock = false;
  into.repeat = 0;
  into.segmentPrefix = NO_SEGMENT;
  if (IS_PREFIX[source[position]!] === 1 && !readPrefixes(into)) return false;
  const encoding = readOpcode(into);
  if (encoding === undefined) return false;
  into.encoding = encoding;
  into.base = into.index = NO_REGISTER;
  into.scale = into.displacement = into.displacementSize = 0;
  into.segment = into.segmentPrefix === NO_SEGMENT ? SEG_DS : into.segmentPrefix;
  const { operands } = encoding;
  if (into.modrm >= 0 && into.modrm < 0xc0 && !encoding.ignoresMod) readAddress(into);
  const { op0, op1, op2 } = into;
  const count = operands.length;
  if (count > 0) readOperand(into, op0, operands[0]!);
  else if (op0.kind !== OperandKind.none) clear(op0);
  if (count > 1) readOperand(into, op1, operands[1]!);
  else if (op1.kind !== OperandKind.none) clear(op1);
  if (count > 2) readOperand(into, op2, operands[2]!);
  else if (op2.kind !== OperandKind.none) clear(op2);
  if (into.lock && !(encoding.lockable && op0.kind === OperandKind.memory)) return false;
  return !encoding.hasSpecialRegisters || registersExist(into);
}

function clear(operand: Operand): void {
  operand.kind = OperandKind.none;
  operand.size = operand.register = operand.value = 0;
}

const IS_PREFIX = new Uint8Array(256);
for (const byte of [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3]) IS_PREFIX[byte] = 1;

/** Prefixes in any order and number; of contradicting ones the last counts. False when there is nothing behind them. */
function readPrefixes(into: Instruction): boolean {
  for (; position - begin <= MAX_LENGTH; position++) {
    const byte = source[position]!;
    switch (byte) {
      case 0x26: // es, cs, ss, ds
      case 0x2e:
      case 0x36:
      case 0x3e:
        into.segmentPrefix = (byte >> 3) & 3;
        break;
      case 0x64: // fs, gs
      case 0x65:
        into.segmentPrefix = byte - 0x60;
        break;
      case 0x66:
        into.operandSize = 2;
        break;
      case 0x67:
        into.addressSize = 2;
        break;
      case 0xf0:
        into.lock = true;
        break;
      case 0xf2:
      case 0xf3:
        into.repeat = byte;
        break;
      default:
        return true;
    }
  }
  return false;
}

/** Opcode, and the ModRM byte where one follows; finds the row of the table. */
function readOpcode(into: Instruction): Encoding | undefined {
  let map: number = OpcodeMap.oneByte;
  let opcode = source[position++]!;
  if (opcode === 0x0f) {
    map = OpcodeMap.twoByte;
    opcode = source[position++]!;
    if (opcode === 0x38 || opcode === 0x3a) {
      map = opcode === 0x38 ? OpcodeMap.threeByte38 : OpcodeMap.threeByte3a;
      opcode = source[position++]!;
    }
  }
  into.opcode = opcode;
  into.modrm = -1;
  if (into.repeat === 0xf3 && map <= OpcodeMap.twoByte) {
    const special = lookUp(into, map + OpcodeMap.repOneByte, opcode);
    if (special !== undefined) return special;
  }
  return lookUp(into, map, opcode);
}

function lookUp(into: Instruction, map: number, opcode: number): Encoding | undefined {
  const meaning = MEANINGS[map * 256 + opcode] ?? opcodeMeaning(map, opcode);
  const encoding = isGroup(meaning) ? meaning[source[position]!] : (meaning ?? undefined);
  // The byte belongs to an instruction that has one, and was looked at where none was found for it.
  if (encoding === undefined ? isGroup(meaning) && map < OpcodeMap.repOneByte : encoding.modrm) {
    into.modrm = source[position++]!;
  }
  return encoding;
}

/** Memory address of a ModRM byte with mod below 3: SIB byte and displacement. */
function readAddress(into: Instruction): void {
  if (into.addressSize === 2) readAddress16(into);
  else readAddress32(into);
}

/** Registers of the eight 16-bit addressing forms: bx+si, bx+di, bp+si, bp+di, si, di, bp, bx. */
const BASE16 = [3, 3, 5, 5, 6, 7, 5, 3];
const INDEX16 = [6, 7, 6, 7, NO_REGISTER, NO_REGISTER, NO_REGISTER, NO_REGISTER];

function readAddress16(into: Instruction): void {
  const mod = into.modrm >> 6;
  const rm = into.modrm & 7;
  if (mod === 0 && rm === 6) {
    readDisplacement(into, 2);
    return;
  }
  into.base = BASE16[rm]!;
  into.index = INDEX16[rm]!;
  defaultSegment(into);
  readDisplacement(into, mod);
}

function readAddress32(into: Instruction): void {
  const mod = into.modrm >> 6;
  let base = into.modrm & 7;
  if (base === ESP) {
    const sib = source[position++]!;
    base = sib & 7;
    const index = (sib >> 3) & 7;
    if (index !== ESP) {
      into.index = index;
      into.scale = sib >> 6;
    }
  }
  if (mod === 0 && base === EBP) {
    readDisplacement(into, 4);
    return;
  }
  into.base = base;
  defaultSegment(into);
  readDisplacement(into, mod === 2 ? 4 : mod);
}

/** Addresses based on esp or ebp (bp) are in the stack segment unless a prefix says otherwise. */
function defaultSegment(into: Instruction): void {
  if (into.segmentPrefix === NO_SEGMENT && (into.base === ESP || into.base === EBP)) into.segment = SEG_SS;
}

function readDisplacement(into: Instruction, size: number): void {
  into.displacementSize = size;
  into.displacement = readSigned(size);
}

/** The next `size` bytes (0, 1, 2 or 4), little-endian and sign-extended to 32 bits. */
function readSigned(size: number): number {
  let value = 0;
  for (let n = 0; n < size; n++) value |= source[position++]! << (8 * n);
  const unused = 32 - 8 * size;
  return size === 0 ? 0 : (value << unused) >> unused;
}

function readOperand(into: Instruction, operand: Operand, spec: OperandSpec): void {
  operand.register = operand.value = 0;
  operand.size = into.operandSize === 4 ? spec.size32 : spec.size16;
  switch (spec.form) {
    case Form.E:
    case Form.M:
      if (into.modrm < 0xc0) operand.kind = OperandKind.memory;
      else {
        setRegister(operand, into.modrm & 7);
        if (spec.registerHasOperandSize) operand.size = into.operandSize;
      }
      break;
    case Form.R:
      setRegister(operand, into.modrm & 7);
      break;
    case Form.G:
      setRegister(operand, (into.modrm >> 3) & 7);
      break;
    case Form.Z:
      setRegister(operand, into.opcode & 7);
      break;
    case Form.register:
      setRegister(operand, spec.register);
      break;
    case Form.S:
      operand.kind = OperandKind.segment;
      operand.register = (into.modrm >> 3) & 7;
      break;
    case Form.segment:
      operand.kind = OperandKind.segment;
      operand.register = spec.register;
      break;
    case Form.C:
    case Form.D:
      operand.kind = spec.form === Form.C ? OperandKind.control : OperandKind.debug;
      operand.register = (into.modrm >> 3) & 7;
      break;
    case Form.I:
      operand.kind = OperandKind.immediate;
      operand.value = readSigned(operand.size);
      break;
    case Form.sI:
      operand.kind = OperandKind.immediate;
      operand.size = into.operandSize;
      operand.value = readSigned(1);
      break;
    case Form.one:
      operand.kind = OperandKind.immediate;
      operand.value = 1;
      break;
    case Form.J:
      operand.kind = OperandKind.target;
      operand.value = readSigned(operand.size);
      break;
    case Form.A:
      operand.kind = OperandKind.far;
      operand.value = readSigned(into.operandSize) >>> 0;
      if (into.operandSize === 2) operand.value &= 0xffff;
      operand.register = readSigned(2) & 0xffff;
      break;
    case Form.O:
      operand.kind = OperandKind.memory;
      readDisplacement(into, into.addressSize);
      break;
    case Form.X:
      operand.kind = OperandKind.stringSource;
      break;
    case Form.Y:
      operand.kind = OperandKind.stringDestination;
      break;
    case Form.ST:
      operand.kind = OperandKind.x87;
      break;
    case Form.STi:
      operand.kind = OperandKind.x87;
      operand.register = into.modrm & 7;
      break;
  }
}

function setRegister(operand: Operand, register: number): void {
  operand.kind = OperandKind.register;
  operand.register = register;
}

/** Segment registers 6 and 7 do not exist, nor a move to cs; of the control registers 0, 2, 3 and 4 do. */
function registersExist({ encoding, op0, op1 }: Instruction): boolean {
  const toCs = op0.kind === OperandKind.segment && op0.register === SEG_CS && encoding?.operands[0]?.form === Form.S;
  return !toCs && registerExists(op0) && registerExists(op1);
}

function registerExists({ kind, register }: Operand): boolean {
  if (kind === OperandKind.segment) return register <= 5;
  return kind !== OperandKind.control || (register !== 1 && register <= 4);
}

/** Makes an address of a branch displacement. A branch with a 16-bit operand size cuts its target to 16 bits. */
function resolveTarget({ op0, next, operandSize }: Instruction): void {
  const target = (next + op0.value) >>> 0;
  op0.value = operandSize === 2 ? target & 0xffff : target;
}

/** Decodes the first instruction of `bytes`; undefined unless they hold a whole and valid one. */
export function decodeOne(bytes: Uint8Array, address: number): Instruction | undefined {
  const instruction = new Instruction();
  return decode(instruction, bytes, 0, bytes.length, address) === DecodeStatus.ok ? instruction : undefined;
}
