import type { LogicalClock } from './clock.js';
import type { Process } from './process.js';

/** Why no process can run now. */
export type Idle = 'input' | 'deadlock' | 'finished';

/**
 * Decides who runs. A process runs until it waits, ends or gives way; nobody is interrupted. So the order depends on what
 * the guests do and on nothing else, least of all on how fast they do it.
 */
export class Scheduler {
  private readonly queue: Process[] = [];

  constructor(
    private readonly processes: ReadonlyMap<number, Process>,
    private readonly clock: LogicalClock,
  ) {}

  /** Appends a process that can run. */
  add(process: Process): void {
    if (!this.queue.includes(process)) this.queue.push(process);
  }

  /** The next process to run; or why there is none. Time passes when all that can run sleep. */
  next(): Process | Idle {
    for (;;) {
      this.collect();
      const process = this.queue.shift();
      if (process !== undefined) {
        if (process.state === 'ready' || process.state === 'waiting') return process;
        continue;
      }
      const idle = this.idle();
      if (idle !== null) return idle;
    }
  }

  /** Processes that still exist and wait, for a deadlock's message. */
  waiting(): { pid: number; what: string }[] {
    return [...this.processes.values()]
      .filter(({ state }) => state === 'waiting' || state === 'stopped')
      .map(({ pid, state, wait }) => ({ pid, what: state === 'stopped' ? 'stopped by a signal' : (wait?.what ?? '') }));
  }

  /** Queues waiting processes whose wait is over, in the order of their pids. */
  private collect(): void {
    for (const process of this.processes.values()) {
      if (process.alarm !== null) process.kernel.checkAlarm(process);
      if (process.state === 'waiting' && (process.interrupted || this.isOver(process))) this.add(process);
    }
  }

  private isOver({ wait }: Process): boolean {
    if (wait === null) return true;
    return wait.ready() || (wait.deadline !== undefined && wait.deadline <= this.clock.elapsed());
  }

  private idle(): Idle | null {
    let waiting = false;
    let deadline = Number.POSITIVE_INFINITY;
    for (const { state, wait, alarm } of this.processes.values()) {
      if (state !== 'waiting') {
        if (state === 'stopped') waiting = true;
        continue;
      }
      if (wait?.wantsInput) return 'input';
      waiting = true;
      deadline = Math.min(deadline, wait?.deadline ?? deadline, alarm?.deadline ?? deadline);
    }
    if (deadline < Number.POSITIVE_INFINITY) {
      this.clock.advanceTo(deadline);
      return null;
    }
    return waiting ? 'deadlock' : 'finished';
  }
}
