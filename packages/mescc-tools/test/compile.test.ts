import { hostRunsI386 } from '@fullsource/stage/node';
import { exitStatus, run } from '@fullsource/vm-x86';
import { describe, expect, test } from 'vitest';
import { CompileError, type CompileOptions, compile, compileToM1 } from '../dist/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const sources = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, source]) => [name, bytes(source)]));

const hello = `#include <stdio.h>
int main(int argc, char** argv) { printf("%d %s\\n", argc, argv[1]); return ANSWER; }
`;

/** Compiles, runs in the machine; exit status and standard output. */
async function outcome(files: Record<string, string>, options?: CompileOptions, ...args: string[]) {
  const program = await compile(sources(files), options);
  const { exit, stdout } = await run(program, { argv: ['program', ...args] });
  return { status: exitStatus(exit), stdout: text(stdout) };
}

/** The complaint about a program that must not compile. */
async function complaint(files: Record<string, string>, options?: CompileOptions): Promise<CompileError> {
  const error = await compile(sources(files), options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(CompileError);
  return error as CompileError;
}

describe('compile', () => {
  test('makes a program that runs', async () => {
    expect(await outcome({ 'hello.c': hello }, { define: ['ANSWER=42'] }, 'one')).toEqual({
      status: 42,
      stdout: '2 one\n',
    });
  });

  test('joins several files to one program, in the order named', async () => {
    const files = { 'b.c': 'int main() { return six() * 7; }\n', 'a.c': 'int six() { return 6; }\n', 'not.c': '!' };
    expect(await outcome(files, { sources: ['a.c', 'b.c'] })).toMatchObject({ status: 42 });
  });

  test('finds headers beside the including file and in the folders named', async () => {
    const files = {
      'src/main.c': '#include "near.h"\n#include <far.h>\nint main() { return NEAR + FAR; }\n',
      'src/near.h': '#define NEAR 40\n',
      'include/far.h': '#define FAR 2\n',
    };
    expect(await outcome(files, { includePaths: ['include'] })).toMatchObject({ status: 42 });
  });

  test('gives a symbol table, unless told not to', async () => {
    const files = sources({ 'a.c': 'int a_name_of_its_own() { return 0; }\nint main() { return 0; }\n' });
    const has = (program: Uint8Array) => Buffer.from(program).includes('a_name_of_its_own');
    expect(has(await compile(files))).toBe(true);
    expect(has(await compile(files, { debug: false }))).toBe(false);
    expect(text(await compileToM1(files))).toContain(':FUNCTION_a_name_of_its_own');
  });

  test('gives the same bytes every time', async () => {
    const files = sources({ 'a.c': hello });
    const options = { define: ['ANSWER=1'] };
    expect(await compile(files, options)).toEqual(await compile(files, options));
  });

  test('tells where the compiler stopped', async () => {
    const error = await complaint({ 'bad.c': 'int main()\n{\n\treturn 1 2;\n}\n' });
    expect(error).toMatchObject({ code: 'BAD_SOURCE', tool: 'M2-Planet' });
    expect(error.message).toMatch(/^bad\.c:3:\d+: expected ';'/);
  });

  test('tells which header is missing', async () => {
    expect((await complaint({ 'a.c': '#include "none.h"\n' })).message).toBe('a.c:1:2: cannot find the file none.h');
  });

  test('tells which function is missing', async () => {
    const error = await complaint({ 'a.c': 'int f();\nint main() { return f(); }\n' });
    expect(error).toMatchObject({ tool: 'hex2', message: 'f is used but never defined' });
    expect(await complaint({ 'a.c': 'int x;\n' })).toMatchObject({ message: 'main is used but never defined' });
  });

  test('refuses a call without a C file', async () => {
    await expect(compile(sources({ 'a.h': '' }))).rejects.toMatchObject({ code: 'BAD_CALL' });
  });

  test('ends when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(compile(sources({ 'a.c': hello }), { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

const nativeIsMissing = !(await hostRunsI386());

test.skipIf(nativeIsMissing)(
  'a compiled program runs on this host [needs a host that runs i386 programs]',
  async () => {
    const { execFileSync } = await import('node:child_process');
    const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = mkdtempSync(join(tmpdir(), 'compile-'));
    try {
      const file = join(folder, 'hello');
      const options = { define: ['ANSWER=0'] };
      writeFileSync(file, await compile(sources({ 'hello.c': hello }), options), { mode: 0o755 });
      expect(execFileSync(file, ['two'], { encoding: 'utf8' })).toBe('2 two\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
