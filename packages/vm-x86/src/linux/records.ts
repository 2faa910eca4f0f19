/** What one program did between its start (by execve, or as the copy that fork made) and its end. */
export interface ProgramRecord {
  readonly pid: number;
  /** 0 for the first process. */
  readonly parent: number;
  readonly started: 'exec' | 'fork';
  /** Absolute path of the executable as it was started; for a script, of the script. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly instructions: number;
  /** Calls by name. */
  readonly systemCalls: Readonly<Record<string, number>>;
  /** Absolute paths of the files it opened for reading, executed or mapped, sorted. */
  readonly read: readonly string[];
  /** Absolute paths of the files it opened for writing, sorted. */
  readonly written: readonly string[];
  /** Status word of wait(2); null when another program took its place by execve. */
  readonly status: number | null;
}

/** Counts system calls by number; a typed array, since it is touched on every call. */
export class CallCounter {
  private readonly counts = new Float64Array(512);

  count(number: number, times = 1): void {
    this.counts[number]! += times;
  }

  addTo(total: CallCounter): void {
    for (let number = 0; number < this.counts.length; number++) total.counts[number]! += this.counts[number]!;
  }

  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  byName(nameOf: (number: number) => string): Record<string, number> {
    const result: Record<string, number> = {};
    this.counts.forEach((count, number) => {
      if (count > 0) result[nameOf(number)] = count;
    });
    return result;
  }
}
