const NEWLINE = 0x0a;

/**
 * The reference of hex0: what the program in `stage/` must give for every input.
 *
 *     source  = { byte | comment | other } ;
 *     byte    = digit { comment | other } digit ;      high digit first
 *     digit   = "0"-"9" | "A"-"F" | "a"-"f" ;
 *     comment = ( "#" | ";" ) { any but newline } ;     the end of the file ends it too
 *
 * A last digit without a partner is dropped. No input is wrong.
 */
export function assemble(source: Uint8Array): Uint8Array {
  const digits: number[] = [];
  let inComment = false;
  for (const c of source) {
    if (inComment) inComment = c !== NEWLINE;
    else if (c === 0x23 || c === 0x3b) inComment = true;
    else if (isDigit(c)) digits.push(Number.parseInt(String.fromCharCode(c), 16));
  }
  return Uint8Array.from({ length: digits.length >> 1 }, (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!);
}

function isDigit(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
}
