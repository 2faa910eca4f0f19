import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Command, parseScript } from '../src/index.js';

const vectors = new URL('vectors/kaem-0/', import.meta.url);
const words = (script: string) => parseScript(script).map((command) => command.words);

interface Vector {
  readonly args: readonly string[];
  readonly exit: number | 'nonzero';
}

/** What kaem-minimal prints: each command before it runs it, and then what the helper `args` prints of its words. */
const transcript = (commands: readonly Command[]) =>
  commands.map(({ words }) => ` +> ${words.join(' ')} \n${words.map((word) => `[${word}]\n`).join('')}`).join('');

describe('parseScript reads what kaem-minimal runs', () => {
  for (const name of readdirSync(vectors)) {
    const folder = new URL(`${name}/`, vectors);
    const { args, exit } = JSON.parse(readFileSync(new URL('cmd.json', folder), 'utf8')) as Vector;
    const script = readFileSync(new URL(args[0] ?? 'kaem.x86', folder), 'utf8');

    if (exit === 0) {
      it(name, () => {
        expect(transcript(parseScript(script))).toBe(readFileSync(new URL('expected/stdout', folder), 'utf8'));
      });
    } else {
      it(name, () => {
        expect(() => parseScript(script)).toThrow(expect.objectContaining({ code: 'BAD_SCRIPT' }));
      });
    }
  }
});

describe('parseScript', () => {
  it('gives each command the line of its first word', () => {
    const script = '# one\n\na "x\ny" \\\nb\n  c\n';
    expect(parseScript(script)).toEqual([
      { line: 3, words: ['a', 'x\ny', 'b'] },
      { line: 6, words: ['c'] },
    ]);
  });

  it('takes a comment in the middle of a word as the end of the command', () => {
    expect(words('a#b\nc\n')).toEqual([['a'], ['c']]);
  });

  it('ends the word behind quotes', () => {
    expect(words('a"b c"d\n')).toEqual([['ab c', 'd']]);
  });

  it('keeps nothing of a last line without a newline', () => {
    expect(words('a\nb')).toEqual([['a']]);
    expect(words('a\\')).toEqual([]);
  });

  it('names the line in which an open quote begins', () => {
    expect(() => parseScript('a\nb "c\nd\n')).toThrow('line 2: the script ends inside quotes');
  });

  it('names the line of a comment without an end', () => {
    expect(() => parseScript('a\n# b')).toThrow('line 2: the script ends inside a comment');
  });

  it('takes words and commands up to the limits of kaem-minimal, not beyond', () => {
    expect(words(`${'w'.repeat(4095)}\n`)[0]![0]).toHaveLength(4095);
    expect(() => parseScript(`${'w'.repeat(4096)}\n`)).toThrow('line 1: a word of 4096 bytes');
    expect(() => parseScript(`${'é'.repeat(2048)}\n`)).toThrow('line 1: a word of 4096 bytes');
    expect(words(`${'w '.repeat(255)}\n`)[0]).toHaveLength(255);
    expect(() => parseScript(`${'w '.repeat(256)}\n`)).toThrow('line 1: a command of 256 words');
  });
});
