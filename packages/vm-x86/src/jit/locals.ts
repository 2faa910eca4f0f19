/**
 * Locals with a fixed meaning. Every translated function takes (esp, eax, fuel) and returns (eip, eax): the address its
 * `ret` found, which the caller compares with what it expects. esp is then behind the return address, and the fuel that is
 * left is in its cell.
 */
export const Local = {
  /** esp at entry: what offsets of kind `frame` count from. */
  entry: 0,
  /** eax at entry. */
  eax: 1,
  /** Instructions that may still be executed, not counting `state.pending`. */
  fuel: 2,
  /** 64-bit scratch. */
  wide: 3,
  /** `entry` minus `FRAME_BIAS`: with it, offsets below the entry's esp are positive, as WebAssembly wants them. */
  base: 4,
  /** Where blocks that are reached on several ways expect eax .. edi. */
  registers: 5,
  /** Which entry of a loop with several control goes to. */
  selector: 13,
  /** Bytes of arguments that the caller expects to be taken off the stack. */
  pops: 14,
  count: 15,
} as const;

/** No stack lies below this address, so that `Local.base` is not negative. */
export const FRAME_BIAS = 0x10000;
/** Offsets from the entry's esp that are checked by the function's one check of the stack. */
export const FRAME_LOWEST = -0xf000;
export const FRAME_HIGHEST = 4000;
/** The highest offset in most functions: small programs have no more than a few words on their stack above their frames. */
export const FRAME_NEAR = 60;

/** Locals of the function being translated that hold values, with the number of places that refer to each. */
export class Locals {
  /** Locals in use or used before, the function's parameters and fixed locals included. */
  count = 0;
  private references = new Int32Array(1024);
  private readonly free: number[] = [];

  /** Starts over with `fixed` locals that are never given out. */
  reset(fixed: number): void {
    this.references.fill(1, 0, fixed);
    this.count = fixed;
    this.free.length = 0;
  }

  /** A local that nobody refers to, with one reference. */
  take(): number {
    const local = this.free.pop() ?? this.count++;
    if (local === this.references.length) {
      const larger = new Int32Array(local * 2);
      larger.set(this.references);
      this.references = larger;
    }
    this.references[local] = 1;
    return local;
  }

  refer(local: number): void {
    this.references[local]!++;
  }

  release(local: number): void {
    if (--this.references[local]! === 0) this.free.push(local);
  }
}
