import { Hex2Error, type Hex2ErrorCode } from './errors.js';

/** Where hex2-0 puts the first byte of every program. */
const BASE_ADDRESS = 0x08048000;

/** What each mark makes of a name: how many bytes, and whether it counts from the base or from address 0. */
const POINTERS: Readonly<Record<string, { readonly width: number; readonly relative: boolean }>> = {
  '!': { width: 1, relative: true },
  '@': { width: 2, relative: true },
  '%': { width: 4, relative: true },
  $: { width: 2, relative: false },
  '&': { width: 4, relative: false },
};

/** A name as it stands in the source; `at` is the offset of its first byte. */
interface Name {
  readonly text: string;
  readonly at: number;
}

type Item =
  | { readonly kind: 'byte'; readonly value: number }
  /** `insideByte`: it stands between the two digits of a byte. */
  | { readonly kind: 'label'; readonly name: string; readonly insideByte: boolean }
  | { readonly kind: 'pointer'; readonly mark: string; readonly target: Name; readonly base: Name | undefined };

/**
 * Links one hex2 file as hex2-0 does.
 *
 *     file    = { byte | label | pointer | comment | other } ;
 *     byte    = digit digit ;                         hex, either case; other items may stand between the two
 *     label   = ":" name ;
 *     pointer = ( "!" | "@" | "%" | "$" | "&" ) name [ base ] ;     "[ base ]": when ">" ended the name
 *     name    = { character } ( tab | newline | space | ">" ) ;
 *     comment = ( "#" | ";" ) { character } ( newline | carriage return ) ;
 *
 * A label is the address of the next byte: that after the one whose digits surround it. The last definition of a name
 * holds everywhere. Values are stored little-endian and lose the bits that do not fit. A lone last digit is dropped.
 *
 *     link(new TextEncoder().encode(':a EB !a\n'))    // EB FE
 *
 * Throws a `Hex2Error` where hex2-0 ends with an error, for the same defect.
 */
export function link(source: Uint8Array): Uint8Array {
  const items = parse(source);
  const addresses = layOut(items);
  return emit(items, (name) => {
    const address = addresses.get(name.text);
    if (address !== undefined) return address;
    const shown = new TextDecoder().decode(source.subarray(name.at, name.at + name.text.length));
    throw errorAt(source, name.at, 'UNDEFINED_LABEL', `undefined label ${shown}`, `a definition of ${shown}`);
  });
}

function parse(source: Uint8Array): Item[] {
  // One character for each byte, whatever its value, so that names can be compared as text.
  const text = Array.from(source, (byte) => String.fromCharCode(byte)).join('');
  const items: Item[] = [];
  let at = 0;
  let firstDigit: number | undefined;

  /** Takes everything up to one of `ends`, and that too. */
  const through = (ends: RegExp): string => {
    ends.lastIndex = at;
    const match = ends.exec(text);
    if (match === null) {
      throw errorAt(source, text.length, 'NEWLINE_MISSING', 'expected a newline at the end of the file', 'a newline');
    }
    const taken = text.slice(at, match.index);
    at = match.index + 1;
    return taken;
  };
  const name = (): Name => ({ at, text: through(/[\t\n >]/g) });

  while (at < text.length) {
    const character = text.charAt(at++);
    if (/[0-9A-Fa-f]/.test(character)) {
      const digit = Number.parseInt(character, 16);
      if (firstDigit === undefined) firstDigit = digit;
      else {
        items.push({ kind: 'byte', value: firstDigit * 16 + digit });
        firstDigit = undefined;
      }
    } else if (character === '#' || character === ';') {
      through(/[\n\r]/g);
    } else if (character === ':') {
      items.push({ kind: 'label', name: name().text, insideByte: firstDigit !== undefined });
    } else if (character in POINTERS) {
      const target = name();
      items.push({ kind: 'pointer', mark: character, target, base: text[at - 1] === '>' ? name() : undefined });
    }
  }
  return items;
}

/** The address of every label. */
function layOut(items: readonly Item[]): Map<string, number> {
  const addresses = new Map<string, number>();
  let address = BASE_ADDRESS;
  for (const item of items) {
    if (item.kind === 'label') addresses.set(item.name, address + (item.insideByte ? 1 : 0));
    else address += sizeOf(item);
  }
  return addresses;
}

function emit(items: readonly Item[], addressOf: (name: Name) => number): Uint8Array {
  const program = new Uint8Array(items.reduce((size, item) => size + sizeOf(item), 0));
  let size = 0;
  for (const item of items) {
    const end = size + sizeOf(item);
    if (item.kind === 'byte') program[size] = item.value;
    if (item.kind === 'pointer') {
      const target = addressOf(item.target);
      const base = item.base === undefined ? BASE_ADDRESS + end : addressOf(item.base);
      const value = POINTERS[item.mark]!.relative ? target - base : target;
      for (let i = size; i < end; i++) program[i] = value >> (8 * (i - size));
    }
    size = end;
  }
  return program;
}

function sizeOf(item: Item): number {
  if (item.kind === 'label') return 0;
  return item.kind === 'byte' ? 1 : POINTERS[item.mark]!.width;
}

function errorAt(source: Uint8Array, at: number, code: Hex2ErrorCode, problem: string, expected: string) {
  const before = source.subarray(0, at);
  const line = before.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1);
  const column = at - before.lastIndexOf(10);
  return new Hex2Error(code, line, column, problem, expected);
}
