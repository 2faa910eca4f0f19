import { Exit } from './exit.js';

/** Stable codes of the command's own errors. */
export type CliErrorCode = 'USAGE' | 'NOT_FOUND' | 'NOT_A_PROGRAM' | 'HOST_IO' | 'BAD_INPUT' | 'NOT_EMPTY' | 'MACHINE';

const STATUS: Readonly<Record<CliErrorCode, number>> = {
  USAGE: Exit.usage,
  NOT_FOUND: Exit.failed,
  NOT_A_PROGRAM: Exit.notProgram,
  HOST_IO: Exit.failed,
  BAD_INPUT: Exit.failed,
  NOT_EMPTY: Exit.failed,
  MACHINE: Exit.machine,
};

/** What the user is told in one message, and the status the command ends with. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly status: number;

  constructor(
    readonly code: CliErrorCode,
    message: string,
    options: ErrorOptions & { readonly status?: number } = {},
  ) {
    super(message, options);
    this.status = options.status ?? STATUS[code];
  }
}

/** Reasons of the host's file system, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a folder',
  ENOTDIR: 'is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  EEXIST: 'exists already',
};

/** `reading x: no such file or folder`, for an error of node:fs. */
export function ioError(doing: string, cause: unknown, status: number = Exit.failed): CliError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new CliError('HOST_IO', `${doing}: ${REASONS[code] ?? message}`, { cause, status });
}
