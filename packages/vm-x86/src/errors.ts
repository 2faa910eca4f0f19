/** Stable codes of the machine's errors; a code is never reused for something else. */
export type VmErrorCode =
  | 'BAD_ELF'
  | 'UNSUPPORTED_INSTRUCTION'
  | 'UNSUPPORTED_SYSCALL'
  | 'INSTRUCTION_LIMIT'
  | 'MEMORY_LIMIT'
  | 'DEADLOCK'
  | 'ABORTED'
  | 'BAD_OPTION'
  | 'HOST_IO';

/**
 * Something the machine itself cannot or must not go on with: never a guest's own failure (that is an exit status or a
 * signal in the result).
 */
export class VmError extends Error {
  override readonly name: string = 'VmError';
  /** The guest process it happened in, where there is one. */
  process?: GuestLocation;

  constructor(
    readonly code: VmErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Which process an error belongs to, and where that process was. */
export interface GuestLocation {
  readonly pid: number;
  readonly argv: readonly string[];
  /** Address of the next instruction; of the instruction itself when it is at fault. */
  readonly eip: number;
  /** Return addresses found along ebp, innermost first, with symbols where the program has them: `0x08048054 main+0x12`. */
  readonly backtrace: readonly string[];
}

/** An instruction that exists on some x86 but that this machine does not implement. */
export class UnsupportedInstructionError extends VmError {
  override readonly name = 'UnsupportedInstructionError';

  constructor(
    /** Guest address of the first byte of the instruction. */
    readonly eip: number,
    /** Bytes from `eip` on: the whole instruction as far as it could be decoded, at most 15. */
    readonly bytes: Uint8Array,
    /** What it is, where the machine knows: `x87`, `SSE`, `far call`, … */
    readonly kind: string,
    options?: ErrorOptions,
  ) {
    const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');
    super('UNSUPPORTED_INSTRUCTION', `unsupported instruction (${kind}) ${hex} at ${hex32(eip)}`, options);
  }
}

/** `0x08048054`: how addresses are written in every message and trace of the machine. */
export function hex32(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}
