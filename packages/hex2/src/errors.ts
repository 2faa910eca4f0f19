/** Stable codes of the defects that hex2 source can have. */
export type Hex2ErrorCode = 'NEWLINE_MISSING' | 'UNDEFINED_LABEL';

/** Hex2 source that cannot be linked. */
export class Hex2Error extends Error {
  override readonly name = 'Hex2Error';

  constructor(
    readonly code: Hex2ErrorCode,
    /** Where, both counted from 1; columns are bytes. */
    readonly line: number,
    readonly column: number,
    /** What is wrong, in the words of hex2-0. */
    readonly problem: string,
    /** What would have been right. */
    readonly expected: string,
  ) {
    super(`line ${line}, column ${column}: ${problem}`);
  }
}
