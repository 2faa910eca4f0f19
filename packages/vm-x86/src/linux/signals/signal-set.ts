/** A set of signals 1 to 64, as the kernel's sigset_t: bit n-1 stands for signal n. */
export class SignalSet {
  constructor(
    /** Signals 1 to 32. */
    public low = 0,
    /** Signals 33 to 64. */
    public high = 0,
  ) {}

  has(signal: number): boolean {
    return ((signal <= 32 ? this.low : this.high) & bit(signal)) !== 0;
  }

  add(signal: number): void {
    if (signal <= 32) this.low |= bit(signal);
    else this.high |= bit(signal);
  }

  delete(signal: number): void {
    if (signal <= 32) this.low &= ~bit(signal);
    else this.high &= ~bit(signal);
  }

  copy(): SignalSet {
    return new SignalSet(this.low, this.high);
  }

  assign(other: SignalSet): void {
    this.low = other.low;
    this.high = other.high;
  }

  addAll(other: SignalSet): void {
    this.low |= other.low;
    this.high |= other.high;
  }

  deleteAll(other: SignalSet): void {
    this.low &= ~other.low;
    this.high &= ~other.high;
  }

  get empty(): boolean {
    return this.low === 0 && this.high === 0;
  }
}

function bit(signal: number): number {
  return 1 << ((signal - 1) & 31);
}
