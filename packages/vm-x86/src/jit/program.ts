import { ByteSet } from '../byte-set.js';
import type { AddressSpace } from '../memory.js';
import { type Batch, type TranslationRequest, translate } from './batch.js';
import { Slot } from './cells.js';
import { Exits } from './exits.js';
import type { Range } from './spans.js';
import { X87Calls } from './x87.js';

/**
 * All that is translated of one program. Processes that execute the same code share it: what a batch was made from is
 * compared with the memory before it is used there.
 */
export class Program {
  readonly exits = new Exits();
  readonly x87 = new X87Calls();
  readonly batches: Batch[] = [];
  /** Variables that translated code writes without looking: code there cannot be translated. */
  readonly fixedStores = new ByteSet();
  private readonly slots = new Map<number, number>();
  /** Flags that count behind calls in translated code, by the address behind the call. */
  readonly returnPoints = new Map<number, number>();
  /** Bytes of arguments that functions take off the stack, by address; of those that do. */
  readonly pops = new Map<number, number>();
  /** Functions that translated code calls, but that were not worth it. */
  readonly coldFunctions = new Set<number>();
  /** Flags that count behind calls whose target is looked up when they happen. */
  wantedBehindCalls = 0;
  /** The longest function in instructions: more are never executed between two looks at the fuel. */
  longestPath = 1;
  /** Table slots given out. */
  slotCount: number = Slot.first;
  /** Flags that functions leave right when they return, by slot. */
  private readonly flags: number[] = [];
  /** Where code was translated, ascending. */
  codeRanges: Range[] = [];

  constructor(
    /** Flags are right at every exit, for processes whose signal handlers may look at them. */
    readonly precise: boolean,
    /** Code that was seen to change. */
    private readonly volatile: ByteSet = new ByteSet(),
  ) {}

  /** Bytes of its modules. */
  get size(): number {
    return this.batches.reduce((sum, batch) => sum + batch.size, 0);
  }

  /** Table slot of the function at an address; -1 when it is not translated. */
  slotAt(address: number): number {
    return this.slots.get(address) ?? -1;
  }

  /** Flags that the function in a slot leaves right when it returns. */
  flagsAtReturn(slot: number): number {
    return this.flags[slot]!;
  }

  /** Whether a call whose target was looked up may go to a slot: its function leaves all flags right that could count. */
  isCallable(slot: number): boolean {
    return (this.wantedBehindCalls & ~this.flagsAtReturn(slot)) === 0;
  }

  /** Takes functions from the cold ones that are warm by now. */
  takeWarm(isWarm: (address: number) => boolean): number[] {
    const warm = [...this.coldFunctions].filter(isWarm);
    for (const address of warm) this.coldFunctions.delete(address);
    return warm.filter((address) => this.slotAt(address) < 0);
  }

  isVolatile(address: number, length: number): boolean {
    const { volatile, fixedStores } = this;
    if (volatile.isEmpty && fixedStores.isEmpty) return false;
    return volatile.touches(address, length) || fixedStores.touches(address, length);
  }

  /** True when the memory holds the program, with the rights that translations rely on. */
  fits(space: AddressSpace): boolean {
    return this.batches[0]?.fits(space) ?? false;
  }

  /** The program without code that turned out to change: a new one, of which nothing is translated yet. */
  without(stores: readonly number[]): Program {
    // What is dead in the code as it was may count in the code as it is: from now on nothing is left out.
    const program = new Program(true, this.volatile);
    for (let n = 0; n < stores.length; n += 2) program.volatile.add(stores[n]!, stores[n + 1]!);
    return program;
  }

  reserveSlots(count: number): number {
    const first = this.slotCount;
    this.slotCount += count;
    return first;
  }

  translate(space: AddressSpace, request: TranslationRequest): Batch {
    const batch = translate(this, space, request);
    this.batches.push(batch);
    this.longestPath = Math.max(this.longestPath, batch.longestPath);
    this.codeRanges = this.batches
      .flatMap(({ runs }) => runs.map(({ start, bytes }) => ({ start, end: start + bytes.length })))
      .sort((a, b) => a.start - b.start);
    batch.addresses.forEach((address, n) => {
      this.slots.set(address, batch.slot + n);
      this.flags[batch.slot + n] = batch.flagsAtReturn;
    });
    return batch;
  }
}
