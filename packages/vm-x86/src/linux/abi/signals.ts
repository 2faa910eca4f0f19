/** Signal numbers of i386 Linux (asm/signal.h). */
export const Signal = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

/** The highest signal number; 32 to 64 are the real-time signals. */
export const SIGNAL_MAX = 64;

const names = new Map<number, string>(Object.entries(Signal).map(([name, number]) => [number, name]));

/** The name of a signal: `SIGSEGV` for 11, `SIGRT_2` for 34. */
export function signalName(signal: number): string {
  return names.get(signal) ?? (signal >= 32 && signal <= SIGNAL_MAX ? `SIGRT_${signal - 32}` : `signal ${signal}`);
}

/** What a signal does when the process has installed nothing for it (signal(7)). */
export type DefaultAction = 'terminate' | 'core' | 'ignore' | 'stop' | 'continue';

const core = new Set<number>([3, 4, 5, 6, 7, 8, 11, 24, 25, 31]);
const ignore = new Set<number>([Signal.SIGCHLD, Signal.SIGURG, Signal.SIGWINCH]);
const stop = new Set<number>([Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU]);

export function defaultAction(signal: number): DefaultAction {
  if (core.has(signal)) return 'core';
  if (ignore.has(signal)) return 'ignore';
  if (stop.has(signal)) return 'stop';
  return signal === Signal.SIGCONT ? 'continue' : 'terminate';
}

/** Handlers with a meaning of their own. */
export const SIG_DFL = 0;
export const SIG_IGN = 1;

/** Flags of sigaction(2). */
export const Sa = {
  NOCLDSTOP: 0x00000001,
  NOCLDWAIT: 0x00000002,
  SIGINFO: 0x00000004,
  RESTORER: 0x04000000,
  ONSTACK: 0x08000000,
  RESTART: 0x10000000,
  NODEFER: 0x40000000,
  RESETHAND: 0x80000000,
} as const;

/** `how` of sigprocmask(2). */
export const SigMask = { BLOCK: 0, UNBLOCK: 1, SETMASK: 2 } as const;

/** `ss_flags` of sigaltstack(2). */
export const Ss = { ONSTACK: 1, DISABLE: 2 } as const;
export const MINSIGSTKSZ = 2048;

/** `si_code` values (asm-generic/siginfo.h). */
export const SiCode = {
  USER: 0,
  KERNEL: 0x80,
  TKILL: -6,
  ILL_ILLOPN: 2,
  FPE_INTDIV: 1,
  FPE_FLTDIV: 3,
  FPE_FLTOVF: 4,
  FPE_FLTUND: 5,
  FPE_FLTRES: 6,
  FPE_FLTINV: 7,
  SEGV_MAPERR: 1,
  SEGV_ACCERR: 2,
  BUS_ADRALN: 1,
  BUS_ADRERR: 2,
  TRAP_BRKPT: 1,
  CLD_EXITED: 1,
  CLD_KILLED: 2,
  CLD_STOPPED: 5,
} as const;
