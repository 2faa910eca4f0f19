import { invalid, propagateNaN, propagateOneNaN } from './arithmetic.js';
import { roundInteger, scaleOf, setInteger } from './extended.js';
import { BIAS, type Float80, INTEGER_BIT, Kind, significand } from './float80.js';
import { roundExtended } from './round.js';
import { Status, type X87 } from './unit.js';

/** Exponents further apart than this are reduced in several steps: each instruction takes 32 to 63 bits of the quotient. */
const FAR = 64;

/**
 * The remainder of a / b, with the quotient rounded toward zero (fprem) or to the nearest (fprem1). Exact. Returns the
 * condition codes: the last three bits of the quotient in C0, C3, C1 (from 4 to 1), or C2 when there is more to do;
 * undefined when there is no quotient.
 */
export function remainder(unit: X87, a: Float80, b: Float80, out: Float80, nearest: boolean): number | undefined {
  if (propagateNaN(unit, a, b, out)) return undefined;
  if (a.kind === Kind.infinity || b.kind === Kind.zero) {
    invalid(unit, out);
    return undefined;
  }
  if (a.kind === Kind.denormal || b.kind === Kind.denormal) unit.raise(Status.denormal);
  if (unit.stopped) return undefined;
  if (a.kind === Kind.zero || b.kind === Kind.infinity) {
    if (a.isFinite) roundExtended(unit, out, a.sign, a.exponent, a.high, a.low, 0);
    else out.copy(a);
    return 0;
  }
  const distance = a.exponent - b.exponent;
  if (distance >= FAR) {
    reduce(unit, a, b, out, distance - ((distance & 31) | 32));
    return Status.c2;
  }
  if (distance < -1) {
    roundExtended(unit, out, a.sign, a.exponent, a.high, a.low, 0);
    return 0;
  }
  return finish(unit, a, b, out, nearest);
}

/** a minus the largest multiple of b · 2^power that leaves its sign alone. */
function reduce(unit: X87, a: Float80, b: Float80, out: Float80, power: number): void {
  const scale = scaleOf(b) + power;
  roundInteger(unit, out, a.sign, (significand(a) << BigInt(scaleOf(a) - scale)) % significand(b), scale, false);
}

function finish(unit: X87, a: Float80, b: Float80, out: Float80, nearest: boolean): number {
  const scale = Math.min(scaleOf(a), scaleOf(b));
  const dividend = significand(a) << BigInt(scaleOf(a) - scale);
  const divisor = significand(b) << BigInt(scaleOf(b) - scale);
  let quotient = dividend / divisor;
  let rest = dividend % divisor;
  let { sign } = a;
  const half = 2n * rest - divisor;
  if (nearest && (half > 0n || (half === 0n && (quotient & 1n) === 1n))) {
    quotient++;
    rest = divisor - rest;
    sign ^= 1;
  }
  roundInteger(unit, out, rest === 0n ? a.sign : sign, rest, scale, false);
  const bits = Number(quotient & 7n);
  return ((bits & 4) !== 0 ? Status.c0 : 0) | ((bits & 2) !== 0 ? Status.c3 : 0) | ((bits & 1) !== 0 ? Status.c1 : 0);
}

/** Beyond this every scaling ends in overflow or underflow. */
const FARTHEST = 0x10000;

/** a · 2^b, with b rounded toward zero. */
export function scale(unit: X87, a: Float80, b: Float80, out: Float80): void {
  if (propagateNaN(unit, a, b, out)) return;
  if (b.kind === Kind.infinity && a.kind === (b.sign === 0 ? Kind.zero : Kind.infinity)) {
    invalid(unit, out);
    return;
  }
  if (a.kind === Kind.denormal || b.kind === Kind.denormal) unit.raise(Status.denormal);
  if (unit.stopped) return;
  const { sign } = a;
  if (b.kind === Kind.infinity) {
    if (b.sign === 0) out.infinity(sign);
    else out.zero(sign);
  } else if (!a.isFinite) out.copy(a);
  else roundExtended(unit, out, sign, a.exponent + truncated(b), a.high, a.low, 0);
}

/** A number without its fraction, cut to what matters to an exponent. */
function truncated({ kind, sign, exponent, high }: Float80): number {
  if (kind === Kind.zero || exponent < BIAS) return 0;
  const magnitude = exponent > BIAS + 16 ? FARTHEST : high >>> (BIAS + 31 - exponent);
  return sign === 1 ? -magnitude : magnitude;
}

/** Splits a number into its exponent, as a number, and its significand with an exponent of 0. */
export function extract(unit: X87, a: Float80, exponent: Float80, fraction: Float80): void {
  if (propagateOneNaN(unit, a, fraction)) {
    exponent.copy(fraction);
    return;
  }
  if (a.kind === Kind.zero) unit.raise(Status.zeroDivide);
  if (a.kind === Kind.denormal) unit.raise(Status.denormal);
  if (unit.stopped) return;
  fraction.copy(a);
  if (a.kind === Kind.zero) exponent.infinity(1);
  else if (a.kind === Kind.infinity) exponent.infinity(0);
  else {
    setInteger(exponent, a.exponent - BIAS);
    fraction.set(Kind.normal, a.sign, BIAS, a.high | INTEGER_BIT, a.low);
  }
}
