/** Bits of EFLAGS (Intel SDM vol. 1, figure 3-8). */
export const Flag = {
  cf: 1 << 0,
  pf: 1 << 2,
  af: 1 << 4,
  zf: 1 << 6,
  sf: 1 << 7,
  tf: 1 << 8,
  if: 1 << 9,
  df: 1 << 10,
  of: 1 << 11,
  nt: 1 << 14,
  rf: 1 << 16,
  ac: 1 << 18,
  id: 1 << 21,
} as const;

/** The six status flags: what arithmetic sets. */
export const STATUS_FLAGS = Flag.cf | Flag.pf | Flag.af | Flag.zf | Flag.sf | Flag.of;

/** Reserved bit 1 of EFLAGS, always set, and IF, which user code cannot change. */
const ALWAYS_SET = 0x2 | Flag.if;

/** What popf can change in user mode besides the status flags (IOPL and IF stay, RF and VM are cleared). */
export const USER_FLAGS = Flag.tf | Flag.df | Flag.nt | Flag.ac | Flag.id;

/** Bits of `carries`, see below. */
export const CARRY_OUT = 1 << 31;
export const CARRY_IN = 1 << 30;
export const HALF_CARRY = 1 << 3;
const PARITY_CHANGE = 1 << 8;
const SIGN_CHANGE = 1 << 0;

/**
 * EFLAGS, with the status flags not worked out until somebody asks. Nearly all are overwritten before that: keeping what
 * they follow from is two stores for an instruction, computing six flags would be most of its work.
 *
 * Two words hold the six flags in any combination:
 *
 *     result    the last result, sign-extended to 32 bits:  ZF = it is 0;  SF = its sign;  PF = parity of its low byte
 *     carries   bit 31  carry (borrow) out of the sign bit  CF
 *               bit 30  carry into the sign bit             OF = the two differ
 *               bit  3  carry out of bit 3                  AF
 *               bit  8  PF is the opposite of what `result` says, bit 0: so is SF (only after popf, sahf and the like)
 */
export class Flags {
  result = 1;
  carries = 0;
  /** TF, DF, NT, AC and ID. AC is kept but no access is ever checked for alignment. */
  control = 0;

  get cf(): boolean {
    return this.carries < 0;
  }

  get of(): boolean {
    return (this.carries ^ (this.carries << 1)) < 0;
  }

  get af(): boolean {
    return (this.carries & HALF_CARRY) !== 0;
  }

  get zf(): boolean {
    return this.result === 0;
  }

  get sf(): boolean {
    return (this.result ^ (this.carries << 31)) < 0;
  }

  get pf(): boolean {
    return hasEvenParity(this.result ^ (this.carries >> 8));
  }

  /** Changes CF, nothing else: inverting both carries leaves OF alone. */
  setCarry(carry: boolean): void {
    if (carry !== this.cf) this.carries ^= CARRY_OUT | CARRY_IN;
  }

  /** Changes CF and OF, nothing else. */
  setCarryAndOverflow(carry: boolean, overflow: boolean): void {
    const kept = this.carries & ~(CARRY_OUT | CARRY_IN);
    this.carries = kept | (carry ? CARRY_OUT : 0) | (carry !== overflow ? CARRY_IN : 0);
  }

  setZero(zero: boolean): void {
    this.status = zero ? this.status | Flag.zf : this.status & ~Flag.zf;
  }

  /** The six status flags as bits of EFLAGS. */
  get status(): number {
    return (
      (this.cf ? Flag.cf : 0) |
      (this.pf ? Flag.pf : 0) |
      (this.af ? Flag.af : 0) |
      (this.zf ? Flag.zf : 0) |
      (this.sf ? Flag.sf : 0) |
      (this.of ? Flag.of : 0)
    );
  }

  set status(bits: number) {
    const zero = (bits & Flag.zf) !== 0;
    const carry = (bits & Flag.cf) !== 0;
    const overflow = (bits & Flag.of) !== 0;
    const even = (bits & Flag.pf) !== 0;
    // 0 has even parity and 1 has odd; neither has the sign.
    this.result = zero ? 0 : 1;
    this.carries =
      (carry ? CARRY_OUT : 0) |
      (carry !== overflow ? CARRY_IN : 0) |
      ((bits & Flag.af) !== 0 ? HALF_CARRY : 0) |
      (even !== zero ? PARITY_CHANGE : 0) |
      ((bits & Flag.sf) !== 0 ? SIGN_CHANGE : 0);
  }

  /** The whole EFLAGS register. */
  get word(): number {
    return this.status | this.control | ALWAYS_SET;
  }

  /** Takes what user mode may change; the rest of `bits` is ignored. */
  set word(bits: number) {
    this.status = bits;
    this.control = bits & USER_FLAGS;
  }

  copyFrom(other: Flags): void {
    this.result = other.result;
    this.carries = other.carries;
    this.control = other.control;
  }
}

/** True when the number of ones in the low byte is even. Bit n of 0x9669 says it of the four-bit number n. */
export function hasEvenParity(value: number): boolean {
  const nibble = (value ^ (value >> 4)) & 15;
  return ((0x9669 >> nibble) & 1) !== 0;
}

/** True when condition `code` (the low four bits of jcc, setcc, cmovcc) holds; odd codes negate the one before. */
export function holds(flags: Flags, code: number): boolean {
  switch (code & 15) {
    case 0x0:
      return flags.of;
    case 0x1:
      return !flags.of;
    case 0x2:
      return flags.cf;
    case 0x3:
      return !flags.cf;
    case 0x4:
      return flags.zf;
    case 0x5:
      return !flags.zf;
    case 0x6:
      return flags.cf || flags.zf;
    case 0x7:
      return !(flags.cf || flags.zf);
    case 0x8:
      return flags.sf;
    case 0x9:
      return !flags.sf;
    case 0xa:
      return flags.pf;
    case 0xb:
      return !flags.pf;
    case 0xc:
      return flags.sf !== flags.of;
    case 0xd:
      return flags.sf === flags.of;
    case 0xe:
      return flags.zf || flags.sf !== flags.of;
    default:
      return !(flags.zf || flags.sf !== flags.of);
  }
}
