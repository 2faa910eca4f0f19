/** Stable codes of the defects that macro assembly can have. */
export type M0ErrorCode = 'NEWLINE_MISSING' | 'QUOTE_MISSING' | 'DEFINITION_CUT' | 'TOKEN_MISSING';

/** Macro assembly that cannot be translated. */
export class M0Error extends Error {
  override readonly name = 'M0Error';

  constructor(
    readonly code: M0ErrorCode,
    /** Where, both counted from 1; columns are bytes. */
    readonly line: number,
    readonly column: number,
    /** What is wrong, in the words of M0. */
    readonly problem: string,
    /** What would have been right. */
    readonly expected: string,
  ) {
    super(`line ${line}, column ${column}: ${problem}`);
  }
}
