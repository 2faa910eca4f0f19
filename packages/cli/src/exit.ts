/** Exit statuses. They are part of the interface: a status never changes its meaning. */
export const Exit = {
  ok: 0,
  /** The command failed, or a comparison found a difference. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** `exec`, `vm`: fullsource itself failed, not the program. As with env, chroot and timeout. */
  machine: 125,
  /** `exec`, `vm`: the file is not a static i386 program. */
  notProgram: 126,
  /** `exec`, `vm`: there is no such tool or file. */
  notFound: 127,
  /** Nobody reads what the command prints: 128 + SIGPIPE. */
  unread: 141,
} as const;
