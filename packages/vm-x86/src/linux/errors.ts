import { hex32, VmError } from '../errors.js';

/** A system call, or a form of one, that this machine does not implement. */
export class UnsupportedSyscallError extends VmError {
  override readonly name = 'UnsupportedSyscallError';

  constructor(
    readonly number: number,
    /** Its name in the i386 table; null for a number that has none. */
    readonly syscall: string | null,
    /** ebx, ecx, edx, esi, edi, ebp. */
    readonly args: readonly number[],
    /** What about it is not supported; null when nothing of it is. */
    readonly detail: string | null,
  ) {
    const name = syscall ?? 'unknown';
    const list = args.map((arg) => hex32(arg)).join(', ');
    super(
      'UNSUPPORTED_SYSCALL',
      `unsupported system call ${number} ${name}(${list})${detail === null ? '' : `: ${detail}`}`,
    );
  }
}

/** Every process waits for something that cannot come. */
export class DeadlockError extends VmError {
  override readonly name = 'DeadlockError';

  constructor(readonly waiting: readonly { readonly pid: number; readonly what: string }[]) {
    const list = waiting.map(({ pid, what }) => `process ${pid}: ${what}`).join('; ');
    super('DEADLOCK', `every process waits for something that cannot come: ${list}`);
  }
}
