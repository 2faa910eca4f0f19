import { BIAS, type Float80, INTEGER_BIT, Kind, MAX_EXPONENT } from './float80.js';
import { RoundingMode, Status, type X87 } from './unit.js';

/**
 * A format that results are rounded to. Exponents count from the bias of the 80-bit format, so that `lowest` is that of the
 * smallest normal number, and `highest` that of the largest.
 */
export interface Format {
  /** Bits of the significand. */
  readonly bits: 24 | 53 | 64;
  readonly lowest: number;
  readonly highest: number;
}

/** What arithmetic rounds to: precision control cuts the significand, not the exponent. */
const EXTENDED: Format = { bits: 64, lowest: 1, highest: MAX_EXPONENT - 1 };
const CUT_TO_53: Format = { ...EXTENDED, bits: 53 };
const CUT_TO_24: Format = { ...EXTENDED, bits: 24 };

/** The memory formats of IEEE 754. */
export const SINGLE: Format = { bits: 24, lowest: BIAS - 126, highest: BIAS + 127 };
export const DOUBLE: Format = { bits: 53, lowest: BIAS - 1022, highest: BIAS + 1023 };

/** What is added to the exponent of a result too small when that exception is not masked, and subtracted when too large. */
const WRAP = 24576;

/** How what a rounding cuts off compares to half a unit of the last place that stays. */
export const Rest = { nothing: 0, belowHalf: 1, half: 2, aboveHalf: 3 } as const;

function restOf(bits: number, high: number, low: number, extra: number): number {
  if (bits === 64) return compareToHalf(extra < 0, (extra & 0x7fffffff) !== 0);
  if (bits === 53) return compareToHalf((low & 0x400) !== 0, ((low & 0x3ff) | extra) !== 0);
  return compareToHalf((high & 0x80) !== 0, ((high & 0x7f) | low | extra) !== 0);
}

/** A rest, from its first bit and whether any other is set. */
export function compareToHalf(firstBit: boolean, others: boolean): number {
  if (firstBit) return others ? Rest.aboveHalf : Rest.half;
  return others ? Rest.belowHalf : Rest.nothing;
}

/** Whether a magnitude is rounded to the next larger one. */
export function goesUp(mode: number, sign: number, rest: number, odd: boolean): boolean {
  if (rest === Rest.nothing) return false;
  switch (mode) {
    case RoundingMode.nearest:
      return rest === Rest.aboveHalf || (rest === Rest.half && odd);
    case RoundingMode.down:
      return sign === 1;
    case RoundingMode.up:
      return sign === 0;
    default:
      return false;
  }
}

/**
 * Rounds a result of arithmetic, given exactly as (-1)^sign · 1.s · 2^(exponent - BIAS), to the unit's precision.
 *
 * The significand s has its highest bit set and 96 bits: `high`, `low` and `extra`, of which the last bit stands for itself
 * and whatever follows it ("sticky"). Raises precision, overflow and underflow.
 */
export function roundResult(
  unit: X87,
  out: Float80,
  sign: number,
  exponent: number,
  high: number,
  low: number,
  extra: number,
): void {
  const { precision } = unit;
  const format = precision === 64 ? EXTENDED : precision === 53 ? CUT_TO_53 : CUT_TO_24;
  round(unit, out, format, sign, exponent, high, low, extra);
}

/** The same to 64 bits whatever the precision control says, as functions other than the basic ones do. */
export function roundExtended(
  unit: X87,
  out: Float80,
  sign: number,
  exponent: number,
  high: number,
  low: number,
  extra: number,
): void {
  round(unit, out, EXTENDED, sign, exponent, high, low, extra);
}

export function round(
  unit: X87,
  out: Float80,
  format: Format,
  sign: number,
  exponent: number,
  high: number,
  low: number,
  extra: number,
): void {
  if (exponent < format.lowest && isTiny(unit, format, sign, exponent, high, low, extra)) {
    if (unit.isMasked(Status.underflow)) {
      roundDenormal(unit, out, format, sign, exponent, high, low, extra);
      return;
    }
    unit.raise(Status.underflow);
    const wrapped = exponent + WRAP;
    roundSignificand(unit, out, format.bits, sign, wrapped, high, low, extra);
    if (wrapped <= 0) {
      // Only fscale gets that far.
      unit.raise(Status.precision);
      unit.roundedUp = false;
      out.zero(sign);
    }
    return;
  }
  roundSignificand(unit, out, format.bits, sign, exponent, high, low, extra);
  if (out.exponent > format.highest) overflow(unit, out, format);
}

/** Cuts the significand to its bits and decides about one more unit in the last place. */
function roundSignificand(
  unit: X87,
  out: Float80,
  bits: number,
  sign: number,
  exponent: number,
  high: number,
  low: number,
  extra: number,
): void {
  out.kind = Kind.normal;
  out.sign = sign;
  out.exponent = exponent;
  const rest = restOf(bits, high, low, extra);
  cut(out, bits, high, low);
  if (rest === Rest.nothing) return;
  unit.raise(Status.precision);
  unit.roundedUp = goesUp(unit.roundingMode, sign, rest, isOdd(bits, high, low));
  if (unit.roundedUp) increment(out, bits);
}

function cut(out: Float80, bits: number, high: number, low: number): void {
  out.high = bits === 24 ? high & ~0xff : high;
  out.low = bits === 64 ? low : bits === 53 ? low & ~0x7ff : 0;
}

function isOdd(bits: number, high: number, low: number): boolean {
  return (bits === 64 ? low & 1 : bits === 53 ? low & 0x800 : high & 0x100) !== 0;
}

/** Adds one unit in the last place; all ones become 1.0 with the next exponent. */
function increment(out: Float80, bits: number): void {
  if (bits === 24) out.high = (out.high + 0x100) | 0;
  else {
    out.low = (out.low + (bits === 64 ? 1 : 0x800)) | 0;
    if (out.low === 0) out.high = (out.high + 1) | 0;
  }
  if (out.high === 0 && out.low === 0) {
    out.high = INTEGER_BIT;
    out.exponent++;
  }
}

/** True when the result, rounded as if there were no lowest exponent, is below the smallest normal number. */
function isTiny(
  unit: X87,
  format: Format,
  sign: number,
  exponent: number,
  high: number,
  low: number,
  extra: number,
): boolean {
  if (exponent < format.lowest - 1) return true;
  const { bits } = format;
  const allOnes =
    bits === 24 ? high >>> 8 === 0xffffff : high === -1 && (bits === 64 ? low === -1 : low >>> 11 === 0x1fffff);
  return !(allOnes && goesUp(unit.roundingMode, sign, restOf(bits, high, low, extra), true));
}

/** Rounds at the last place that denormals of the format have; the result may turn out the smallest normal number, or 0. */
function roundDenormal(
  unit: X87,
  out: Float80,
  format: Format,
  sign: number,
  exponent: number,
  high: number,
  low: number,
  extra: number,
): void {
  let h = high;
  let l = low;
  let x = extra;
  let shift = format.lowest - exponent;
  for (; shift >= 32 && (h | l) !== 0; shift -= 32) {
    x = l | (x !== 0 ? 1 : 0);
    l = h;
    h = 0;
  }
  if (shift >= 32) x = x !== 0 ? 1 : 0;
  else if (shift > 0) {
    const lost = x << (32 - shift);
    x = (x >>> shift) | (l << (32 - shift)) | (lost !== 0 ? 1 : 0);
    l = (l >>> shift) | (h << (32 - shift));
    h >>>= shift;
  }
  roundSignificand(unit, out, format.bits, sign, format.lowest, h, l, x);
  if ((unit.raised & Status.precision) !== 0) unit.raise(Status.underflow);
  if ((out.high | out.low) === 0) out.zero(sign);
  else if (out.high >= 0) {
    out.kind = Kind.denormal;
    out.normalize();
  }
}

/** The result is beyond the largest number: infinity or that number, by the direction of rounding. */
function overflow(unit: X87, out: Float80, { bits, highest }: Format): void {
  unit.raise(Status.overflow);
  if (!unit.isMasked(Status.overflow)) {
    out.exponent -= WRAP;
    if (out.exponent >= MAX_EXPONENT) {
      unit.raise(Status.precision);
      unit.roundedUp = true;
      out.infinity(out.sign);
    }
    return;
  }
  unit.raise(Status.precision);
  unit.roundedUp = goesUp(unit.roundingMode, out.sign, Rest.aboveHalf, true);
  if (unit.roundedUp) out.infinity(out.sign);
  else out.set(Kind.normal, out.sign, highest, bits === 24 ? ~0xff : -1, bits === 64 ? -1 : bits === 53 ? ~0x7ff : 0);
}
