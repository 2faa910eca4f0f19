import { Hex1Error } from './errors.js';

/** What a source says, one thing after the other. */
type Item =
  | { readonly kind: 'byte'; readonly value: number }
  | { readonly kind: 'label'; readonly name: number }
  | { readonly kind: 'distance'; readonly name: number };

const DISTANCE_SIZE = 4;

/**
 * The reference of hex1: what the program in `stage/` must give for every input.
 *
 *     source   = { byte | label | distance | comment | other } ;
 *     byte     = digit { anything but a digit } digit ;
 *     label    = ":" any ;                                  the next byte is called so
 *     distance = "%" any ;                                  32 bits, from behind themselves to the label
 *     comment  = ( "#" | ";" ) { any } ( newline | return ) ;
 *
 * A label that is defined twice has its last place, one that is not defined at all is 0. What stands between the two
 * digits of a byte comes before that byte. A last digit without a partner, and a last `:` or `%` without a name, are
 * dropped. Throws `Hex1Error` for a comment that the end of the file cuts off.
 */
export function assemble(source: Uint8Array): Uint8Array {
  const items = read(source);
  const places = new Map<number, number>();
  let size = 0;
  for (const item of items) {
    if (item.kind === 'label') places.set(item.name, size);
    else size += item.kind === 'byte' ? 1 : DISTANCE_SIZE;
  }
  const output = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const item of items) {
    if (item.kind === 'byte') output.setUint8(at++, item.value);
    if (item.kind === 'distance') {
      output.setInt32(at, (places.get(item.name) ?? 0) - (at + DISTANCE_SIZE), true);
      at += DISTANCE_SIZE;
    }
  }
  return new Uint8Array(output.buffer);
}

function read(source: Uint8Array): Item[] {
  const items: Item[] = [];
  let high: number | null = null;
  for (let i = 0; i < source.length; i++) {
    const c = String.fromCharCode(source[i]!);
    if (c === '#' || c === ';') i = endOfComment(source, i);
    else if (c === ':' || c === '%') {
      const name = source[++i];
      if (name !== undefined) items.push({ kind: c === ':' ? 'label' : 'distance', name });
    } else if (/[0-9A-Fa-f]/.test(c)) {
      const digit = Number.parseInt(c, 16);
      if (high !== null) items.push({ kind: 'byte', value: high * 16 + digit });
      high = high === null ? digit : null;
    }
  }
  return items;
}

/** The place of the newline or carriage return that ends the comment which begins at `start`. */
function endOfComment(source: Uint8Array, start: number): number {
  const end = source.findIndex((c, i) => i > start && (c === 0x0a || c === 0x0d));
  if (end < 0) {
    const before = source.subarray(0, start);
    throw new Hex1Error(before.filter((c) => c === 0x0a).length + 1, start - before.lastIndexOf(0x0a));
  }
  return end;
}
