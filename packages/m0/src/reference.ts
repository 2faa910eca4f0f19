import { M0Error, type M0ErrorCode } from './errors.js';

/** How many bytes a number has behind these marks; behind every other first character it has one. */
const WIDTHS: Readonly<Record<string, number>> = { '%': 4, '@': 2 };

/** Words and strings. `text` has one character for each byte, and of the quotes the opening one. */
interface Token {
  readonly kind: 'word' | 'quoted' | 'raw';
  readonly text: string;
}

/**
 * Translates one file of macro assembly into hex2 text as M0 does: one line for each token that is not part of a
 * definition.
 *
 *     file       = { definition | word | string | comment } ;
 *     definition = "DEFINE" token token ;             a token is a word or a string
 *     string     = '"' text '"' | "'" text "'" ;      over several lines too; no escapes
 *     word       = { character } separator ;          separator = tab | newline | space | zero byte
 *     comment    = ( "#" | ";" | zero byte ) text newline ;      only where a token could begin
 *
 * A word that is the name of a macro becomes its value, the latest so far, as it was written. A word with a number
 * behind its first character becomes bytes in hex. Any other word stays, raw strings lose their quotes, and quoted
 * strings become bytes in hex, with a 00 at the end.
 *
 *     assemble(encode("DEFINE ret C3\nret %-2\n"))    // C3 newline FEFFFFFF newline
 *
 * Throws an `M0Error` where M0 ends with an error, for the same defect.
 */
export function assemble(source: Uint8Array): Uint8Array {
  const tokens = new Tokens(Array.from(source, (byte) => String.fromCharCode(byte)).join(''));
  const macros = new Map<string, string>();
  const lines: string[] = [];
  let endsWithToken = false;
  for (let token = tokens.next(); token !== null; token = tokens.next()) {
    endsWithToken = !(token.kind === 'word' && token.text === 'DEFINE');
    if (endsWithToken) lines.push(translate(token, macros));
    else define(tokens, macros);
  }
  if (!endsWithToken) {
    throw tokens.errorAtEnd(
      'TOKEN_MISSING',
      'expected a word or string before the end of the file',
      'a word or string',
    );
  }
  return Uint8Array.from(lines.map((line) => `${line}\n`).join(''), (character) => character.charCodeAt(0));
}

/** Takes the two tokens behind a DEFINE. */
function define(tokens: Tokens, macros: Map<string, string>): void {
  const name = tokens.next();
  const value = tokens.next();
  if (name === null || value === null) {
    throw tokens.errorAtEnd('DEFINITION_CUT', 'expected a name and a value behind DEFINE', 'two tokens');
  }
  // A string can be defined, too, but as a word is never equal to a string this has no effect.
  if (name.kind === 'word') macros.set(name.text, value.text);
}

/** The tokens of a text, one after the other. */
class Tokens {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The next token, or null at the end of the file. */
  next(): Token | null {
    while (this.at < this.text.length) {
      const start = this.at;
      const first = this.text.charAt(this.at++);
      if (first === '"' || first === "'") return this.string(start, first);
      if (first === '#' || first === ';' || first === '\0') this.through(/\n/g);
      else if (!/[\t\n ]/.test(first)) {
        this.through(/[\t\n \0]/g);
        return { kind: 'word', text: this.text.slice(start, this.at - 1) };
      }
    }
    return null;
  }

  /** An error at the last byte of the file. */
  errorAtEnd(code: M0ErrorCode, problem: string, expected: string): M0Error {
    return this.error(code, Math.max(this.text.length - 1, 0), problem, expected);
  }

  private string(start: number, quote: string): Token {
    const end = this.text.indexOf(quote, this.at);
    if (end < 0) {
      throw this.error('QUOTE_MISSING', start, 'expected a second quote to end the string', `a second ${quote}`);
    }
    this.at = end + 1;
    return { kind: quote === '"' ? 'quoted' : 'raw', text: this.text.slice(start, end) };
  }

  /** Goes behind the next character that matches. */
  private through(ends: RegExp): void {
    ends.lastIndex = this.at;
    if (ends.exec(this.text) === null) {
      const problem = 'expected a newline at the end of the file';
      throw this.error('NEWLINE_MISSING', this.text.length, problem, 'a newline');
    }
    this.at = ends.lastIndex;
  }

  private error(code: M0ErrorCode, at: number, problem: string, expected: string): M0Error {
    const before = this.text.slice(0, at);
    return new M0Error(code, before.split('\n').length, at - before.lastIndexOf('\n'), problem, expected);
  }
}

function translate(token: Token, macros: ReadonlyMap<string, string>): string {
  if (token.kind === 'raw') return token.text.slice(1);
  if (token.kind === 'quoted') return Array.from(`${token.text.slice(1)}\0`, (c) => hexByte(c.charCodeAt(0))).join('');
  return macros.get(token.text) ?? numberWord(token.text) ?? token.text;
}

/** The bytes of a word that is a number, the lowest first; undefined for any other word. */
function numberWord(word: string): string | undefined {
  const value = numberValue(word.slice(1));
  if (value === 0 && word.charAt(1) !== '0') return undefined;
  const width = WIDTHS[word.charAt(0)] ?? 1;
  return Array.from({ length: width }, (_, i) => hexByte((value >>> (8 * i)) & 0xff)).join('');
}

/**
 * The value of a number modulo 2^32, 0 for a text that is none.
 *
 *     number = [ "-" ] digit { digit } | character "x" { hex digit }     hex digits are upper case
 *
 * The seven characters between "9" and "A" pass as hex digits, too: they count from 3 to 9.
 */
function numberValue(text: string): number {
  if (/^-?[0-9]+$/.test(text)) return Number(BigInt.asUintN(32, BigInt(text)));
  if (!/^.x[0-9:-@A-F]*$/s.test(text)) return 0;
  let value = 0;
  for (const digit of text.slice(2)) {
    const code = digit.charCodeAt(0);
    value = ((value << 4) | (code <= 0x39 ? code - 0x30 : code - 0x37)) >>> 0;
  }
  return value;
}

function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}
