/** Random states of the x87 unit, with the numbers at which floating-point arithmetic turns. */
import { doubleHigh, doubleLow, singleWord, toDouble, toSingle } from '../../src/cpu/x87/convert.js';
import { Float80 } from '../../src/cpu/x87/float80.js';
import { X87 } from '../../src/cpu/x87/unit.js';
import type { Instruction } from '../../src/isa/instruction.js';
import { X87_ENVIRONMENT, X87_SIZE } from './layout.js';

type Next = () => number;

/** A number in the register format. */
interface Number80 {
  readonly head: number;
  readonly high: number;
  readonly low: number;
}

function chance(next: Next, percent: number): boolean {
  return next() % 100 < percent;
}

function pick<T>(next: Next, list: readonly T[]): T {
  return list[next() % list.length]!;
}

const INTEGER_BIT = 0x80000000;

/** Significands: random, of few bits, nearly all ones, at the halves of what 24 and 53 bits can hold. */
function significand(next: Next): readonly [high: number, low: number] {
  switch (next() % 8) {
    case 0:
      return [INTEGER_BIT, 0];
    case 1:
      return [INTEGER_BIT | (1 << (next() % 32)), chance(next, 50) ? 0 : 1 << (next() % 32)];
    case 2:
      return [-1, -1 << (next() % 32)];
    case 3:
      return [-1, next()];
    case 4: // 24 bits, and a half or nearly
      return [(next() & ~0xff) | INTEGER_BIT | pick(next, [0, 0x80, 0x7f, 0x80]), pick(next, [0, 0, 1, -1])];
    case 5: // 53 bits, and a half or nearly
      return [next() | INTEGER_BIT, (next() & ~0x7ff) | pick(next, [0, 0x400, 0x3ff, 0x401, 0x400])];
    case 6:
      return [INTEGER_BIT, next() % 4];
    default:
      return [next() | INTEGER_BIT, next()];
  }
}

/** Exponents: around 1, of integers, at both ends, any. */
function exponent(next: Next): number {
  switch (next() % 8) {
    case 0:
    case 1:
      return 0x3fff + (next() % 5) - 2;
    case 2:
      return 0x3fff + (next() % 70);
    case 3:
      return 0x3fff - (next() % 70);
    case 4:
      return 1 + (next() % 4);
    case 5:
      return 0x7ffe - (next() % 4);
    case 6: // ends of the memory formats
      return 0x3fff + pick(next, [127, 128, -126, -127, -149, -150, 1023, 1024, -1022, -1023, -1074, -1075]);
    default:
      return 1 + (next() % 0x7ffd);
  }
}

/** Numbers of every kind. */
export function anyNumber(next: Next): Number80 {
  const sign = chance(next, 40) ? 0x8000 : 0;
  const [high, low] = significand(next);
  switch (next() % 24) {
    case 0:
    case 1:
      return { head: sign, high: 0, low: 0 };
    case 2: // denormals
      return { head: sign, high: high & 0x7fffffff & (-1 >>> (next() % 32)), low };
    case 3: // pseudo-denormals
      return { head: sign, high, low };
    case 4:
    case 5: // infinities
      return { head: sign | 0x7fff, high: INTEGER_BIT, low: 0 };
    case 6: // NaNs of both kinds
      return { head: sign | 0x7fff, high: high | 0x40000000, low };
    case 7:
      return { head: sign | 0x7fff, high: (high & ~0x40000000) | 1, low };
    case 8: // unnormals, pseudo-infinities, pseudo-NaNs
      return { head: sign | pick(next, [exponent(next), 0x7fff]), high: high & 0x7fffffff, low };
    case 9:
    case 10: // small integers
      return integer(sign, 1 + (next() % 100));
    default:
      return { head: sign | exponent(next), high, low };
  }
}

function integer(sign: number, value: number): Number80 {
  const shift = Math.clz32(value);
  return { head: sign | (0x3fff + 31 - shift), high: value << shift, low: 0 };
}

/** A number near another one: a few last places, signs or powers of two away. */
function near(next: Next, { head, high, low }: Number80): Number80 {
  const sign = chance(next, 50) ? 0x8000 : 0;
  const away = chance(next, 50) ? 0 : (next() % 131) - 65;
  const exponent = Math.min(Math.max((head & 0x7fff) + away, 0), 0x7fff);
  return { head: sign | exponent, high, low: chance(next, 50) ? low : low ^ (next() % 8) };
}

/** A state of the unit in the 32-bit format of frstor, with operands that `mnemonic` does something with. */
export function randomX87(next: Next, mnemonic: string): Uint8Array {
  const image = new Uint8Array(X87_SIZE);
  const view = new DataView(image.buffer);
  const masks = chance(next, 70) ? 0x3f : next() & 0x3f;
  const precision = chance(next, 5) ? 1 : pick(next, [0, 2, 3, 3]);
  const control = 0x40 | masks | (precision << 8) | ((next() & 3) << 10) | (chance(next, 10) ? 0x1000 : 0);
  // Mostly no exception that is not masked is pending.
  const flags = next() & (chance(next, 8) ? 0x7f : 0x40 | masks);
  view.setUint16(0, control, true);
  view.setUint16(4, flags | ((next() & 7) << 11) | (next() & 0x4700), true);
  view.setUint16(8, tags(next), true);
  view.setUint32(12, next(), true);
  view.setUint16(18, next() & 0x7ff, true);
  view.setUint32(20, next(), true);
  const numbers: Number80[] = [];
  for (let index = 0; index < 8; index++) {
    const related = index > 0 && chance(next, 35);
    const number = related ? near(next, numbers[next() % index]!) : (special(next, mnemonic, index) ?? anyNumber(next));
    numbers.push(number);
    putNumber(view, X87_ENVIRONMENT + index * 10, number);
  }
  return image;
}

/** Mostly a register or two are empty, sometimes most are. */
function tags(next: Next): number {
  const empty = chance(next, 80) ? 12 : 60;
  let word = 0;
  for (let n = 0; n < 8; n++) if (chance(next, empty)) word |= 3 << (2 * n);
  return word;
}

function putNumber(view: DataView, at: number, { head, high, low }: Number80): void {
  view.setUint32(at, low, true);
  view.setUint32(at + 4, high, true);
  view.setUint16(at + 8, head, true);
}

/** Operands that fit the instruction better than any number. */
function special(next: Next, mnemonic: string, index: number): Number80 | undefined {
  if (!chance(next, 60)) return undefined;
  const sign = chance(next, 50) ? 0x8000 : 0;
  const [high, low] = significand(next);
  switch (mnemonic) {
    case 'fbstp': // within 10^18
      return { head: sign | (0x3fff + (next() % 61)), high, low };
    case 'fist':
    case 'fistp':
      return { head: sign | (0x3fff + pick(next, [14, 15, 16, 30, 31, 32, 61, 62, 63, 64])), high, low };
    case 'fscale':
      return index === 1 ? { head: sign | (0x3fff + (next() % 16)), high, low } : undefined;
    case 'fprem':
    case 'fprem1':
      return { head: sign | (0x3fff + (next() % 200) - 100), high, low };
    case 'f2xm1':
    case 'fyl2xp1':
      return index === 0
        ? { head: sign | (0x3ffe - pick(next, [0, 1, 2, 3, next() % 80, next() % 0x3fff])), high, low }
        : undefined;
    case 'fsin':
    case 'fcos':
    case 'fsincos':
    case 'fptan':
      return { head: sign | (0x3fff + pick(next, [0, 1, 2, -1, -2, (next() % 140) - 70])), high, low };
    default:
      return undefined;
  }
}

const unit = new X87();

/** Bytes for the memory operand of an x87 instruction. */
export function memoryOperand(next: Next, mnemonic: string, { op0: { size } }: Instruction): Uint8Array {
  if (size === 0) return chance(next, 70) ? randomX87(next, mnemonic) : new Uint8Array(0);
  const number = anyNumber(next);
  if (chance(next, 25)) return Uint8Array.from({ length: size }, () => next());
  if (mnemonic === 'fbld') return Uint8Array.from({ length: 10 }, () => (next() % 10) * 16 + (next() % 10));
  if (mnemonic.startsWith('fi')) {
    const value = BigInt.asIntN(64, (BigInt(next()) << 32n) | BigInt(next())) >> BigInt(next() % 64);
    return bytesOf(value, size);
  }
  if (mnemonic === 'fldcw') return bytesOf(BigInt(next() & 0xffff), 2);
  const image = new Uint8Array(10);
  const view = new DataView(image.buffer);
  const float = new Float80().unpack(number.head, number.high, number.low);
  const rounded = new Float80();
  if (size === 10) putNumber(view, 0, number);
  else if (size === 4) {
    toSingle(unit, float, rounded);
    view.setInt32(0, singleWord(rounded), true);
  } else {
    toDouble(unit, float, rounded);
    view.setInt32(0, doubleLow(rounded), true);
    view.setInt32(4, doubleHigh(rounded), true);
  }
  return image.subarray(0, size);
}

function bytesOf(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, n) => Number((value >> BigInt(8 * n)) & 0xffn));
}
