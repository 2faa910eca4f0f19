import { BIAS, compareSignificands, Float80, Kind, QUIET_BIT, significand } from './float80.js';
import { roundResult } from './round.js';
import { Status, type X87 } from './unit.js';

/**
 * The basic operations: each takes its operands apart, raises exceptions in the unit and leaves its result in `out`, unless
 * an exception that is not masked forbids it (`unit.stopped`). `out` may be one of the operands.
 */
export type Operation = (unit: X87, a: Float80, b: Float80, out: Float80) => void;

/** Invalid: the result is the indefinite NaN. */
export function invalid(unit: X87, out: Float80): void {
  unit.raise(Status.invalid);
  out.indefinite();
}

/**
 * Operands that are no numbers. Of two NaNs the one with the larger significand is the result, a quiet one before a
 * signalling one (Intel SDM vol. 1, table 4-7). True when there was a result of that kind.
 */
export function propagateNaN(unit: X87, a: Float80, b: Float80, out: Float80): boolean {
  if (a.kind < Kind.quietNaN && b.kind < Kind.quietNaN) return false;
  if (a.kind === Kind.unsupported || b.kind === Kind.unsupported) {
    invalid(unit, out);
    return true;
  }
  if (a.kind === Kind.signallingNaN || b.kind === Kind.signallingNaN) unit.raise(Status.invalid);
  out.copy(chooseNaN(a, b));
  out.kind = Kind.quietNaN;
  out.high |= QUIET_BIT;
  return true;
}

function chooseNaN(a: Float80, b: Float80): Float80 {
  if (!a.isNaN) return b;
  if (!b.isNaN) return a;
  if (a.kind !== b.kind) return a.kind === Kind.quietNaN ? a : b;
  const order = compareSignificands(a, b);
  if (order !== 0) return order > 0 ? a : b;
  return a.sign === 0 ? a : b;
}

/** The same for functions of one operand. */
export function propagateOneNaN(unit: X87, a: Float80, out: Float80): boolean {
  return propagateNaN(unit, a, a, out);
}

function checkDenormals(unit: X87, a: Float80, b: Float80): void {
  if (a.kind === Kind.denormal || b.kind === Kind.denormal) unit.raise(Status.denormal);
}

export function add(unit: X87, a: Float80, b: Float80, out: Float80): void {
  addSigned(unit, a, b, b.sign, out);
}

export function subtract(unit: X87, a: Float80, b: Float80, out: Float80): void {
  addSigned(unit, a, b, b.sign ^ 1, out);
}

/** a - b with the operands the other way round. */
export function subtractReversed(unit: X87, a: Float80, b: Float80, out: Float80): void {
  addSigned(unit, b, a, a.sign ^ 1, out);
}

function addSigned(unit: X87, a: Float80, b: Float80, signB: number, out: Float80): void {
  if (a.kind !== Kind.normal || b.kind !== Kind.normal) {
    if (propagateNaN(unit, a, b, out)) return;
    if (a.kind === Kind.infinity && b.kind === Kind.infinity && a.sign !== signB) {
      invalid(unit, out);
      return;
    }
    checkDenormals(unit, a, b);
    if (unit.stopped) return;
    if (a.kind === Kind.infinity) {
      out.infinity(a.sign);
      return;
    }
    if (b.kind === Kind.infinity) {
      out.infinity(signB);
      return;
    }
    if (a.kind === Kind.zero || b.kind === Kind.zero) {
      addZero(unit, a, b, signB, out);
      return;
    }
  }
  // The larger exponent first; the other significand is shifted down to it.
  if (a.exponent >= b.exponent) addAligned(unit, a, a.sign, b, signB, out);
  else addAligned(unit, b, signB, a, a.sign, out);
}

function addZero(unit: X87, a: Float80, b: Float80, signB: number, out: Float80): void {
  if (a.kind !== Kind.zero) roundResult(unit, out, a.sign, a.exponent, a.high, a.low, 0);
  else if (b.kind !== Kind.zero) roundResult(unit, out, signB, b.exponent, b.high, b.low, 0);
  else out.zero(a.sign === signB ? a.sign : cancelled(unit));
}

/** Sign of x - x. */
function cancelled(unit: X87): number {
  return unit.roundingMode === 1 ? 1 : 0;
}

function addAligned(unit: X87, a: Float80, signA: number, b: Float80, signB: number, out: Float80): void {
  let { high, low } = b;
  let extra = 0;
  let shift = a.exponent - b.exponent;
  if (shift >= 32) {
    if (shift < 64) {
      extra = low;
      low = high;
    } else {
      extra = shift < 96 ? high | (low !== 0 ? 1 : 0) : 1;
      low = 0;
    }
    high = 0;
    shift = shift < 96 ? shift & 31 : 0;
  }
  if (shift !== 0) {
    const lost = extra << (32 - shift);
    extra = (extra >>> shift) | (low << (32 - shift)) | (lost !== 0 ? 1 : 0);
    low = (low >>> shift) | (high << (32 - shift));
    high >>>= shift;
  }
  if (signA === signB) addMagnitudes(unit, a, signA, high, low, extra, out);
  else subtractMagnitudes(unit, a, signA, high, low, extra, out);
}

function addMagnitudes(
  unit: X87,
  a: Float80,
  sign: number,
  high: number,
  low: number,
  extra: number,
  out: Float80,
): void {
  const lowSum = (a.low >>> 0) + (low >>> 0);
  const highSum = (a.high >>> 0) + (high >>> 0) + (lowSum >= 2 ** 32 ? 1 : 0);
  const l = lowSum | 0;
  const h = highSum | 0;
  if (highSum < 2 ** 32) {
    roundResult(unit, out, sign, a.exponent, h, l, extra);
    return;
  }
  const x = (extra >>> 1) | (l << 31) | (extra & 1);
  roundResult(unit, out, sign, a.exponent + 1, (h >>> 1) | 0x80000000, (l >>> 1) | (h << 31), x);
}

function subtractMagnitudes(
  unit: X87,
  a: Float80,
  signA: number,
  high: number,
  low: number,
  extra: number,
  out: Float80,
): void {
  let sign = signA;
  let x = -extra | 0;
  const lowDifference = (a.low >>> 0) - (low >>> 0) - (extra !== 0 ? 1 : 0);
  const highDifference = (a.high >>> 0) - (high >>> 0) - (lowDifference < 0 ? 1 : 0);
  let l = lowDifference | 0;
  let h = highDifference | 0;
  if (highDifference < 0) {
    // Equal exponents, so nothing was shifted out: the other way round.
    sign ^= 1;
    l = -l | 0;
    h = (~h + (l === 0 ? 1 : 0)) | 0;
  }
  if ((h | l | x) === 0) {
    out.zero(cancelled(unit));
    return;
  }
  let { exponent } = a;
  while (h === 0) {
    h = l;
    l = x;
    x = 0;
    exponent -= 32;
  }
  const shift = Math.clz32(h);
  if (shift !== 0) {
    h = (h << shift) | (l >>> (32 - shift));
    l = (l << shift) | (x >>> (32 - shift));
    x <<= shift;
  }
  roundResult(unit, out, sign, exponent - shift, h, l, x);
}

/** Upper half of the product of two unsigned 32-bit integers; Math.imul gives the lower. */
function upperProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = (middle & 0xffff) + a0 * b1;
  return a1 * b1 + (middle >>> 16) + (other >>> 16);
}

export function multiply(unit: X87, a: Float80, b: Float80, out: Float80): void {
  const sign = a.sign ^ b.sign;
  if (a.kind !== Kind.normal || b.kind !== Kind.normal) {
    if (propagateNaN(unit, a, b, out)) return;
    const infinite = a.kind === Kind.infinity || b.kind === Kind.infinity;
    const zero = a.kind === Kind.zero || b.kind === Kind.zero;
    if (infinite && zero) {
      invalid(unit, out);
      return;
    }
    checkDenormals(unit, a, b);
    if (unit.stopped) return;
    if (infinite) {
      out.infinity(sign);
      return;
    }
    if (zero) {
      out.zero(sign);
      return;
    }
  }
  multiplySignificands(unit, a, b, sign, out);
}

/**
 *                a.high : a.low
 *              * b.high : b.low
 *     w3  :  w2  :  w1  :  w0        four partial products of two words each
 */
function multiplySignificands(unit: X87, a: Float80, b: Float80, sign: number, out: Float80): void {
  const w0 = Math.imul(a.low, b.low);
  const w1 = upperProduct(a.low, b.low) + (Math.imul(a.low, b.high) >>> 0) + (Math.imul(a.high, b.low) >>> 0);
  const w2 =
    upperProduct(a.low, b.high) +
    upperProduct(a.high, b.low) +
    (Math.imul(a.high, b.high) >>> 0) +
    Math.floor(w1 / 2 ** 32);
  const w3 = upperProduct(a.high, b.high) + Math.floor(w2 / 2 ** 32);
  let h = w3 | 0;
  let l = w2 | 0;
  let x = w1 | 0;
  let exponent = a.exponent + b.exponent - BIAS + 1;
  if (h >= 0) {
    h = (h << 1) | (l >>> 31);
    l = (l << 1) | (x >>> 31);
    x = (x << 1) | (w0 >>> 31);
    exponent--;
  }
  roundResult(unit, out, sign, exponent, h, l, x | (w0 !== 0 ? 1 : 0));
}

export function divide(unit: X87, a: Float80, b: Float80, out: Float80): void {
  const sign = a.sign ^ b.sign;
  if (a.kind !== Kind.normal || b.kind !== Kind.normal) {
    if (propagateNaN(unit, a, b, out)) return;
    if (a.kind === b.kind && (a.kind === Kind.infinity || a.kind === Kind.zero)) {
      invalid(unit, out);
      return;
    }
    if (b.kind === Kind.zero && a.kind !== Kind.infinity) unit.raise(Status.zeroDivide);
    else checkDenormals(unit, a, b);
    if (unit.stopped) return;
    if (a.kind === Kind.infinity || b.kind === Kind.zero) {
      out.infinity(sign);
      return;
    }
    if (a.kind === Kind.zero || b.kind === Kind.infinity) {
      out.zero(sign);
      return;
    }
  }
  divideSignificands(unit, a, b, sign, out);
}

/** a / b with the operands the other way round. */
export function divideReversed(unit: X87, a: Float80, b: Float80, out: Float80): void {
  divide(unit, b, a, out);
}

/** Remainder of a division step, in three words; a quotient digit comes with it. */
let remainderHigh = 0;
let remainderLow = 0;

/**
 * One digit to base 2^32 of a quotient: divides remainder · 2^32 by the significand `d`; the remainder, below `d`, is in
 * the two variables above, before and after.
 *
 * The digit is guessed from 64 bits of the remainder and 32 of the divisor, too large by at most 2 (Knuth vol. 2, 4.3.1,
 * theorem B) and, as the guess is made in double precision, by 1 to either side; then it is corrected.
 */
function quotientDigit(d: Float80): number {
  const dh = d.high >>> 0;
  const dl = d.low >>> 0;
  let digit = Math.min(Math.floor((remainderHigh * 2 ** 32 + remainderLow) / dh), 0xffffffff);
  // remainder - digit * d, in words of which the upper one carries the sign
  const borrow = upperProduct(digit, dl);
  let low = -(Math.imul(digit, dl) >>> 0);
  let middle = remainderLow - (Math.imul(digit, dh) >>> 0) - borrow;
  let high = remainderHigh - upperProduct(digit, dh);
  for (;;) {
    const carry = Math.floor(low / 2 ** 32);
    low -= carry * 2 ** 32;
    middle += carry;
    const carry2 = Math.floor(middle / 2 ** 32);
    middle -= carry2 * 2 ** 32;
    high += carry2;
    if (high < 0) {
      digit--;
      low += dl;
      middle += dh;
    } else if (high > 0 || middle > dh || (middle === dh && low >= dl)) {
      digit++;
      low -= dl;
      middle -= dh;
    } else break;
  }
  remainderHigh = middle;
  remainderLow = low;
  return digit;
}

function divideSignificands(unit: X87, a: Float80, b: Float80, sign: number, out: Float80): void {
  let exponent = a.exponent - b.exponent + BIAS;
  const smaller = compareSignificands(a, b) < 0;
  let high = 0;
  remainderHigh = a.high >>> 0;
  remainderLow = a.low >>> 0;
  if (smaller) {
    // The quotient is below 1: all of its 64 bits come from the two digits.
    exponent--;
    high = quotientDigit(b);
    const low = quotientDigit(b);
    roundResult(unit, out, sign, exponent, high | 0, low | 0, restOfDivision(b));
    return;
  }
  // The quotient is 1 and a fraction: the digits are those of the fraction, one place further down.
  subtractDivisor(b);
  high = quotientDigit(b);
  const low = quotientDigit(b);
  const rest = restOfDivision(b);
  const x = (rest >>> 1) | (low << 31) | (rest & 1);
  roundResult(unit, out, sign, exponent, (high >>> 1) | 0x80000000, (low >>> 1) | (high << 31), x);
}

function subtractDivisor({ high, low }: Float80): void {
  remainderLow -= low >>> 0;
  remainderHigh -= high >>> 0;
  if (remainderLow < 0) {
    remainderLow += 2 ** 32;
    remainderHigh--;
  }
}

/** The bits behind the last digit, as far as rounding asks: half a unit, and whether there is more. */
function restOfDivision({ high, low }: Float80): number {
  if (remainderHigh === 0 && remainderLow === 0) return 0;
  const doubledLow = remainderLow * 2;
  const carry = doubledLow >= 2 ** 32 ? 1 : 0;
  const difference = remainderHigh * 2 + carry - (high >>> 0) || doubledLow - carry * 2 ** 32 - (low >>> 0);
  if (difference === 0) return 0x80000000 | 0;
  return difference > 0 ? 0x80000001 | 0 : 1;
}

/** The square root. A negative number has none; -0 is its own. */
export function squareRoot(unit: X87, a: Float80, out: Float80): void {
  if (propagateOneNaN(unit, a, out)) return;
  if (a.kind === Kind.zero) {
    out.copy(a);
    return;
  }
  if (a.sign === 1) {
    invalid(unit, out);
    return;
  }
  checkDenormals(unit, a, a);
  if (unit.stopped) return;
  if (a.kind === Kind.infinity) {
    out.infinity(0);
    return;
  }
  // sqrt(s * 2^e) = sqrt(s * 2^k) * 2^((e-k)/2), with k such that 66 bits of root come out
  const power = a.exponent - BIAS;
  const odd = power & 1;
  const scaled = significand(a) << BigInt(67 + odd);
  const root = integerRoot(scaled);
  const sticky = root * root === scaled ? 0 : 1;
  const high = Number(root >> 34n) | 0;
  const low = Number((root >> 2n) & 0xffffffffn) | 0;
  const extra = (Number(root & 3n) << 30) | sticky;
  roundResult(unit, out, 0, BIAS + (power - odd) / 2, high, low, extra);
}

/** Largest integer whose square is not above `n`: Newton's iteration from above. */
export function integerRoot(n: bigint): bigint {
  let root = BigInt(Math.ceil(Math.sqrt(Number(n)) * (1 + 2 ** -50)));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

const scratch = new Float80();

/** How two numbers compare; `unordered` when one is no number. */
export const Order = { less: -1, equal: 0, greater: 1, unordered: 2 } as const;
export type Order = (typeof Order)[keyof typeof Order];

/**
 * Compares. A NaN is invalid to ordered comparisons (fcom), only a signalling one to the others (fucom). Zeros are equal
 * whatever their signs.
 */
export function compare(unit: X87, a: Float80, b: Float80, ordered: boolean): Order {
  if (a.kind !== Kind.normal || b.kind !== Kind.normal) {
    if (a.kind >= Kind.quietNaN || b.kind >= Kind.quietNaN) {
      if (ordered) unit.raise(Status.invalid);
      else propagateNaN(unit, a, b, scratch);
      return Order.unordered;
    }
    checkDenormals(unit, a, b);
    if (a.kind === Kind.zero && b.kind === Kind.zero) return Order.equal;
    if (a.kind === Kind.zero) return b.sign === 1 ? Order.greater : Order.less;
    if (b.kind === Kind.zero) return a.sign === 1 ? Order.less : Order.greater;
  }
  if (a.sign !== b.sign) return a.sign === 1 ? Order.less : Order.greater;
  const magnitude = a.exponent === b.exponent ? compareSignificands(a, b) : a.exponent < b.exponent ? -1 : 1;
  if (magnitude === 0) return Order.equal;
  return magnitude > 0 === (a.sign === 0) ? Order.greater : Order.less;
}
