import { BIAS, type Float80, Kind, significand } from './float80.js';
import { roundExtended } from './round.js';
import type { X87 } from './unit.js';

/** Bits of a positive integer. */
export function bitLength(n: bigint): number {
  const digits = n.toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits[0]!, 16)));
}

/** a · 2^by, downwards when `by` is negative. */
export function shift(a: bigint, by: number): bigint {
  return by >= 0 ? a << BigInt(by) : a >> BigInt(-by);
}

/** The power of two that the significand of a finite number, as an integer, is to be multiplied with. */
export function scaleOf({ exponent }: Float80): number {
  return exponent - BIAS - 63;
}

/** A finite number as a signed integer to be multiplied with 2^scaleOf. */
export function signedSignificand(a: Float80): bigint {
  return a.sign === 1 ? -significand(a) : significand(a);
}

/**
 * Rounds (-1)^sign · magnitude · 2^scale to 64 bits as the rounding control says; `inexact` when the magnitude stands for
 * itself and something behind it. A magnitude that is not exact needs more than 66 bits.
 */
export function roundInteger(
  unit: X87,
  out: Float80,
  sign: number,
  magnitude: bigint,
  scale: number,
  inexact: boolean,
): void {
  if (magnitude === 0n) {
    out.zero(sign);
    return;
  }
  const length = bitLength(magnitude);
  const cut = length - 96;
  const top = shift(magnitude, -cut);
  const sticky = inexact || (cut > 0 && (magnitude & ((1n << BigInt(cut)) - 1n)) !== 0n) ? 1 : 0;
  const word = (n: bigint) => Number((top >> n) & 0xffffffffn) | 0;
  roundExtended(unit, out, sign, BIAS + scale + length - 1, word(64n), word(32n), word(0n) | sticky);
}

/** A small integer, exactly. */
export function setInteger(out: Float80, value: number): void {
  if (value === 0) {
    out.zero(0);
    return;
  }
  const magnitude = Math.abs(value);
  out.set(Kind.normal, value < 0 ? 1 : 0, BIAS + 31, magnitude | 0, 0);
  out.normalize();
}
