/** Flags of clone(2), linux/sched.h. The low byte is the signal sent to the parent at exit. */
export const Clone = {
  SIGNAL: 0x000000ff,
  VM: 0x00000100,
  FS: 0x00000200,
  FILES: 0x00000400,
  SIGHAND: 0x00000800,
  VFORK: 0x00004000,
  THREAD: 0x00010000,
  SYSVSEM: 0x00040000,
  SETTLS: 0x00080000,
  PARENT_SETTID: 0x00100000,
  CHILD_CLEARTID: 0x00200000,
  DETACHED: 0x00400000,
  CHILD_SETTID: 0x01000000,
} as const;

/** Options of wait4(2) and waitpid(2). */
export const Wait = {
  NOHANG: 1,
  UNTRACED: 2,
  CONTINUED: 8,
  NOTHREAD: 0x20000000,
  ALL: 0x40000000,
  CLONE: 0x80000000,
} as const;

/** The status word of wait(2) for a process that called exit(code). */
export function exitStatus(code: number): number {
  return (code & 0xff) << 8;
}

/** The status word of wait(2) for a process that a signal ended. Bit 7 stays clear: no core is ever dumped. */
export function signalStatus(signal: number): number {
  return signal;
}
