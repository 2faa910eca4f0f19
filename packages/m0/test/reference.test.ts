import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { M0Error } from '../src/errors.js';
import { assemble } from '../src/reference.js';

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const list = (path: string): string[] => readdirSync(new URL(path, import.meta.url));
const exists = (path: string): boolean => existsSync(new URL(path, import.meta.url));

/** How a vector calls its tool; the other fields do not matter to a reference. */
interface Call {
  readonly args: readonly string[];
  readonly exit: number | 'nonzero';
}
const call = (folder: string): Call => JSON.parse(readFileSync(new URL(`${folder}/cmd.json`, import.meta.url), 'utf8'));

describe('assemble does what the vectors say of M0', () => {
  // The one vector without an input is about files, not about the language.
  test.each(list('vectors/M0').filter((name) => name !== 'err-missing-input'))('%s', (name) => {
    const folder = `vectors/M0/${name}`;
    const { args, exit } = call(folder);
    const source = read(`${folder}/${args[0]}`);
    if (exit === 'nonzero') expect(() => assemble(source)).toThrow(M0Error);
    else expect(decode(assemble(source))).toBe(text(`${folder}/expected/${args[1] ?? 'stdout'}`));
  });
});

describe('assemble', () => {
  const sources = list('cases').filter((file) => file.endsWith('.M1'));
  test.each(sources.map((file) => file.slice(0, -'.M1'.length)))('%s', (name) => {
    const source = read(`cases/${name}.M1`);
    if (exists(`cases/${name}.err`)) {
      const error = failureOf(() => assemble(source));
      expect(`${error.line}: ${error.problem}\n`).toBe(text(`cases/${name}.err`));
    } else expect(decode(assemble(source))).toBe(text(`cases/${name}.hex2`));
  });

  test('an error tells code, place and expectation', () => {
    expect(failureOf(() => assemble(encode('foo\nbar "text\n')))).toMatchObject({
      code: 'QUOTE_MISSING',
      line: 2,
      column: 5,
      expected: 'a second "',
      message: 'line 2, column 5: expected a second quote to end the string',
    });
    expect(failureOf(() => assemble(encode('foo\nbar')))).toMatchObject({
      code: 'NEWLINE_MISSING',
      line: 2,
      column: 4,
    });
    expect(failureOf(() => assemble(encode('DEFINE a\n')))).toMatchObject({ code: 'DEFINITION_CUT', line: 1 });
    expect(failureOf(() => assemble(encode('')))).toMatchObject({ code: 'TOKEN_MISSING', line: 1, column: 1 });
  });
});

function encode(source: string): Uint8Array {
  return new TextEncoder().encode(source);
}

function decode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function text(path: string): string {
  return decode(read(path));
}

function failureOf(action: () => unknown): M0Error {
  try {
    action();
  } catch (error) {
    if (error instanceof M0Error) return error;
    throw error;
  }
  throw new Error('expected an M0Error');
}
