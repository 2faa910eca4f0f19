import { fileURLToPath } from 'node:url';
import { artifacts } from '@fullsource/testing';
import { run } from '@fullsource/vm-x86';
import { describe, expect, test } from 'vitest';

const { mes } = artifacts(fileURLToPath(new URL('..', import.meta.url)), ['mes']);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Runs a program in so many megabytes. */
async function outcome(program: string, megabytes = 40) {
  const argv = ['mes', 'program.scm'];
  const result = await run(mes!, { argv, files: { 'program.scm': program }, limits: { memory: megabytes * 2 ** 20 } });
  const { exit, stdout, stderr } = result;
  return { exit, stdout: text(stdout), stderr: text(stderr) };
}

const exhausted = { exit: { code: 1 }, stderr: 'mes: out of memory\n' };

describe('mes at its limits', () => {
  test.each([
    ['a recursion without end', '(define (f n) (+ 1 (f n))) (f 1)'],
    ['a list without end', '(let loop ((list (quote ()))) (loop (cons 1 list)))'],
    ['a string that is too large', '(make-string 500000000 #\\a)'],
    ['a vector that is too large', '(make-vector 4000000 0) (list (make-vector 4000000 0) (make-vector 4000000 0))'],
  ])('says so and ends with status 1: %s', async (_, program) => {
    expect(await outcome(program)).toMatchObject(exhausted);
  });

  test('needs no memory for a loop, however long, nor for garbage', async () => {
    const loop =
      '(let loop ((n 0)) (if (< n 300000) (begin (cons n n) (make-vector 10 n) (loop (+ n 1))) (display n)))';
    expect(await outcome(loop)).toMatchObject({ exit: { code: 0 }, stdout: '300000' });
  });

  test('recurses as deep as there is memory', async () => {
    const program = '(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1))))) (display (f 500000))';
    expect(await outcome(program)).toMatchObject({ exit: { code: 0 }, stdout: '500000' });
  });
});

describe('images', () => {
  const program = '(define x (list 1 2)) (display x) (write (command-line)) (exit (length (command-line)))';

  test('a program goes on where it asked for its command line, in every process', async () => {
    const made = await run(mes!, { argv: ['mes', '--image', 'out', 'a.scm'], files: { 'a.scm': program } });
    expect(made).toMatchObject({ exit: { code: 0 } });
    const image = made.files.out!;
    const { exit, stdout } = await run(image, { argv: ['prog', 'one', 'two words'] });
    expect({ exit, stdout: text(stdout) }).toEqual({ exit: { code: 3 }, stdout: '("prog" "one" "two words")' });
  });

  test.each([10, 300, 9000])(
    'hold what they start with, whatever else they hold: a list of %i numbers',
    async (length) => {
      const files = { 'a.scm': `(define y '(${'7 '.repeat(length)}))\n${program}` };
      const made = await run(mes!, { argv: ['mes', '--image', 'out', 'a.scm'], files });
      const { exit, stdout } = await run(made.files.out!, { argv: ['prog'] });
      expect({ exit, stdout: text(stdout) }).toEqual({ exit: { code: 1 }, stdout: '("prog")' });
    },
  );

  test('hold nothing of the process that wrote them', async () => {
    const argv = ['mes', '-L', 'folder', '--image', 'out', 'a.scm'];
    const files = { 'a.scm': program };
    const here = await run(mes!, { argv, files });
    const there = await run(mes!, { argv, files, env: { HOME: '/home', LONG: 'x'.repeat(5000) }, cwd: '/else/where' });
    expect(Buffer.compare(here.files.out!, there.files.out!)).toBe(0);
  });

  test('say what is wrong: no folder for it', async () => {
    const argv = ['mes', '--image', 'no/where', 'a.scm'];
    const { exit, stderr } = await run(mes!, { argv, files: { 'a.scm': program } });
    expect(exit).toEqual({ code: 1 });
    expect(text(stderr)).toContain('cannot open for writing "no/where"');
  });
});
