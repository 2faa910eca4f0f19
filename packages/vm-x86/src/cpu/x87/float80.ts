/** What a floating-point number is, as far as operations tell it apart (Intel SDM vol. 1, 4.8.3 and 8.2.2). */
export const Kind = {
  zero: 0,
  normal: 1,
  /** Nonzero with a biased exponent of 0, pseudo-denormals included; also one that was a denormal where it was loaded. */
  denormal: 2,
  infinity: 3,
  quietNaN: 4,
  signallingNaN: 5,
  /** Formats that only the 8087 and 287 knew: unnormals, pseudo-infinities, pseudo-NaNs. An operand like that is invalid. */
  unsupported: 6,
} as const;

export type Kind = (typeof Kind)[keyof typeof Kind];

/** Bias of the 15-bit exponent, and the exponent of infinities and NaNs. */
export const BIAS = 0x3fff;
export const MAX_EXPONENT = 0x7fff;

/** The integer bit, and the bit that tells quiet NaNs from signalling ones, in the upper half of the significand. */
export const INTEGER_BIT = 0x80000000 | 0;
export const QUIET_BIT = 0x40000000;

/**
 * A number taken apart to be worked on: (-1)^sign · significand · 2^(exponent - BIAS - 63).
 *
 * The significand is 64 bits in two halves, each a signed 32-bit integer. That of a finite number other than zero has its
 * highest bit set: denormals are normalized, and their exponents are 0 or negative.
 */
export class Float80 {
  kind: Kind = Kind.zero;
  sign = 0;
  exponent = 0;
  high = 0;
  low = 0;

  /** Takes the register format apart: sign and exponent in one 16-bit word, and the significand. */
  unpack(head: number, high: number, low: number): this {
    this.sign = head >>> 15;
    this.exponent = head & MAX_EXPONENT;
    this.high = high;
    this.low = low;
    if (high < 0 && this.exponent !== MAX_EXPONENT && this.exponent !== 0) this.kind = Kind.normal;
    else this.classify();
    return this;
  }

  private classify(): void {
    const { exponent, high, low } = this;
    if (exponent === 0) {
      this.kind = (high | low) === 0 ? Kind.zero : Kind.denormal;
      this.exponent = 1;
      if (this.kind === Kind.denormal) this.normalize();
      else this.exponent = 0;
    } else if (high >= 0) this.kind = Kind.unsupported;
    else if (high === INTEGER_BIT && low === 0) this.kind = Kind.infinity;
    else this.kind = (high & QUIET_BIT) !== 0 ? Kind.quietNaN : Kind.signallingNaN;
  }

  /** Shifts a significand other than 0 up to its place. */
  normalize(): void {
    if (this.high === 0) {
      this.high = this.low;
      this.low = 0;
      this.exponent -= 32;
    }
    const shift = Math.clz32(this.high);
    if (shift === 0) return;
    this.high = (this.high << shift) | (this.low >>> (32 - shift));
    this.low <<= shift;
    this.exponent -= shift;
  }

  set(kind: Kind, sign: number, exponent: number, high: number, low: number): this {
    this.kind = kind;
    this.sign = sign;
    this.exponent = exponent;
    this.high = high;
    this.low = low;
    return this;
  }

  copy(other: Float80): this {
    return this.set(other.kind, other.sign, other.exponent, other.high, other.low);
  }

  zero(sign: number): this {
    return this.set(Kind.zero, sign, 0, 0, 0);
  }

  infinity(sign: number): this {
    return this.set(Kind.infinity, sign, MAX_EXPONENT, INTEGER_BIT, 0);
  }

  /** The real indefinite: what invalid operations give when their exception is masked. */
  indefinite(): this {
    return this.set(Kind.quietNaN, 1, MAX_EXPONENT, INTEGER_BIT | QUIET_BIT, 0);
  }

  get isNaN(): boolean {
    return this.kind === Kind.quietNaN || this.kind === Kind.signallingNaN;
  }

  /** Neither zero nor infinite nor NaN. */
  get isFinite(): boolean {
    return this.kind === Kind.normal || this.kind === Kind.denormal;
  }
}

/** -1, 0 or 1 as the first 64-bit significand is below, equal to or above the second. */
export function compareSignificands(a: Float80, b: Float80): number {
  if (a.high !== b.high) return a.high >>> 0 < b.high >>> 0 ? -1 : 1;
  if (a.low !== b.low) return a.low >>> 0 < b.low >>> 0 ? -1 : 1;
  return 0;
}

/** The significand as a BigInt. */
export function significand({ high, low }: Float80): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
