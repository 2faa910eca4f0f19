/** How much of a file the kernel looks at for `#!`: BINPRM_BUF_SIZE, less one byte that it keeps for itself. */
const HEAD_SIZE = 255;

/** First line of a script: `#!interpreter [argument]`. */
export interface ScriptLine {
  readonly interpreter: string;
  /** Everything behind the interpreter, as one argument. */
  readonly argument: string | null;
}

/**
 * Reads a `#!` line as the kernel does: the interpreter ends at a blank, the rest of the line without the blanks around it
 * is one argument. Null when it is no script, or names no interpreter, or the name does not fit.
 */
export function parseScriptLine(bytes: Uint8Array): ScriptLine | null {
  if (bytes.length < 2 || bytes[0] !== 0x23 || bytes[1] !== 0x21) return null;
  const head = String.fromCharCode(...bytes.subarray(2, HEAD_SIZE)).split('\0')[0]!;
  const newline = head.indexOf('\n');
  const cut = newline < 0 && bytes.length > HEAD_SIZE;
  const line = trimBlanks(newline < 0 ? head : head.slice(0, newline));
  const [interpreter, argument] = splitAtBlank(line);
  if (interpreter === '') return null;
  // A line longer than the buffer is fine as long as the interpreter's name is complete.
  if (cut && argument === null) return null;
  return { interpreter, argument };
}

function splitAtBlank(line: string): [string, string | null] {
  const blank = line.search(/[ \t]/);
  if (blank < 0) return [line, null];
  return [line.slice(0, blank), trimBlanks(line.slice(blank))];
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
