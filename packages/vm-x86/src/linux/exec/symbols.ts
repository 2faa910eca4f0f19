/** A function or label of a program, from its symbol table. */
export interface GuestSymbol {
  readonly name: string;
  readonly address: number;
  /** The table says so; blood-elf says it of every label. */
  readonly isFunction: boolean;
}

const SHT_SYMTAB = 2;
const SECTION_HEADER_SIZE = 40;
const SYMBOL_SIZE = 16;
const STT_FUNC = 2;
/** Symbol types that name no place in the code: section, file, TLS. */
const NO_PLACE = new Set([3, 4, 6]);

/**
 * The symbols of an ELF file, sorted by address; none when the file has no symbol table or a broken one, since symbols are
 * only ever used to explain.
 */
export function readSymbols(bytes: Uint8Array): GuestSymbol[] {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const symbols: GuestSymbol[] = [];
    const sections = view.getUint32(32, true);
    for (let i = 0; i < view.getUint16(48, true); i++) {
      const at = sections + i * SECTION_HEADER_SIZE;
      if (view.getUint32(at + 4, true) === SHT_SYMTAB) readTable(bytes, view, sections, at, symbols);
    }
    return symbols.sort((a, b) => a.address - b.address);
  } catch {
    return [];
  }
}

function readTable(bytes: Uint8Array, view: DataView, sections: number, table: number, symbols: GuestSymbol[]): void {
  const offset = view.getUint32(table + 16, true);
  const size = view.getUint32(table + 20, true);
  const strings = view.getUint32(sections + view.getUint32(table + 24, true) * SECTION_HEADER_SIZE + 16, true);
  for (let at = offset; at + SYMBOL_SIZE <= offset + size; at += SYMBOL_SIZE) {
    const name = stringAt(bytes, strings + view.getUint32(at, true));
    const address = view.getUint32(at + 4, true);
    const type = view.getUint8(at + 12) & 15;
    if (name !== '' && address !== 0 && !NO_PLACE.has(type))
      symbols.push({ name, address, isFunction: type === STT_FUNC });
  }
}

function stringAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, end < 0 ? at : end));
}

/** `main+0x12` for an address, by the last symbol not above it; null when there is none. */
export function symbolize(symbols: readonly GuestSymbol[], address: number): string | null {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (symbols[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  const symbol = symbols[low - 1];
  if (symbol === undefined) return null;
  const distance = address - symbol.address;
  return distance === 0 ? symbol.name : `${symbol.name}+0x${distance.toString(16)}`;
}
