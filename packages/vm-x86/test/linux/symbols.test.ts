import { expect, test } from 'vitest';
import { run } from '../../src/index.js';
import { readSymbols, symbolize } from '../../src/linux/exec/symbols.js';
import { GuestProgram } from './helpers/guest-program.js';

/** Appends a symbol table (and what it needs) to a program. */
function withSymbols(program: Uint8Array, symbols: Record<string, number>): Uint8Array {
  const names = `\0${Object.keys(symbols).join('\0')}\0`;
  const strings = new TextEncoder().encode(names.padEnd(Math.ceil(names.length / 4) * 4, '\0'));
  const table = new Uint8Array(16 * (Object.keys(symbols).length + 1));
  const view = new DataView(table.buffer);
  Object.entries(symbols).forEach(([name, address], i) => {
    view.setUint32(16 * (i + 1), names.indexOf(`\0${name}\0`) + 1, true);
    view.setUint32(16 * (i + 1) + 4, address, true);
  });
  const sections = new Uint8Array(40 * 3);
  const headers = new DataView(sections.buffer);
  const place = (index: number, type: number, offset: number, size: number, link: number) => {
    for (const [word, value] of [
      [1, type],
      [4, offset],
      [5, size],
      [6, link],
    ] as const)
      headers.setUint32(40 * index + 4 * word, value, true);
  };
  place(1, 3, program.length, strings.length, 0);
  place(2, 2, program.length + strings.length, table.length, 1);
  const file = Uint8Array.from([...program, ...strings, ...table, ...sections]);
  const header = new DataView(file.buffer);
  header.setUint32(32, program.length + strings.length + table.length, true);
  header.setUint16(48, 3, true);
  return file;
}

test('a symbol table is read, and an address named by the symbol before it', () => {
  const symbols = readSymbols(withSymbols(new GuestProgram().exit(0), { second: 0x2000, first: 0x1000 }));
  expect(symbols).toEqual([
    { name: 'first', address: 0x1000, isFunction: false },
    { name: 'second', address: 0x2000, isFunction: false },
  ]);
  expect([0xfff, 0x1000, 0x1fff, 0x2000, 0x2010].map((address) => symbolize(symbols, address))).toEqual([
    null,
    'first',
    'first+0xfff',
    'second',
    'second+0x10',
  ]);
});

test('a file without symbols, or with a broken table, has none', () => {
  const program = new GuestProgram().exit(0);
  expect(readSymbols(program)).toEqual([]);
  const broken = withSymbols(program, { a: 1 });
  new DataView(broken.buffer).setUint32(32, 0xfffffff0, true);
  expect(readSymbols(broken)).toEqual([]);
  expect(symbolize([], 0x1000)).toBeNull();
});

test('an error has a backtrace with symbols, along saved frame pointers', async () => {
  const code = new GuestProgram();
  // main: call f; f: push ebp; mov ebp, esp; sysenter
  code.raw(0xe8, 0, 0, 0, 0, 0x55, 0x89, 0xe5, 0x0f, 0x34);
  const program = withSymbols(code.build(), { main: 0x08048054, f: 0x08048059 });
  await expect(run(program)).rejects.toMatchObject({
    code: 'UNSUPPORTED_INSTRUCTION',
    process: { eip: 0x0804805c, backtrace: ['0x0804805c f+0x3', '0x08048059 f'] },
  });
});
