/**
 * What instructions compute: result and status flags, for operands of 1, 2 or 4 bytes (`size`).
 *
 * Operands are signed 32-bit integers holding a narrower operand sign-extended, and so are results. With that one formula
 * serves all sizes: the sign of the result is the sign of the word, and zero is zero.
 */
import { CARRY_IN, CARRY_OUT, type Flags, HALF_CARRY } from './flags.js';

const TOP_CARRIES = CARRY_OUT | CARRY_IN;

/** Cuts a result to `size` bytes and sign-extends it again. */
export function narrow(value: number, size: number): number {
  const unused = 32 - (size << 3);
  return (value << unused) >> unused;
}

/** Sets all flags from a result and the carries out of each of its bits. */
function setFlags(flags: Flags, result: number, carries: number, unused: number): void {
  flags.result = result;
  flags.carries = ((carries << unused) & TOP_CARRIES) | (carries & HALF_CARRY);
}

/**
 * Carries out of each bit of r = a + b (+ carry in). With c the carry into a bit, r = a ^ b ^ c there, and the carry out is
 * the majority of a, b and c:
 *
 *     a b   carry out
 *     0 0   0
 *     1 1   1
 *     a≠b   c, which is ~r
 */
function carriesOfSum(a: number, b: number, r: number): number {
  return (a & b) | ((a | b) & ~r);
}

/** Borrows out of each bit of r = a - b (- borrow in): a=0 b=1 borrows, a=1 b=0 does not, a=b passes on c, which is r. */
function borrowsOfDifference(a: number, b: number, r: number): number {
  return (~a & b) | ((~a | b) & r);
}

export function add(flags: Flags, a: number, b: number, size: number): number {
  const unused = 32 - (size << 3);
  const r = ((a + b) << unused) >> unused;
  setFlags(flags, r, carriesOfSum(a, b, r), unused);
  return r;
}

export function adc(flags: Flags, a: number, b: number, size: number): number {
  const unused = 32 - (size << 3);
  const r = ((a + b + (flags.cf ? 1 : 0)) << unused) >> unused;
  setFlags(flags, r, carriesOfSum(a, b, r), unused);
  return r;
}

export function sub(flags: Flags, a: number, b: number, size: number): number {
  const unused = 32 - (size << 3);
  const r = ((a - b) << unused) >> unused;
  setFlags(flags, r, borrowsOfDifference(a, b, r), unused);
  return r;
}

export function sbb(flags: Flags, a: number, b: number, size: number): number {
  const unused = 32 - (size << 3);
  const r = ((a - b - (flags.cf ? 1 : 0)) << unused) >> unused;
  setFlags(flags, r, borrowsOfDifference(a, b, r), unused);
  return r;
}

/** a + 1; CF stays. */
export function inc(flags: Flags, a: number, size: number): number {
  const carry = flags.cf;
  const r = add(flags, a, 1, size);
  flags.setCarry(carry);
  return r;
}

/** a - 1; CF stays. */
export function dec(flags: Flags, a: number, size: number): number {
  const carry = flags.cf;
  const r = sub(flags, a, 1, size);
  flags.setCarry(carry);
  return r;
}

/** Flags of and, or, xor, test: CF = OF = 0 (and AF, which is undefined). Returns `r`. */
export function logic(flags: Flags, r: number): number {
  flags.result = r;
  flags.carries = 0;
  return r;
}

/** Flags of a shift or rotate that set SF, ZF and PF by `r`. */
function setShiftFlags(flags: Flags, r: number, carry: number, overflow: boolean): number {
  flags.result = r;
  flags.carries = 0;
  flags.setCarryAndOverflow(carry !== 0, overflow);
  return r;
}

/** Zero-extended value of a sign-extended operand. */
function unsigned(value: number, size: number): number {
  return size === 4 ? value >>> 0 : value & ((1 << (size << 3)) - 1);
}

// Shifts. The processor takes the count modulo 32; a count of 0 leaves the flags alone. OF is defined for a count of 1;
// for other counts it is here what the same formula gives.

export function shl(flags: Flags, a: number, count: number, size: number): number {
  const n = count & 31;
  if (n === 0) return a;
  const bits = size << 3;
  const r = narrow(a << n, size);
  const carry = n <= bits ? (a >>> (bits - n)) & 1 : 0;
  return setShiftFlags(flags, r, carry, carry !== r >>> 31);
}

export function shr(flags: Flags, a: number, count: number, size: number): number {
  const n = count & 31;
  if (n === 0) return a;
  const value = unsigned(a, size);
  return setShiftFlags(flags, narrow(value >>> n, size), (value >>> (n - 1)) & 1, a < 0);
}

export function sar(flags: Flags, a: number, count: number, size: number): number {
  const n = count & 31;
  if (n === 0) return a;
  return setShiftFlags(flags, narrow(a >> n, size), (a >> (n - 1)) & 1, false);
}

/** Shifts the low bits of `b` out of the top of the pair a:b into a; for 16 bits a count over 16 goes on with a again. */
export function shld(flags: Flags, a: number, b: number, count: number, size: number): number {
  const n = count & 31;
  if (n === 0) return a;
  if (size === 4) {
    const r = (a << n) | (b >>> (32 - n));
    return setShiftFlags(flags, r, (a >>> (32 - n)) & 1, (r ^ a) < 0);
  }
  const pair = (a << 16) | (b & 0xffff);
  const r = narrow(((pair << n) | (n > 16 ? (a & 0xffff) << (n - 16) : 0)) >> 16, size);
  return setShiftFlags(flags, r, (pair >>> (32 - n)) & 1, (r ^ a) < 0);
}

/** Shifts the low bits of `b` into the top of a; for 16 bits a count over 16 goes on with a again. */
export function shrd(flags: Flags, a: number, b: number, count: number, size: number): number {
  const n = count & 31;
  if (n === 0) return a;
  if (size === 4) {
    const r = (a >>> n) | (b << (32 - n));
    return setShiftFlags(flags, r, (a >>> (n - 1)) & 1, (r ^ a) < 0);
  }
  const pair = (b << 16) | (a & 0xffff);
  const r = narrow((pair >>> n) | (n > 16 ? a << (32 - n) : 0), size);
  return setShiftFlags(flags, r, (pair >>> (n - 1)) & 1, (r ^ a) < 0);
}

// Rotates change CF and OF only.

export function rol(flags: Flags, a: number, count: number, size: number): number {
  if ((count & 31) === 0) return a;
  const bits = size << 3;
  const n = count & (bits - 1);
  const value = unsigned(a, size);
  const r = n === 0 ? a : narrow((value << n) | (value >>> (bits - n)), size);
  const carry = (r & 1) !== 0;
  flags.setCarryAndOverflow(carry, carry !== r < 0);
  return r;
}

export function ror(flags: Flags, a: number, count: number, size: number): number {
  if ((count & 31) === 0) return a;
  const bits = size << 3;
  const n = count & (bits - 1);
  const value = unsigned(a, size);
  const r = n === 0 ? a : narrow((value >>> n) | (value << (bits - n)), size);
  flags.setCarryAndOverflow(r < 0, (r ^ ((r << 1) << (32 - bits))) < 0);
  return r;
}

/** Rotates the operand with CF above it: bits + 1 positions. */
export function rcl(flags: Flags, a: number, count: number, size: number): number {
  const bits = size << 3;
  const n = (count & 31) % (bits + 1);
  if (n === 0) return a;
  let r = a;
  let carry = flags.cf;
  for (let i = 0; i < n; i++) {
    const out = r < 0;
    r = narrow((r << 1) | (carry ? 1 : 0), size);
    carry = out;
  }
  flags.setCarryAndOverflow(carry, carry !== r < 0);
  return r;
}

export function rcr(flags: Flags, a: number, count: number, size: number): number {
  const bits = size << 3;
  const n = (count & 31) % (bits + 1);
  if (n === 0) return a;
  let r = unsigned(a, size);
  let carry = flags.cf;
  for (let i = 0; i < n; i++) {
    const out = (r & 1) !== 0;
    r = (r >>> 1) | (carry ? 1 << (bits - 1) : 0);
    carry = out;
  }
  r = narrow(r, size);
  flags.setCarryAndOverflow(carry, (r ^ ((r << 1) << (32 - bits))) < 0);
  return r;
}

// Multiplication and division.

/**
 * High 32 bits of the 64-bit product of two 32-bit integers, both signed or both unsigned. The double product is off by
 * less than 2^11, so that what remains above the exact low half rounds to the exact high half.
 */
export function mulHigh(a: number, b: number): number {
  const low = Math.imul(a, b) >>> 0;
  return Math.round((a * b - low) / 2 ** 32) | 0;
}

/** Flags of mul and imul: CF = OF = the product does not fit; SF, ZF and PF (undefined) are those of the low half. */
export function setProductFlags(flags: Flags, low: number, fits: boolean): void {
  flags.result = low;
  flags.carries = fits ? 0 : CARRY_OUT;
}

/** Quotient and remainder of the last `divide`; undefined after it returned false. */
export const quotient = { value: 0, remainder: 0 };

/**
 * Divides high:low (64 bits) by `divisor`, all unsigned. False when the quotient does not fit in 32 bits or the divisor
 * is 0.
 */
export function divideUnsigned(high: number, low: number, divisor: number): boolean {
  if (high >>> 0 >= divisor >>> 0) return false;
  if (high >>> 0 < 2 ** 21) {
    // Dividend below 2^53: doubles are exact, and with a quotient below 2^32 the division rounds down correctly.
    const dividend = (high >>> 0) * 2 ** 32 + (low >>> 0);
    const q = Math.floor(dividend / (divisor >>> 0));
    quotient.value = q | 0;
    quotient.remainder = (dividend - q * (divisor >>> 0)) | 0;
    return true;
  }
  const dividend = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const by = BigInt(divisor >>> 0);
  quotient.value = Number(dividend / by) | 0;
  quotient.remainder = Number(dividend % by) | 0;
  return true;
}

/** Divides high:low by `divisor`, all signed, rounding towards 0. False when the quotient does not fit or divisor = 0. */
export function divideSigned(high: number, low: number, divisor: number): boolean {
  if (divisor === 0) return false;
  if (high === low >> 31) {
    // The dividend is a 32-bit integer: what cdq makes.
    if (low === -(2 ** 31) && divisor === -1) return false;
    quotient.value = (low / divisor) | 0;
    quotient.remainder = (low % divisor) | 0;
    return true;
  }
  const dividend = (BigInt(high) << 32n) | BigInt(low >>> 0);
  const q = dividend / BigInt(divisor);
  if (BigInt.asIntN(32, q) !== q) return false;
  quotient.value = Number(q);
  quotient.remainder = Number(dividend % BigInt(divisor));
  return true;
}
