/**
 * The transcendental functions. Each result is that of the exact value rounded once, as the rounding control says, where
 * processors promise less than one unit in the last place.
 */
import { invalid, propagateNaN, propagateOneNaN } from './arithmetic.js';
import { bitLength, roundInteger, scaleOf, shift, signedSignificand } from './extended.js';
import * as fixed from './fixed.js';
import { BIAS, type Float80, Kind, significand } from './float80.js';
import { roundExtended } from './round.js';
import { Status, type X87 } from './unit.js';

const P = Number(fixed.P);

/** Exponents from which on the first term of the series is all that matters. */
const TINY = BIAS - 100;

function checkDenormals(unit: X87, a: Float80, b: Float80): boolean {
  if (a.kind === Kind.denormal || b.kind === Kind.denormal) unit.raise(Status.denormal);
  return unit.stopped;
}

function absolute(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** A finite number in fixed point; what is below the last place is lost. */
function toFixed(a: Float80): bigint {
  return shift(signedSignificand(a), scaleOf(a) + P);
}

/** Rounds a number in fixed point times 2^scale, which is never exact. */
function roundFixed(unit: X87, out: Float80, value: bigint, scale = 0): void {
  roundInteger(unit, out, value < 0n ? 1 : 0, absolute(value), scale - P, true);
}

/** 2^x - 1 for -1 <= x <= 1. Outside of that processors leave x as it is. */
export function twoToMinus1(unit: X87, a: Float80, out: Float80): void {
  if (propagateOneNaN(unit, a, out)) return;
  if (checkDenormals(unit, a, a)) return;
  if (a.kind === Kind.zero) out.copy(a);
  else if (a.kind === Kind.infinity) {
    if (a.sign === 0) out.copy(a);
    else out.set(Kind.normal, 1, BIAS, 0x80000000 | 0, 0);
  } else if (a.exponent >= BIAS) {
    const isOne = a.exponent === BIAS && significand(a) === 1n << 63n;
    if (isOne) out.set(Kind.normal, a.sign, BIAS - a.sign, 0x80000000 | 0, 0);
    else out.copy(a);
    unit.raise(Status.precision);
  } else if (a.exponent < TINY) roundFixed(unit, out, signedSignificand(a) * fixed.LN2, scaleOf(a));
  else roundFixed(unit, out, fixed.expMinus1((toFixed(a) * fixed.LN2) >> fixed.P));
}

/** y · log2(x). */
export function logarithm(unit: X87, x: Float80, y: Float80, out: Float80): void {
  if (propagateNaN(unit, x, y, out)) return;
  if (x.kind !== Kind.zero && x.sign === 1) {
    invalid(unit, out);
    return;
  }
  const order = orderToOne(x);
  if (isZeroTimesInfinity(x, y, order)) {
    invalid(unit, out);
    return;
  }
  const sign = y.sign ^ (order < 0 ? 1 : 0);
  if (x.kind === Kind.zero && y.kind !== Kind.infinity) unit.raise(Status.zeroDivide);
  else checkDenormals(unit, x, y);
  if (unit.stopped) return;
  if (x.kind === Kind.zero || x.kind === Kind.infinity || y.kind === Kind.infinity) out.infinity(sign);
  else if (y.kind === Kind.zero || order === 0) out.zero(sign);
  else multiplyLogarithm(unit, x, y, out);
}

/** -1, 0, 1 as a number that is not negative is below, equal to or above 1. */
function orderToOne(x: Float80): number {
  if (x.kind === Kind.zero || x.exponent < BIAS) return -1;
  return x.exponent === BIAS && x.high === (0x80000000 | 0) && x.low === 0 ? 0 : 1;
}

function isZeroTimesInfinity(x: Float80, y: Float80, order: number): boolean {
  if (y.kind === Kind.zero) return x.kind === Kind.zero || x.kind === Kind.infinity;
  return y.kind === Kind.infinity && order === 0;
}

/** log2(x) = k + ln(f) / ln 2, with f from 1/sqrt 2 to sqrt 2 so that nothing cancels. */
function multiplyLogarithm(unit: X87, x: Float80, y: Float80, out: Float80): void {
  const f = significand(x);
  let power = x.exponent - BIAS;
  let one = 1n << 63n;
  if (f === one) {
    const product = signedSignificand(y) * BigInt(power);
    roundInteger(unit, out, product < 0n ? 1 : 0, absolute(product), scaleOf(y), false);
    unit.raise(Status.precision); // processors do not see that it is exact
    return;
  }
  if (x.high >>> 0 > 0xb504f333) {
    power++;
    one <<= 1n;
  }
  const log = (BigInt(power) << fixed.P) + (fixed.logOnePlus(f - one, one) << fixed.P) / fixed.LN2;
  roundFixed(unit, out, log * signedSignificand(y), scaleOf(y));
}

/** log2(a/b): k + ln(f) / ln 2 as above, with f from 1/2 to 2. */
function log2(a: bigint, b: bigint): bigint {
  const power = bitLength(a) - bitLength(b);
  const scaled = shift(b, Math.max(power, 0));
  const other = shift(a, Math.max(-power, 0));
  return (BigInt(power) << fixed.P) + (fixed.logOnePlus(other - scaled, scaled) << fixed.P) / fixed.LN2;
}

/** y · log2(1 + x), for x near 0: |x| < 1 - sqrt(1/2). */
export function logarithmPlus1(unit: X87, x: Float80, y: Float80, out: Float80): void {
  if (propagateNaN(unit, x, y, out)) return;
  const sign = x.sign ^ y.sign;
  if ((x.kind === Kind.zero && y.kind === Kind.infinity) || (x.kind === Kind.infinity && y.kind === Kind.zero)) {
    invalid(unit, out);
    return;
  }
  if (x.kind === Kind.infinity && x.sign === 1) {
    invalid(unit, out);
    return;
  }
  if (checkDenormals(unit, x, y)) return;
  if (x.kind === Kind.infinity || y.kind === Kind.infinity) out.infinity(sign);
  else if (x.kind === Kind.zero || y.kind === Kind.zero) out.zero(sign);
  else if (x.exponent < TINY) {
    const product = signedSignificand(x) * signedSignificand(y);
    roundFixed(unit, out, (product << (2n * fixed.P)) / fixed.LN2, scaleOf(x) + scaleOf(y));
  } else if (x.sign === 1 && x.exponent >= BIAS) {
    // Not defined; what processors do.
    out.copy(x);
    unit.raise(Status.precision);
  } else roundFixed(unit, out, log2OnePlus(x) * signedSignificand(y), scaleOf(y));
}

/** log2(1 + x) in fixed point: near 0 nothing may cancel. */
function log2OnePlus(x: Float80): bigint {
  const scale = Math.max(-scaleOf(x), 0);
  const one = 1n << BigInt(scale);
  const n = shift(signedSignificand(x), scaleOf(x) + scale);
  return x.exponent < BIAS - 1 ? (fixed.logOnePlus(n, one) << fixed.P) / fixed.LN2 : log2(one + n, one);
}

/** The angle of the point (x, y), from -pi to pi. */
export function arcTangent(unit: X87, x: Float80, y: Float80, out: Float80): void {
  if (propagateNaN(unit, x, y, out)) return;
  if (checkDenormals(unit, x, y)) return;
  const { sign } = y;
  const left = x.sign === 1;
  if (x.kind === Kind.infinity && y.kind === Kind.infinity) quarters(unit, out, sign, left ? 3n : 1n);
  else if (y.kind === Kind.infinity || (x.kind === Kind.zero && y.kind !== Kind.zero)) quarters(unit, out, sign, 2n);
  else if (x.kind === Kind.infinity || y.kind === Kind.zero) {
    if (left) quarters(unit, out, sign, 4n);
    else out.zero(sign);
  } else angle(unit, x, y, out);
}

/** n · pi/4. */
function quarters(unit: X87, out: Float80, sign: number, n: bigint): void {
  roundFixed(unit, out, ((sign === 1 ? -n : n) * fixed.PI) / 4n);
}

function angle(unit: X87, x: Float80, y: Float80, out: Float80): void {
  const distance = scaleOf(y) - scaleOf(x);
  const a = shift(significand(y), Math.max(distance, 0));
  const b = shift(significand(x), Math.max(-distance, 0));
  const left = x.sign === 1;
  if (distance < -130 && !left) {
    // The ratio itself, a little less.
    const quotient = (significand(y) << 256n) / significand(x);
    const exact = quotient * significand(x) === significand(y) << 256n;
    roundInteger(unit, out, y.sign, exact ? quotient - 1n : quotient, distance - 256, true);
    return;
  }
  const far = distance < -400 || distance > 400;
  let result = far
    ? distance > 0
      ? fixed.PI / 2n
      : 1n
    : a <= b
      ? fixed.arcTangent(a, b)
      : fixed.PI / 2n - fixed.arcTangent(b, a);
  if (far && distance > 0) result -= 1n;
  if (left) result = fixed.PI - result;
  roundFixed(unit, out, y.sign === 1 ? -result : result);
}

/**
 * pi to 66 bits, as processors have it: angles are reduced by multiples of half of this, exactly, however large they are.
 * The number is this times 2^-66.
 */
const PI66 = 0xc90fdaa22168c234cn;
const PI66_SCALE = -66;

/** Angles from 2^63 on are not reduced. */
export const LARGEST_ANGLE = BIAS + 63;

/** An angle from -pi/4 to pi/4, as n · 2^scale, and how many quarter turns it was away from that, modulo 4. */
interface Reduced {
  readonly n: bigint;
  readonly scale: number;
  readonly turns: number;
}

function reduceAngle(a: Float80): Reduced {
  const own = { n: signedSignificand(a), scale: scaleOf(a), turns: 0 };
  if (a.exponent < BIAS - 1) return own;
  const scale = Math.min(own.scale, PI66_SCALE - 1);
  const angle = own.n << BigInt(own.scale - scale);
  const quarter = PI66 << BigInt(PI66_SCALE - 1 - scale);
  // rounded to the nearest
  const turns = (2n * absolute(angle) + quarter) / (2n * quarter);
  const rest = absolute(angle) - turns * quarter;
  const quadrant = Number(turns & 3n);
  return angle < 0n ? { n: -rest, scale, turns: (4 - quadrant) & 3 } : { n: rest, scale, turns: quadrant };
}

/** sin(reduced + turns · pi/2), rounded. */
function roundSine(unit: X87, out: Float80, { n, scale }: Reduced, turns: number): void {
  const negative = (turns & 2) !== 0;
  if ((turns & 1) !== 0) {
    const value = fixed.cosine(shift(n, scale + P));
    roundFixed(unit, out, negative ? -value : value);
    return;
  }
  const angle = negative ? -n : n;
  if (isTiny(angle, scale)) roundNear(unit, out, angle, scale, -1n);
  else roundFixed(unit, out, fixed.sine(shift(angle, scale + P)));
}

/** Processors take a smaller angle itself for its sine and tangent, however results are to be rounded, and 1 for its cosine. */
const SMALLEST_ANGLE = BIAS - 68;

function roundSmallest(unit: X87, a: Float80, out: Float80): void {
  const isDenormal = a.exponent < 1;
  roundExtended(unit, out, a.sign, a.exponent, a.high, a.low, 0);
  unit.raise(Status.precision | (isDenormal ? Status.underflow : 0));
}

/** True when what a multiple of pi leaves is so near to 0 that its sine and tangent are nearly the angle. */
function isTiny(n: bigint, scale: number): boolean {
  return absolute(n) >> BigInt(Math.max(TINY - BIAS - scale, 0)) === 0n;
}

/** The number itself, less or more by something very small. */
function roundNear(unit: X87, out: Float80, n: bigint, scale: number, by: bigint): void {
  roundInteger(unit, out, n < 0n ? 1 : 0, (absolute(n) << 128n) + by, scale - 128, true);
}

/** What all functions of an angle begin with; undefined when the result is there already. */
function startAngle(unit: X87, a: Float80, out: Float80): Reduced | undefined {
  if (propagateOneNaN(unit, a, out)) return undefined;
  if (a.kind === Kind.infinity) {
    invalid(unit, out);
    return undefined;
  }
  return checkDenormals(unit, a, a) ? undefined : reduceAngle(a);
}

export function sine(unit: X87, a: Float80, out: Float80): void {
  const angle = startAngle(unit, a, out);
  if (angle === undefined) return;
  if (a.kind === Kind.zero) out.copy(a);
  else if (a.exponent < SMALLEST_ANGLE) roundSmallest(unit, a, out);
  else roundSine(unit, out, angle, angle.turns);
}

export function cosine(unit: X87, a: Float80, out: Float80): void {
  const angle = startAngle(unit, a, out);
  if (angle === undefined) return;
  if (a.exponent < SMALLEST_ANGLE) {
    out.set(Kind.normal, 0, BIAS, 0x80000000 | 0, 0);
    if (a.kind !== Kind.zero) unit.raise(Status.precision);
  } else roundSine(unit, out, angle, angle.turns + 1);
}

export function tangent(unit: X87, a: Float80, out: Float80): void {
  const angle = startAngle(unit, a, out);
  if (angle === undefined) return;
  if (a.kind === Kind.zero) {
    out.copy(a);
    return;
  }
  if (a.exponent < SMALLEST_ANGLE) {
    roundSmallest(unit, a, out);
    return;
  }
  const { n, scale, turns } = angle;
  if (turns === 0 && isTiny(n, scale)) {
    roundNear(unit, out, n, scale, 1n);
    return;
  }
  const x = shift(n, scale + P);
  const sin = fixed.sine(x);
  const cos = fixed.cosine(x);
  roundFixed(unit, out, (turns & 1) === 0 ? (sin << fixed.P) / cos : -(cos << fixed.P) / sin);
}
