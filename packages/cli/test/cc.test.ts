import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostRunsI386 } from '@fullsource/stage/node';
import { beforeEach, describe, expect, it } from 'vitest';
import { fullsource, scratch, textOf } from './support/cli.js';

const nativeIsMissing = !(await hostRunsI386());

/** A folder with a program of two files, a header beside them and one in a folder of its own. */
let cwd: string;

beforeEach(() => {
  cwd = scratch();
  mkdirSync(join(cwd, 'include'));
  writeFileSync(join(cwd, 'six.c'), 'int six() { return 6; }\n');
  writeFileSync(join(cwd, 'near.h'), '#define SEVEN 7\nint six();\n');
  writeFileSync(join(cwd, 'include/far.h'), '#define ZERO 0\n');
  writeFileSync(
    join(cwd, 'main.c'),
    '#include <stdio.h>\n#include "near.h"\n#include <far.h>\nint main() { printf("%d\\n", six() * SEVEN + ONE); return ZERO; }\n',
  );
});

const cc = (...args: string[]) => fullsource(['cc', ...args], { cwd });
const SOURCES = ['-D', 'ONE=1', '-I', 'include', 'main.c', 'six.c'];

describe('fullsource cc', () => {
  it('makes a program that runs in the machine', async () => {
    expect(await cc(...SOURCES, '-o', 'bin/prog')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(statSync(join(cwd, 'bin/prog')).mode & 0o777).toBe(0o755);
    expect(await fullsource(['vm', 'bin/prog'], { cwd })).toEqual({ status: 0, stdout: '43\n', stderr: '' });
  });

  it.skipIf(nativeIsMissing)('makes a program that this host runs [needs a host that runs i386 programs]', async () => {
    await cc(...SOURCES);
    expect(spawnSync(join(cwd, 'a.out')).stdout.toString()).toBe('43\n');
  });

  it('takes names as this folder has them: from above and absolute', async () => {
    mkdirSync(join(cwd, 'below'));
    const args = ['cc', '-DONE=1', '-I', '../include', '../main.c', join(cwd, 'six.c'), '-o', 'prog', '--no-debug'];
    const below = join(cwd, 'below');
    expect(await fullsource(args, { cwd: below })).toMatchObject({ status: 0, stderr: '' });
    expect((await fullsource(['vm', 'prog'], { cwd: below })).stdout).toBe('43\n');
  });

  it('writes assembly with -S, to standard output or a file', async () => {
    const { status, stdout } = await cc('-S', 'six.c');
    expect(stdout).toContain(':FUNCTION_six\n');
    expect(status).toBe(0);
    await cc('-S', 'six.c', '-o', 'six.M1');
    expect(textOf(cwd, 'six.M1')).toBe(stdout);
  });

  it('adds a symbol table, and none with --no-debug', async () => {
    await cc(...SOURCES, '-o', 'with');
    await cc(...SOURCES, '-g', '-o', 'with-too');
    await cc(...SOURCES, '--no-debug', '-o', 'without');
    expect(textOf(cwd, 'with-too')).toBe(textOf(cwd, 'with'));
    expect(statSync(join(cwd, 'without')).size).toBeLessThan(statSync(join(cwd, 'with')).size);
  });
});

describe('an error', () => {
  it.each([
    ['of the source is told with its place', 'int main()\n{\n\treturn 1 2;\n}\n', /^bad\.c:3:\d+: expected ';'.*\n$/],
    ['of a header too', '#include "bad.h"\n', /^bad\.h:1:\d+: .*\n$/],
    ['is a header that is not there', '#include "none.h"\n', /^bad\.c:1:\d+: cannot find the file none\.h\n$/],
    ['is a function that is not there', 'int f();\nint main() { return f(); }\n', /^f is used but never defined\n$/],
  ])('%s', async (_what, source, message) => {
    writeFileSync(join(cwd, 'bad.c'), source);
    writeFileSync(join(cwd, 'bad.h'), 'int = 3;\n');
    writeFileSync(join(cwd, 'prog'), 'as it was');
    const { status, stdout, stderr } = await cc('bad.c', '-o', 'prog');
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(textOf(cwd, 'prog')).toBe('as it was');
  });

  it('is a file that is not there', async () => {
    const { status, stderr } = await cc('none.c');
    expect(stderr).toBe('fullsource: reading none.c: no such file or folder\n');
    expect(status).toBe(1);
    expect(readdirSync(cwd)).not.toContain('a.out');
  });

  it('is an output that is a source', async () => {
    const { status, stderr } = await cc('main.c', 'six.c', '-o', './six.c');
    expect(stderr).toBe('fullsource: ./six.c is a source: name another output with -o\n');
    expect(status).toBe(2);
    expect(textOf(cwd, 'six.c')).toContain('return 6');
  });
});
