import { run } from '@fullsource/vm-x86';
import { describe, expect, test } from 'vitest';
import { mescc } from '../dist/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString('latin1');
const inputs = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, bytes(content)]));

/** What a call writes: file names, and everything as text. */
async function call(files: Readonly<Record<string, string>>, ...args: string[]) {
  const { outputs, stdout, stderr } = await mescc(inputs(files), { args });
  return { names: Object.keys(outputs).sort(), outputs, stdout: text(stdout), stderr: text(stderr) };
}

const MAIN = '#include <stdio.h>\nint twice(int);\nint main(void) { printf("%d\\n", twice(N)); return 0; }\n';
const TWICE = 'static int two = 2;\nint twice(int n) { return two * n; }\n';

describe('stages of a compilation', () => {
  test('-E prints the tokens after the preprocessor', async () => {
    const { stdout, names } = await call({ 'a.c': '#define A(x) x+1\n#if A(1) == 2\nA(y)\n#endif\n' }, '-E', 'a.c');
    expect(stdout).toContain('y+1');
    expect(stdout).not.toContain('define');
    expect(names).toEqual([]);
  });

  test('-S writes M1, also to standard output', async () => {
    const { outputs, names } = await call({ 'dir/a.c': TWICE }, '-S', 'dir/a.c');
    expect(names).toEqual(['a.s']);
    expect(text(outputs['a.s'])).toMatch(/^:twice\n\t'55'/m);
    expect((await call({ 'a.c': TWICE }, '-S', 'a.c', '-o', '-')).stdout).toMatch(/^:twice$/m);
  });

  test('-c writes an object for each file, without the macros of M1', async () => {
    const { outputs, names } = await call({ 'a.c': TWICE, 'b.c': TWICE.replace('twice', 'again') }, '-c', 'a.c', 'b.c');
    expect(names).toEqual(['a.o', 'b.o']);
    expect(text(outputs['a.o'])).not.toContain('DEFINE');
  });

  test('sources, objects and archives link in any order', async () => {
    const { outputs } = await call({ 'twice.c': TWICE }, '-c', 'twice.c');
    const object = text(outputs['twice.o']);
    for (const [files, args] of [
      [{ 'twice.o': object }, ['main.c', 'twice.o']],
      [{ 'twice.o': object }, ['twice.o', 'main.c']],
      [{ 'lib/libtwo.a': object }, ['main.c', '-L', 'lib', '-ltwo']],
      [{ 'lib/x86-mes/libtwo.a': object }, ['-Llib', 'main.c', '-l', 'two']],
      [{ 'twice.c': TWICE }, ['main.c', 'twice.c']],
    ] as const) {
      const program = await call({ 'main.c': MAIN, ...files }, '-DN=21', ...args, '-o', 'program');
      expect(program.names).toEqual(['program']);
      expect(text((await run(program.outputs.program!)).stdout)).toBe('42\n');
    }
  });

  test('a program is a.out unless -o says otherwise', async () => {
    expect((await call({ 'a.c': 'int main(void) { return 0; }\n' }, 'a.c')).names).toEqual(['a.out']);
  });

  test('-g adds a symbol table', async () => {
    const plain = await call({ 'a.c': 'int main(void) { return 3; }\n' }, 'a.c', '-o', 'a');
    const { outputs } = await call({ 'a.c': 'int main(void) { return 3; }\n' }, '-g', 'a.c', '-o', 'a');
    expect(text(outputs.a)).toContain('\0main\0');
    expect(text(plain.outputs.a)).not.toContain('\0main\0');
    expect((await run(outputs.a!)).exit).toEqual({ code: 3 });
  });

  test('without the library, at another address', async () => {
    const source = "asm(\":_start\\n\\t'31C0' '40' 'BB' %7 'CD80'\");\n";
    const args = ['-nostdlib', '--base-address=0x1000000', 'a.c', '-o', 'a'];
    const { outputs } = await call({ 'a.c': source }, ...args);
    expect(new DataView(outputs.a!.buffer, outputs.a!.byteOffset).getUint32(24, true) >>> 16).toBe(0x100);
    expect((await run(outputs.a!)).exit).toEqual({ code: 7 });
  });
});

describe('macros and headers', () => {
  const SHOW = '#include "conf.h"\nconst char *text = TEXT; int n = NUMBER, f = FLAG;\n';

  test('-D with and without value, joined or apart, with quotes; -U; -I in order', async () => {
    const { stdout } = await call(
      { 'a.c': SHOW, 'one/conf.h': '#define NUMBER 1\n', 'two/conf.h': '#define NUMBER 2\n' },
      ...['-E', '-DTEXT="a b"', '-D', 'FLAG', '-DGONE=1', '-UGONE', '-Itwo', '-I', 'one', 'a.c'],
    );
    expect(stdout).toContain('text = "a b"; int n = 2, f = 1;');
  });

  test('a program defines what the library defines too: its own holds', async () => {
    const source = '#include <stdio.h>\nint div(int n) { return n / 2; }\nint main(void) { return div(84); }\n';
    const { outputs } = await call({ 'a.c': source }, 'a.c', '-o', 'a');
    expect((await run(outputs.a!)).exit).toEqual({ code: 42 });
  });
});

describe('bad calls', () => {
  test.each([
    [['-c', 'missing.c'], 'cannot read missing.c'],
    [['--arch=x86_64', 'a.c'], 'unknown option --arch=x86_64'],
    [['-o'], 'option -o needs a value'],
    [['-c', 'a.c', 'b.c', '-o', 'x.o'], '-o with several files'],
    [['a.c', '-lnowhere'], 'cannot find libnowhere.a'],
    [[], 'Usage: mescc'],
  ])('%j', async (args, message) => {
    const files = inputs({ 'a.c': 'int main(void) { return 0; }\n', 'b.c': 'int b;\n' });
    await expect(mescc(files, { args })).rejects.toThrow(message);
  });
});
