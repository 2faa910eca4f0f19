/*
 * An ELF object of gcc -m32 as an object of mescc (hex2 text), so that halves of a program by the two can be linked.
 *
 *   section bytes  ->  pairs of hex digits, with a label before each place that a symbol or relocation names
 *   R_386_32       ->  &label         R_386_PC32     ->  %label
 *
 * hex2 has no sums, so symbol + addend becomes a label of its own where the symbol lies. Sections keep their order.
 */

interface Section {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly bytes: DataView;
  readonly size: number;
  readonly align: number;
  readonly link: number;
  readonly info: number;
}

interface Symbol {
  readonly name: string;
  readonly value: number;
  readonly section: number;
  readonly size: number;
  readonly local: boolean;
}

const PROGBITS = 1;
const SYMTAB = 2;
const NOBITS = 8;
const REL = 9;
const ALLOC = 2;
const COMMON = 0xfff2;
const R_386_32 = 1;
const R_386_PC32 = 2;
const R_386_PLT32 = 4;

function textAt(table: DataView, offset: number): string {
  let end = offset;
  while (table.getUint8(end) !== 0) end++;
  return Buffer.from(table.buffer, table.byteOffset + offset, end - offset).toString('latin1');
}

function sectionsOf(elf: DataView): Section[] {
  const start = elf.getUint32(32, true);
  const count = elf.getUint16(48, true);
  const word = (i: number, n: number) => elf.getUint32(start + 40 * i + 4 * n, true);
  const bytes = (i: number) =>
    new DataView(elf.buffer, elf.byteOffset + word(i, 4), word(i, 1) === NOBITS ? 0 : word(i, 5));
  const names = bytes(elf.getUint16(50, true));
  return Array.from({ length: count }, (_, i) => ({
    index: i,
    name: textAt(names, word(i, 0)),
    type: word(i, 1),
    flags: word(i, 2),
    bytes: bytes(i),
    size: word(i, 5),
    link: word(i, 6),
    info: word(i, 7),
    align: word(i, 8),
  }));
}

function symbolsOf(sections: readonly Section[]): Symbol[] {
  const table = sections.find(({ type }) => type === SYMTAB)!;
  const names = sections[table.link]!.bytes;
  return Array.from({ length: table.size / 16 }, (_, i) => {
    const at = 16 * i;
    return {
      name: textAt(names, table.bytes.getUint32(at, true)),
      value: table.bytes.getUint32(at + 4, true),
      size: table.bytes.getUint32(at + 8, true),
      section: table.bytes.getUint16(at + 14, true),
      local: table.bytes.getUint8(at + 12) >> 4 === 0,
    };
  });
}

/** Text of an object; `unit` makes the labels of local places its own. */
export function elfToHex2(object: Uint8Array, unit: string): string {
  const sections = sectionsOf(new DataView(object.buffer, object.byteOffset, object.byteLength));
  const symbols = symbolsOf(sections);
  const kept = sections.filter(({ type, flags }) => (type === PROGBITS || type === NOBITS) && (flags & ALLOC) !== 0);
  /** Labels by section and offset. */
  const labels = new Map<string, string[]>();
  const labelled = (section: number, offset: number, name: string): void => {
    const key = `${section}:${offset}`;
    const names = labels.get(key) ?? [];
    if (!names.includes(name)) labels.set(key, [...names, name]);
  };
  for (const { name, section, value, local } of symbols)
    if (!local && section !== 0 && section !== COMMON) labelled(section, value, name);
  const references = new Map<string, string>();
  for (const { bytes, info } of sections.filter(({ type }) => type === REL)) {
    const target = sections[info]!;
    if (!kept.includes(target)) continue;
    for (let at = 0; at < bytes.byteLength; at += 8) {
      const place = bytes.getUint32(at, true);
      const kind = bytes.getUint8(at + 4);
      const symbol = symbols[bytes.getUint32(at + 4, true) >>> 8]!;
      const relative = kind === R_386_PC32 || kind === R_386_PLT32;
      if (!relative && kind !== R_386_32) throw new Error(`relocation ${kind} of ${symbol.name}`);
      const addend = target.bytes.getInt32(place, true) + (relative ? 4 : 0);
      let label = symbol.name;
      if (symbol.section !== 0 && (symbol.local || addend !== 0)) {
        label = `${unit}.${symbol.section}.${symbol.value + addend}`;
        labelled(symbol.section, symbol.value + addend, label);
      } else if (addend !== 0) throw new Error(`${symbol.name} + ${addend} of another unit`);
      references.set(`${info}:${place}`, `${relative ? '%' : '&'}${label}`);
    }
  }
  const lines: string[] = [];
  let position = 0;
  for (const { index, bytes, size, align } of kept) {
    for (; position % Math.max(align, 4) !== 0; position++) lines.push('00');
    for (let i = 0; i <= size; i++) {
      for (const label of labels.get(`${index}:${i}`) ?? []) lines.push(`:${label}`);
      if (i === size) break;
      const reference = references.get(`${index}:${i}`);
      if (reference !== undefined) lines.push(reference);
      else lines.push((i < bytes.byteLength ? bytes.getUint8(i) : 0).toString(16).padStart(2, '0'));
      if (reference !== undefined) i += 3;
    }
    position += size;
  }
  while (position++ % 16 !== 0) lines.push('00');
  return `${lines.join('\n')}\n`;
}
