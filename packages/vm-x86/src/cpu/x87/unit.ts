import { type Float80, Kind, MAX_EXPONENT } from './float80.js';

/** Bits of the status word (Intel SDM vol. 1, 8.1.3). The first six are exceptions, each with a mask in the control word. */
export const Status = {
  invalid: 1 << 0,
  denormal: 1 << 1,
  zeroDivide: 1 << 2,
  overflow: 1 << 3,
  underflow: 1 << 4,
  precision: 1 << 5,
  stackFault: 1 << 6,
  /** An unmasked exception is pending. */
  summary: 1 << 7,
  c0: 1 << 8,
  c1: 1 << 9,
  c2: 1 << 10,
  c3: 1 << 14,
  busy: 1 << 15,
} as const;

/** The six exceptions. */
export const EXCEPTIONS = 0x3f;
export const CONDITION_CODES = Status.c0 | Status.c1 | Status.c2 | Status.c3;

/** Exceptions found before the operation: unmasked, they keep it from happening. */
const BEFORE = Status.invalid | Status.denormal | Status.zeroDivide;

/** Rounding control, bits 10 and 11 of the control word. */
export const RoundingMode = { nearest: 0, down: 1, up: 2, chop: 3 } as const;

/** Control word after fninit, which is what Linux starts programs with: all masked, 64 bits, round to nearest. */
export const INITIAL_CONTROL = 0x037f;

/** Bits of the control word that exist: masks, precision, rounding, the infinity control of the 287 (no effect). */
const CONTROL_BITS = 0x1f3f;
/** Reads as one. */
const CONTROL_ONES = 0x40;

/**
 * The x87 floating-point unit of one process: eight registers used as a stack, control, status and tags, and where the last
 * instruction was.
 *
 * Registers are named by number here; instructions name them from the top of the stack, `st(0)`, and `register` translates.
 */
export class X87 {
  /** Sign and exponent of each register, and the halves of its significand. */
  readonly heads = new Uint16Array(8);
  readonly highs = new Int32Array(8);
  readonly lows = new Int32Array(8);
  /** One bit for each register that is empty. */
  empty = 0xff;
  /** Number of the register that is st(0). */
  top = 0;
  /** The status word without TOP, the summary and busy bits. */
  private flags = 0;
  private controlWord = INITIAL_CONTROL;
  /** Address of the last instruction that was no control instruction, of its memory operand, and the low bits of its opcode. */
  instructionPointer = 0;
  dataPointer = 0;
  opcode = 0;
  /** Exceptions of the instruction being executed, and whether rounding made the magnitude of its result larger. */
  raised = 0;
  roundedUp = false;

  /** The control word. */
  get control(): number {
    return this.controlWord;
  }

  set control(word: number) {
    this.controlWord = (word & CONTROL_BITS) | CONTROL_ONES;
  }

  get roundingMode(): number {
    return (this.controlWord >> 10) & 3;
  }

  /** Bits that results of arithmetic are rounded to: 24, 53 or 64. */
  get precision(): number {
    const control = (this.controlWord >> 8) & 3;
    return control === 0 ? 24 : control === 2 ? 53 : 64;
  }

  /** The status word. */
  get status(): number {
    return this.flags | (this.top << 11) | (this.pending ? Status.summary | Status.busy : 0);
  }

  set status(word: number) {
    this.top = (word >> 11) & 7;
    this.flags = word & (EXCEPTIONS | Status.stackFault | CONDITION_CODES);
  }

  /** True when an exception is flagged that is not masked: the next waiting instruction reports it. */
  get pending(): boolean {
    return (this.flags & ~this.controlWord & EXCEPTIONS) !== 0;
  }

  clearExceptions(): void {
    this.flags &= CONDITION_CODES;
  }

  /** The state after fninit. Register contents stay, as empty. */
  initialize(): void {
    this.controlWord = INITIAL_CONTROL;
    this.flags = 0;
    this.top = 0;
    this.empty = 0xff;
    this.instructionPointer = this.dataPointer = this.opcode = 0;
  }

  copyFrom(other: X87): void {
    this.heads.set(other.heads);
    this.highs.set(other.highs);
    this.lows.set(other.lows);
    this.empty = other.empty;
    this.top = other.top;
    this.flags = other.flags;
    this.controlWord = other.controlWord;
    this.instructionPointer = other.instructionPointer;
    this.dataPointer = other.dataPointer;
    this.opcode = other.opcode;
  }

  // The stack.

  /** Number of st(`index`). */
  register(index: number): number {
    return (this.top + index) & 7;
  }

  isEmpty(index: number): boolean {
    return ((this.empty >> ((this.top + index) & 7)) & 1) !== 0;
  }

  /** Takes st(`index`) apart. */
  read(index: number, into: Float80): Float80 {
    const n = (this.top + index) & 7;
    return into.unpack(this.heads[n]!, this.highs[n]!, this.lows[n]!);
  }

  /** Puts a number into st(`index`), which is not empty any more. */
  write(index: number, value: Float80): void {
    const { exponent } = value;
    let { high, low } = value;
    let biased = exponent;
    if (exponent <= 0 && value.kind !== Kind.zero) {
      // Numbers that rounding has made fit lose nothing here.
      const shift = 1 - exponent;
      if (shift >= 32) {
        low = shift >= 64 ? 0 : high >>> (shift - 32);
        high = 0;
      } else {
        low = (low >>> shift) | (high << (32 - shift));
        high >>>= shift;
      }
      biased = 0;
    }
    this.writeRaw(index, (value.sign << 15) | biased, high, low);
  }

  writeRaw(index: number, head: number, high: number, low: number): void {
    const n = (this.top + index) & 7;
    this.heads[n] = head;
    this.highs[n] = high;
    this.lows[n] = low;
    this.empty &= ~(1 << n);
  }

  /** Copies st(`from`) to st(`to`) as it is. */
  copyRegister(from: number, to: number): void {
    const n = (this.top + from) & 7;
    this.writeRaw(to, this.heads[n]!, this.highs[n]!, this.lows[n]!);
  }

  /** Makes room for a new st(0), which is to be written next. */
  push(): void {
    this.top = (this.top - 1) & 7;
  }

  pop(): void {
    this.empty |= 1 << this.top;
    this.top = (this.top + 1) & 7;
  }

  free(index: number): void {
    this.empty |= 1 << ((this.top + index) & 7);
  }

  /** 0 = valid, 1 = zero, 2 = special, 3 = empty, two bits for each register (Intel SDM vol. 1, 8.1.7). */
  get tagWord(): number {
    let word = 0;
    for (let n = 0; n < 8; n++) word |= this.tag(n) << (2 * n);
    return word;
  }

  /** Of what is loaded only the empty tags are kept: the others follow from the contents. */
  set tagWord(word: number) {
    this.empty = 0;
    for (let n = 0; n < 8; n++) if (((word >> (2 * n)) & 3) === 3) this.empty |= 1 << n;
  }

  private tag(n: number): number {
    if (((this.empty >> n) & 1) !== 0) return 3;
    const exponent = this.heads[n]! & MAX_EXPONENT;
    if (exponent === 0 && (this.highs[n]! | this.lows[n]!) === 0) return 1;
    return exponent === 0 || exponent === MAX_EXPONENT || this.highs[n]! >= 0 ? 2 : 0;
  }

  // Exceptions and condition codes.

  /** To be called before an instruction does anything of its own. */
  begin(): void {
    this.raised = 0;
    this.roundedUp = false;
  }

  /** True when the exceptions raised so far forbid the operation. */
  get stopped(): boolean {
    return (this.raised & ~this.controlWord & BEFORE) !== 0;
  }

  /** True when `exceptions` are raised and not masked. */
  unmasked(exceptions: number): boolean {
    return (this.raised & ~this.controlWord & exceptions) !== 0;
  }

  isMasked(exception: number): boolean {
    return (this.controlWord & exception) !== 0;
  }

  raise(exceptions: number): void {
    this.raised |= exceptions;
  }

  /** Invalid because of the stack: C1 tells an overflow from an underflow. */
  raiseStackFault(overflow: boolean): void {
    this.raised |= Status.invalid | Status.stackFault;
    this.roundedUp = overflow;
  }

  /** Flags what the instruction raised; C1 tells which way the result was rounded. */
  end(): void {
    this.flags = (this.flags & ~Status.c1) | this.raised | (this.roundedUp ? Status.c1 : 0);
  }

  /** Sets the condition codes of `mask` to `value`. */
  setCodes(mask: number, value: number): void {
    this.flags = (this.flags & ~mask) | value;
  }
}
