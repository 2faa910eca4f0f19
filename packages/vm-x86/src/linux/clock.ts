/** 1 January 2000, 00:00 UTC: when a machine starts unless it is told otherwise. */
export const DEFAULT_START = 946684800;

const NANOSECONDS = 1e9;

export interface ClockOptions {
  /** Seconds since 1970 at which the machine starts. Default: 946684800, the year 2000. */
  readonly start?: number;
  /**
   * Nanoseconds that pass with every instruction executed by any process. Default 1; 0 stops the clock, except for sleep.
   */
  readonly nanosecondsPerInstruction?: number;
}

/**
 * The machine's only notion of time: it passes with the instructions executed, and jumps when every process sleeps. So
 * times are the same on every host and engine, and a file written later has a later time stamp.
 */
export class LogicalClock {
  /** Instructions executed by all processes so far. */
  instructions = 0;
  /** The time as of the last `update`: whole seconds since 1970, and nanoseconds. */
  seconds: number;
  nanoseconds = 0;
  readonly start: number;
  private readonly rate: number;
  private slept = 0;

  constructor(options: ClockOptions = {}) {
    this.start = options.start ?? DEFAULT_START;
    this.rate = options.nanosecondsPerInstruction ?? 1;
    this.seconds = this.start;
  }

  /** Nanoseconds since the machine started. */
  elapsed(): number {
    return Math.floor(this.instructions * this.rate) + this.slept;
  }

  /** Brings `seconds` and `nanoseconds` up to date. */
  update(): void {
    const elapsed = this.elapsed();
    const whole = Math.floor(elapsed / NANOSECONDS);
    this.seconds = this.start + whole;
    this.nanoseconds = elapsed - whole * NANOSECONDS;
  }

  /** How many instructions bring the clock to `deadline`, if nobody sleeps meanwhile. */
  instructionsUntil(deadline: number): number {
    return Math.ceil((deadline - this.elapsed()) / this.rate);
  }

  /** Sleeps until `elapsed()` is at least `deadline`. */
  advanceTo(deadline: number): void {
    this.slept += Math.max(0, deadline - this.elapsed());
  }
}
