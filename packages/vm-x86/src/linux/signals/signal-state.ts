import { defaultAction, SIG_DFL, SIG_IGN, SIGNAL_MAX, Signal, Ss } from '../abi/signals.js';
import { SignalSet } from './signal-set.js';

/** What sigaction(2) installs. */
export interface SignalAction {
  /** Address of the handler, or SIG_DFL, or SIG_IGN. */
  readonly handler: number;
  readonly flags: number;
  readonly mask: SignalSet;
  readonly restorer: number;
}

/** Why a signal was sent: what a handler with SA_SIGINFO is told. */
export interface SignalInfo {
  readonly signal: number;
  /** `si_code`. */
  readonly code: number;
  /** Sender, or the child for SIGCHLD. */
  readonly pid?: number;
  /** Exit code or signal of the child for SIGCHLD. */
  readonly status?: number;
  /** Faulting address. */
  readonly address?: number;
  /** Exception vector and error code, for the registers in the frame. */
  readonly trap?: number;
  readonly errorCode?: number;
}

const DEFAULT_ACTION: SignalAction = { handler: SIG_DFL, flags: 0, mask: new SignalSet(), restorer: 0 };

/** Signals that an instruction causes; they are delivered before the others. */
const SYNCHRONOUS = [Signal.SIGILL, Signal.SIGTRAP, Signal.SIGBUS, Signal.SIGFPE, Signal.SIGSEGV, Signal.SIGSYS];

/** What one process has arranged about signals, and what waits to be delivered. */
export class SignalState {
  readonly blocked = new SignalSet();
  readonly pending = new SignalSet();
  /** The mask to go back to when the handler that ends a sigsuspend returns. */
  suspendedMask: SignalSet | null = null;
  alternateStack = { address: 0, size: 0, flags: Ss.DISABLE as number };
  /** A handler was installed, ever since the last execve. */
  hasHandlers = false;
  private readonly actions: SignalAction[] = new Array<SignalAction>(SIGNAL_MAX + 1).fill(DEFAULT_ACTION);
  private readonly infos = new Map<number, SignalInfo>();

  action(signal: number): SignalAction {
    return this.actions[signal]!;
  }

  setAction(signal: number, action: SignalAction): void {
    this.actions[signal] = action;
    if (action.handler !== SIG_DFL && action.handler !== SIG_IGN) this.hasHandlers = true;
    // A pending signal that is ignored from now on is forgotten (POSIX).
    if (this.ignores(signal)) this.forget(signal);
  }

  reset(signal: number): void {
    this.actions[signal] = DEFAULT_ACTION;
  }

  /** True when the signal would do nothing if delivered. */
  ignores(signal: number): boolean {
    const { handler } = this.action(signal);
    return handler === SIG_IGN || (handler === SIG_DFL && defaultAction(signal) === 'ignore');
  }

  /** True when the signal would end the process if delivered. */
  kills(signal: number): boolean {
    const effect = defaultAction(signal);
    return this.action(signal).handler === SIG_DFL && (effect === 'terminate' || effect === 'core');
  }

  /** Makes a signal pending. Each number is pending at most once. */
  post(info: SignalInfo): void {
    if (this.pending.has(info.signal)) return;
    this.pending.add(info.signal);
    this.infos.set(info.signal, info);
  }

  forget(signal: number): void {
    this.pending.delete(signal);
    this.infos.delete(signal);
  }

  /** Something waits to be delivered. */
  get deliverable(): boolean {
    const { pending, blocked } = this;
    return (pending.low & ~blocked.low) !== 0 || (pending.high & ~blocked.high) !== 0;
  }

  /** Takes the next signal to deliver; null when there is none. */
  take(allowed: (signal: number) => boolean = (signal) => !this.blocked.has(signal)): SignalInfo | null {
    const ready = (signal: number): boolean => this.pending.has(signal) && allowed(signal);
    let signal = SYNCHRONOUS.find(ready) ?? 1;
    while (signal <= SIGNAL_MAX && !ready(signal)) signal++;
    const info = this.infos.get(signal);
    this.forget(signal);
    return info ?? null;
  }

  /** For fork: the same arrangements, nothing pending. */
  copyFrom(parent: SignalState): void {
    this.blocked.assign(parent.blocked);
    this.hasHandlers = parent.hasHandlers;
    this.alternateStack = { ...parent.alternateStack };
    for (let signal = 1; signal <= SIGNAL_MAX; signal++) this.actions[signal] = parent.actions[signal]!;
  }

  /** For execve: handlers are gone with the program, ignored signals stay ignored. */
  resetForExec(): void {
    this.hasHandlers = false;
    this.alternateStack = { address: 0, size: 0, flags: Ss.DISABLE };
    for (let signal = 1; signal <= SIGNAL_MAX; signal++) {
      if (this.actions[signal]!.handler === SIG_IGN) {
        this.actions[signal] = { ...DEFAULT_ACTION, handler: SIG_IGN };
      } else this.actions[signal] = DEFAULT_ACTION;
    }
  }
}
