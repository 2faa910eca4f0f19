import type { Process } from '../linux/process.js';
import { CodeSymbols } from './code-symbols.js';
import { stackOf } from './stack.js';

/** One stack and how often it was seen. */
export interface ProfileSample {
  /** Names from the program, outermost first, to the function that was executing: `['bin/M2-Planet', 'main', 'program']`. */
  readonly stack: readonly string[];
  readonly count: number;
}

/** Where the instructions of a run went. */
export interface Profile {
  /** Instructions between two samples, on average. */
  readonly interval: number;
  /** In the order of their stacks. */
  readonly samples: readonly ProfileSample[];
}

/**
 * Looks at the running process each time the machine has executed some more instructions. No clock is involved and the gaps
 * are a fixed sequence, so a profile is the same on every run, engine and host. They vary from half an interval to one and a
 * half, since a loop whose turns take as long as the gaps would always be met at the same place.
 */
export class Profiler {
  private next = 0;
  private random = 1;
  private readonly counts = new Map<string, { stack: readonly string[]; count: number }>();
  private readonly symbols = new WeakMap<object, CodeSymbols>();

  constructor(private readonly interval: number) {
    this.schedule(0);
  }

  /** Instructions until the next sample is due. */
  instructionsLeft(executed: number): number {
    return this.next - executed;
  }

  /** Takes the sample that is due when the machine has executed `executed` instructions, if one is. */
  observe(process: Process, executed: number): void {
    if (executed < this.next) return;
    this.schedule(executed);
    const stack = stackOf(process, this.symbolsOf(process));
    const key = stack.join('\0');
    const known = this.counts.get(key);
    if (known !== undefined) known.count++;
    else this.counts.set(key, { stack, count: 1 });
  }

  profile(): Profile {
    const entries = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return { interval: this.interval, samples: entries.map(([, sample]) => sample) };
  }

  /** The gap comes from a linear congruential generator (the constants of Numerical Recipes). */
  private schedule(executed: number): void {
    this.random = (Math.imul(this.random, 1664525) + 1013904223) >>> 0;
    this.next = executed + Math.ceil(this.interval * (0.5 + this.random / 2 ** 32));
  }

  private symbolsOf({ image }: Process): CodeSymbols {
    let symbols = this.symbols.get(image);
    if (symbols === undefined) {
      symbols = new CodeSymbols(image.file.contents());
      this.symbols.set(image, symbols);
    }
    return symbols;
  }
}
