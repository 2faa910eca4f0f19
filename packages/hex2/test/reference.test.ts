import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Hex2Error } from '../src/errors.js';
import { join } from '../src/join.js';
import { link } from '../src/reference.js';

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const list = (path: string): string[] => readdirSync(new URL(path, import.meta.url));
const exists = (path: string): boolean => existsSync(new URL(path, import.meta.url));

/** How a vector calls its tool; the other fields do not matter to a reference. */
interface Call {
  readonly args: readonly string[];
  readonly exit: number | 'nonzero';
  readonly make?: Readonly<Record<string, { readonly repeat: string; readonly times: number }>>;
}
const call = (folder: string): Call => JSON.parse(readFileSync(new URL(`${folder}/cmd.json`, import.meta.url), 'utf8'));

describe('link does what the vectors say of hex2-0', () => {
  test.each(list('vectors/hex2-0'))('%s', (name) => {
    const folder = `vectors/hex2-0/${name}`;
    const { args, exit } = call(folder);
    const source = read(`${folder}/${args[0]}`);
    if (exit === 'nonzero') expect(() => link(source)).toThrow(Hex2Error);
    else expect(link(source)).toEqual(read(`${folder}/expected/${args[1] ?? 'stdout'}`));
  });
});

describe('link', () => {
  const sources = list('cases').filter((file) => file.endsWith('.hex2'));
  test.each(sources.map((file) => file.slice(0, -'.hex2'.length)))('%s', (name) => {
    const source = read(`cases/${name}.hex2`);
    if (exists(`cases/${name}.err`)) {
      const error = failureOf(() => link(source));
      expect(`${error.line}: ${error.problem}\n`).toBe(text(`cases/${name}.err`));
    } else expect(hex(link(source))).toBe(text(`cases/${name}.bin.hex`).replace(/\s/g, ''));
  });

  test('an error tells code, place and expectation', () => {
    expect(failureOf(() => link(encode(':a 90\n90 %foo\n')))).toMatchObject({
      code: 'UNDEFINED_LABEL',
      line: 2,
      column: 5,
      expected: 'a definition of foo',
      message: 'line 2, column 5: undefined label foo',
    });
    expect(failureOf(() => link(encode('90\n:a')))).toMatchObject({ code: 'NEWLINE_MISSING', line: 2, column: 3 });
  });
});

describe('join does what the vectors say of catm', () => {
  test.each(list('vectors/catm'))('%s', (name) => {
    const folder = `vectors/catm/${name}`;
    const { args, make = {} } = call(folder);
    const [out, ...inputs] = args;
    const files = inputs.map((file) => {
      const made = make[file];
      return made === undefined ? read(`${folder}/${file}`) : encode(made.repeat.repeat(made.times));
    });
    const joined = join(files);
    expect(joined.length).toBe(files.reduce((size, file) => size + file.length, 0));
    // Large outputs are known by their digest only, which is for the tool to meet.
    if (exists(`${folder}/expected/${out}`)) expect(joined).toEqual(read(`${folder}/expected/${out}`));
  });
});

function encode(source: string): Uint8Array {
  return new TextEncoder().encode(source);
}

function text(path: string): string {
  return new TextDecoder().decode(read(path));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');
}

function failureOf(action: () => unknown): Hex2Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Hex2Error) return error;
    throw error;
  }
  throw new Error('expected a Hex2Error');
}
