/** Memory formats: how they become numbers, and how numbers are rounded to them. */
import { propagateOneNaN } from './arithmetic.js';
import { BIAS, type Float80, INTEGER_BIT, Kind, MAX_EXPONENT, QUIET_BIT, significand } from './float80.js';
import { compareToHalf, DOUBLE, goesUp, Rest, round, SINGLE } from './round.js';
import { Status, type X87 } from './unit.js';

// Real numbers. They have an implied integer bit, and 8 or 11 bits of exponent.

/** Takes a 32-bit real number apart. */
export function fromSingle(out: Float80, word: number): Float80 {
  const exponent = (word >>> 23) & 0xff;
  const fraction = word << 8;
  return fromReal(out, word >>> 31, exponent, 0xff, SINGLE.lowest, fraction & 0x7fffffff, 0);
}

/** Takes a 64-bit real number apart, given in two halves. */
export function fromDouble(out: Float80, low: number, high: number): Float80 {
  const exponent = (high >>> 20) & 0x7ff;
  const upper = ((high << 11) | (low >>> 21)) & 0x7fffffff;
  return fromReal(out, high >>> 31, exponent, 0x7ff, DOUBLE.lowest, upper, low << 11);
}

/** `high` and `low` are the significand without its integer bit; the smallest exponents, 0 and 1, both mean `lowest`. */
function fromReal(
  out: Float80,
  sign: number,
  exponent: number,
  highest: number,
  lowest: number,
  high: number,
  low: number,
): Float80 {
  if (exponent === 0) {
    if ((high | low) === 0) return out.zero(sign);
    out.set(Kind.denormal, sign, lowest, high, low);
    out.normalize();
    return out;
  }
  if (exponent !== highest) return out.set(Kind.normal, sign, lowest + exponent - 1, high | INTEGER_BIT, low);
  const quiet = (high & QUIET_BIT) !== 0;
  const kind = (high | low) === 0 ? Kind.infinity : quiet ? Kind.quietNaN : Kind.signallingNaN;
  return out.set(kind, sign, MAX_EXPONENT, high | INTEGER_BIT, low);
}

/** What fld does with a real from memory: a signalling NaN is invalid and becomes quiet, a denormal is flagged. */
export function loadReal(unit: X87, a: Float80): void {
  if (propagateOneNaN(unit, a, a)) return;
  if (a.kind === Kind.denormal) unit.raise(Status.denormal);
}

/** Rounds `a` to 32 bits into `out`, for `singleWord` to put together. */
export function toSingle(unit: X87, a: Float80, out: Float80): void {
  toReal(unit, a, out, SINGLE);
}

/** Rounds `a` to 64 bits into `out`, for `doubleHigh` and `doubleLow` to put together. */
export function toDouble(unit: X87, a: Float80, out: Float80): void {
  toReal(unit, a, out, DOUBLE);
}

function toReal(unit: X87, a: Float80, out: Float80, format: typeof SINGLE): void {
  if (a.isFinite) round(unit, out, format, a.sign, a.exponent, a.high, a.low, 0);
  else if (!propagateOneNaN(unit, a, out)) out.copy(a);
}

export function singleWord(a: Float80): number {
  const sign = a.sign << 31;
  if (a.kind === Kind.zero) return sign;
  const { exponent, high } = a;
  if (exponent === MAX_EXPONENT) return sign | 0x7f800000 | ((high >>> 8) & 0x7fffff);
  const biased = exponent - SINGLE.lowest + 1;
  if (biased > 0) return sign | (biased << 23) | ((high >>> 8) & 0x7fffff);
  return sign | (high >>> (9 - biased));
}

export function doubleHigh(a: Float80): number {
  const sign = a.sign << 31;
  if (a.kind === Kind.zero) return sign;
  const { exponent, high } = a;
  if (exponent === MAX_EXPONENT) return sign | 0x7ff00000 | ((high >>> 11) & 0xfffff);
  const biased = exponent - DOUBLE.lowest + 1;
  if (biased > 0) return sign | (biased << 20) | ((high >>> 11) & 0xfffff);
  const shift = 12 - biased;
  return shift >= 32 ? sign : sign | (high >>> shift);
}

export function doubleLow(a: Float80): number {
  if (a.kind === Kind.zero) return 0;
  const { exponent, high, low } = a;
  const biased = exponent - DOUBLE.lowest + 1;
  const shift = biased > 0 ? 11 : 12 - biased;
  if (shift === 32) return high;
  return shift > 32 ? high >>> (shift - 32) : (low >>> shift) | (high << (32 - shift));
}

// Integers.

/** Takes a signed 32-bit integer for a number. */
export function fromInteger(out: Float80, value: number): Float80 {
  if (value === 0) return out.zero(0);
  const sign = value < 0 ? 1 : 0;
  out.set(Kind.normal, sign, BIAS + 31, sign === 1 ? -value | 0 : value, 0);
  out.normalize();
  return out;
}

/** Takes a signed 64-bit integer, given in two halves, for a number. */
export function fromInteger64(out: Float80, low: number, high: number): Float80 {
  if ((low | high) === 0) return out.zero(0);
  const sign = high >>> 31;
  if (sign === 0) out.set(Kind.normal, 0, BIAS + 63, high, low);
  else out.set(Kind.normal, 1, BIAS + 63, (~high + (low === 0 ? 1 : 0)) | 0, -low | 0);
  out.normalize();
  return out;
}

/** How rounding to an integer went. */
const Magnitude = { exact: 0, inexact: 1, tooLarge: 2 } as const;
type Magnitude = (typeof Magnitude)[keyof typeof Magnitude];

/**
 * Rounds a finite number to an integer magnitude below 2^64, in the halves of `out`. Sets `unit.roundedUp`; raising
 * precision, when the result is inexact, is left to the caller.
 */
function roundToMagnitude(unit: X87, a: Float80, out: Float80): Magnitude {
  const shift = BIAS + 63 - a.exponent;
  if (shift < 0) return Magnitude.tooLarge;
  let h = 0;
  let l = 0;
  let rest: number = Rest.belowHalf;
  if (shift <= 64) {
    rest = lostBits(a, shift);
    h = shift >= 32 ? 0 : a.high >>> shift;
    if (shift < 32) l = shift === 0 ? a.low : (a.low >>> shift) | (a.high << (32 - shift));
    else l = shift === 64 ? 0 : a.high >>> (shift - 32);
  }
  h |= 0;
  l |= 0;
  unit.roundedUp = goesUp(unit.roundingMode, a.sign, rest, (l & 1) !== 0);
  if (unit.roundedUp) {
    l = (l + 1) | 0;
    if (l === 0) h = (h + 1) | 0;
    if ((h | l) === 0) return Magnitude.tooLarge;
  }
  out.sign = a.sign;
  out.high = h;
  out.low = l;
  return rest === Rest.nothing ? Magnitude.exact : Magnitude.inexact;
}

/** How the last `shift` bits (0 to 64) of a significand compare to half of the unit above them. */
function lostBits({ high, low }: Float80, shift: number): number {
  if (shift === 0) return Rest.nothing;
  if (shift <= 32) {
    const first = ((low >>> (shift - 1)) & 1) !== 0;
    return compareToHalf(first, shift > 1 && low << (33 - shift) !== 0);
  }
  const first = ((high >>> (shift - 33)) & 1) !== 0;
  return compareToHalf(first, low !== 0 || (shift > 33 && high << (65 - shift) !== 0));
}

/**
 * Rounds a number to a signed integer of 16, 32 or 64 bits, in two's complement in the halves of `out`. What does not fit
 * is invalid and becomes the integer indefinite, the most negative one.
 */
export function toInteger(unit: X87, a: Float80, out: Float80, bits: number): void {
  if (a.kind === Kind.zero) {
    out.set(Kind.zero, 0, 0, 0, 0);
    return;
  }
  const rounded = a.isFinite ? roundToMagnitude(unit, a, out) : Magnitude.tooLarge;
  if (rounded === Magnitude.tooLarge || !fits(out, bits)) {
    unit.roundedUp = false;
    unit.raise(Status.invalid);
    out.high = bits === 64 ? INTEGER_BIT : 0;
    out.low = bits === 64 ? 0 : bits === 32 ? INTEGER_BIT : 0x8000;
    return;
  }
  if (rounded === Magnitude.inexact) unit.raise(Status.precision);
  if (a.sign === 1) {
    out.high = (~out.high + (out.low === 0 ? 1 : 0)) | 0;
    out.low = -out.low | 0;
  }
}

/** Magnitudes up to 2^(bits-1) - 1 fit, of negative numbers one more. */
function fits({ sign, high, low }: Float80, bits: number): boolean {
  if (bits === 64) return high >= 0 || (sign === 1 && high === INTEGER_BIT && low === 0);
  const limit = 2 ** (bits - 1) - 1 + sign;
  return high === 0 && low >>> 0 <= limit;
}

/** Rounds to an integer that stays a number (frndint). */
export function roundToInteger(unit: X87, a: Float80, out: Float80): void {
  if (propagateOneNaN(unit, a, out)) return;
  if (a.kind === Kind.denormal) unit.raise(Status.denormal);
  if (unit.stopped) return;
  if (!a.isFinite || a.exponent >= BIAS + 63) {
    out.copy(a);
    return;
  }
  const { sign } = a;
  const rounded = roundToMagnitude(unit, a, out);
  if (rounded === Magnitude.inexact) unit.raise(Status.precision);
  if ((out.high | out.low) === 0) out.zero(sign);
  else {
    out.set(Kind.normal, sign, BIAS + 63, out.high, out.low);
    out.normalize();
  }
}

// Packed decimal: 18 digits of four bits, the lowest first; the sign is the highest bit of the tenth byte.

const DECIMAL_LIMIT = 10n ** 18n;

/** Takes ten bytes of packed decimal for a number: `head` are the last two. */
export function fromDecimal(out: Float80, low: number, high: number, head: number): Float80 {
  const sign = head >>> 15;
  let value = 0n;
  for (const [word, digits] of [
    [head & 0xff, 2],
    [high, 8],
    [low, 8],
  ] as const) {
    for (let n = digits - 1; n >= 0; n--) value = value * 10n + BigInt((word >>> (4 * n)) & 15);
  }
  if (value === 0n) return out.zero(sign);
  out.set(Kind.normal, sign, BIAS + 63, Number(value >> 32n) | 0, Number(value & 0xffffffffn) | 0);
  out.normalize();
  return out;
}

/** Rounds a number to packed decimal: the first eight bytes in the halves of `out`, the last two in its exponent. */
export function toDecimal(unit: X87, a: Float80, out: Float80): void {
  const sign = a.sign << 15;
  if (a.kind === Kind.zero) {
    out.set(Kind.zero, a.sign, sign, 0, 0);
    return;
  }
  const rounded = a.isFinite ? roundToMagnitude(unit, a, out) : Magnitude.tooLarge;
  const value = rounded === Magnitude.tooLarge ? DECIMAL_LIMIT : significand(out);
  if (value >= DECIMAL_LIMIT) {
    unit.roundedUp = false;
    unit.raise(Status.invalid);
    out.set(Kind.quietNaN, 1, 0xffff, 0xc0000000 | 0, 0);
    return;
  }
  if (rounded === Magnitude.inexact) unit.raise(Status.precision);
  const digits = BigInt(`0x${value}`); // the decimal digits, read as hexadecimal ones
  out.high = Number((digits >> 32n) & 0xffffffffn) | 0;
  out.low = Number(digits & 0xffffffffn) | 0;
  out.exponent = sign | Number(digits >> 64n);
}
