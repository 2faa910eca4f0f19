/** What is wrong with a hex1 source, and where. */
export class Hex1Error extends Error {
  override readonly name = 'Hex1Error';
  readonly code = 'OPEN_COMMENT';

  constructor(
    /** Line of the comment's first character, from 1. */
    readonly line: number,
    /** Its column, in bytes, from 1. */
    readonly column: number,
  ) {
    super(`${line}:${column}: the comment that begins here has no end: expected a newline before the end of the file`);
  }
}
