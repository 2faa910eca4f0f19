import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesIn, fullsource, scratch, start, textOf, until } from './support/cli.js';
import { install } from './support/programs.js';

/** A folder outside of the one in which the command is called. */
let programs: string;
let cwd: string;
const vm = (...args: string[]) => fullsource(['vm', ...args], { cwd });

beforeEach(() => {
  programs = scratch();
  cwd = scratch();
  for (const name of ['hello', 'words', 'echo', 'write', 'look', 'illegal', 'simd', 'yes'])
    install(name, programs, name);
});

describe('fullsource vm', () => {
  it('runs a program', async () => {
    expect(await vm(join(programs, 'hello'))).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
  });

  it('finds it from this folder', async () => {
    install('hello', cwd, 'a/hello');
    expect((await vm('a/hello')).stdout).toBe('hello\n');
  });

  it('gives it its words, its own name first, and no environment', async () => {
    install('words', cwd, 'words');
    expect((await vm('./words', '--stats', 'a b', '')).stdout).toBe('./words\n--stats\na b\n\n\n');
    expect((await vm('--env', 'X=1 2', './words')).stdout).toBe('./words\n\nX=1 2\n');
  });

  it('passes standard input through', async () => {
    const { stdout } = await fullsource(['vm', join(programs, 'echo')], { cwd, input: 'one\ntwo' });
    expect(stdout).toBe('one\ntwo');
  });

  it('ends with the status of the program', async () => {
    expect((await vm(join(programs, 'write'), 'file', '7')).status).toBe(7);
  });

  it('ends with 128 + N for signal N', async () => {
    expect((await vm(join(programs, 'illegal'))).status).toBe(128 + 4);
  });

  it('ends as SIGPIPE would when nobody reads on', async () => {
    const { child, output, ended } = start(['vm', join(programs, 'yes')], { cwd });
    await until(() => output.stdout.startsWith('y\n'));
    child.stdout!.destroy();
    expect((await ended).status).toBe(141);
  });
});

describe('the files of a program', () => {
  it('are those of this folder, and what it writes is there when it ends by exit', async () => {
    await vm(join(programs, 'write'), 'file', '3');
    expect(textOf(cwd, 'file')).toBe('written\n');
    expect(statSync(join(cwd, 'file')).mode & 0o777).toBe(0o644);
    expect(filesIn(cwd)).toEqual(['file']);
  });

  it('are below /work', async () => {
    writeFileSync(join(cwd, 'here'), '');
    expect((await vm(join(programs, 'look'), '/work/here')).status).toBe(0);
  });

  it('are none from above', async () => {
    const below = join(cwd, 'below');
    mkdirSync(below);
    writeFileSync(join(cwd, 'secret'), '');
    for (const path of ['../secret', join(cwd, 'secret'), '/etc/passwd']) {
      const { status } = await fullsource(['vm', join(programs, 'look'), path], { cwd: below });
      expect(status, path).toBe(2);
    }
  });

  it('cannot be changed with --read-only', async () => {
    writeFileSync(join(cwd, 'file'), 'as it was');
    await vm('--read-only', join(programs, 'write'), 'file', '0');
    await vm('--read-only', join(programs, 'write'), 'new', '0');
    expect(filesIn(cwd)).toEqual(['file']);
    expect(textOf(cwd, 'file')).toBe('as it was');
  });

  it('are found from --cwd', async () => {
    mkdirSync(join(cwd, 'deep'));
    await vm('--cwd', '/work/deep', join(programs, 'write'), 'file', '0');
    expect(filesIn(cwd)).toEqual(['deep/file']);
  });

  it('are those of --root, as /', async () => {
    const root = scratch();
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc/motd'), '');
    expect((await vm('--root', root, join(programs, 'look'), '/etc/motd')).status).toBe(0);
    expect((await vm('--root', root, join(programs, 'look'), '/etc/passwd')).status).toBe(2);
    await vm('--root', root, '--cwd', '/etc', join(programs, 'write'), 'new', '0');
    expect(filesIn(root)).toEqual(['etc/motd', 'etc/new']);
    expect(filesIn(cwd)).toEqual([]);
  });

  it('stay as they were when Ctrl-C ends the program', async () => {
    const { child, output, ended } = start(['vm', '--strace', join(programs, 'write'), 'file', 's'], { cwd });
    await until(() => output.stderr.includes('"written'));
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    expect(filesIn(cwd)).toEqual([]);
  });

  it('stay as they were when a limit ends the program', async () => {
    const { status, stderr } = await vm('--limit', '1000', join(programs, 'write'), 'file', 's');
    expect(stderr).toBe('fullsource: the limit of 1000 instructions is used up\n');
    expect(status).toBe(125);
    expect(filesIn(cwd)).toEqual([]);
  });
});

describe('what can be seen of a run', () => {
  it('system calls, with --strace', async () => {
    const { stderr, stdout } = await vm('--strace', join(programs, 'hello'));
    expect(stderr).toBe('[pid 1] write(1, "hello\\n", 6) = 6\n[pid 1] exit(0) = ?\n');
    expect(stdout).toBe('hello\n');
  });

  it('system calls in a file, with --strace=FILE', async () => {
    const { stderr } = await vm('--strace=calls', join(programs, 'hello'));
    expect(stderr).toBe('');
    expect(textOf(cwd, 'calls')).toBe('[pid 1] write(1, "hello\\n", 6) = 6\n[pid 1] exit(0) = ?\n');
  });

  it('every instruction, with --trace', async () => {
    await vm('--trace=all', join(programs, 'hello'));
    const lines = textOf(cwd, 'all').trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('[pid 1] 0804'))).toHaveLength(12);
    expect(lines[0]).toMatch(/^\[pid 1\] 08048054: push 0x04 +esp=/);
    expect(lines).toContain('[pid 1] write(1, "hello\\n", 6) = 6');
  });

  it('instructions and system calls in numbers, with --stats', async () => {
    const { stderr } = await vm('--stats', join(programs, 'hello'));
    expect(stderr).toMatch(
      /^exit status 0 after [\d.]+ m?s, 1 process\n12 instructions\n2 system calls: (write 1, exit 1|exit 1, write 1)\n0 bytes of WebAssembly translated in 0 ms\n$/,
    );
  });

  it('the same in a file, with --stats=FILE', async () => {
    expect((await vm('--stats=numbers', join(programs, 'hello'))).stderr).toBe('');
    expect(textOf(cwd, 'numbers')).toMatch(/\n12 instructions\n/);
  });

  it('the same as JSON', async () => {
    const { stderr, stdout } = await vm('--stats', '--json', join(programs, 'illegal'));
    const stats = JSON.parse(stderr) as Record<string, unknown>;
    expect(stats).toMatchObject({ status: 132, exit: { signal: 4 }, instructions: 0, syscallCount: 0, syscalls: {} });
    expect(stats).toMatchObject({ processes: 1, programs: [{ pid: 1 }], milliseconds: expect.any(Number) });
    expect(stats.translation).toEqual({ modules: 0, bytes: 0, milliseconds: 0 });
    expect(stdout).toBe('');
  });
});

describe('what cannot run', () => {
  it('a program that is not there: 127', async () => {
    expect(await vm('none')).toEqual({
      status: 127,
      stdout: '',
      stderr: 'fullsource: reading none: no such file or folder\n',
    });
  });

  it('a folder: 126', async () => {
    const { status, stderr } = await vm('.');
    expect(stderr).toBe('fullsource: reading .: is a folder\n');
    expect(status).toBe(126);
  });

  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['half a header', '\x7fELF'],
  ])('a file that holds %s: 126', async (_what, contents) => {
    writeFileSync(join(cwd, 'file'), contents);
    const { status, stderr } = await vm('./file');
    expect(stderr).toMatch(/^fullsource: \.\/file is not a static i386 program: /);
    expect(status).toBe(126);
  });

  it('an instruction that the machine does not have: 125, with its bytes and address', async () => {
    const { status, stderr } = await vm(join(programs, 'simd'));
    expect(stderr).toMatch(/^fullsource: unsupported instruction .*0f 58 c1 at 0x08048054/);
    expect(status).toBe(125);
  });

  it.each([
    ['a variable without a value', ['--env', 'X'], '--env <name=value>'],
    ['a limit that is no number', ['--limit', 'many'], '--limit <n>'],
    ['an engine that does not exist', ['--engine', 'qemu'], 'no engine is called qemu'],
    ['two traces', ['--trace', '--strace'], '--trace shows system calls as well'],
    ['an unknown option', ['--fast'], "unknown option '--fast'"],
  ])('%s: 2', async (_what, args, message) => {
    const { status, stderr } = await vm(...args, join(programs, 'hello'));
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it('a folder that is not there', async () => {
    const { status, stderr } = await vm('--root', 'none', join(programs, 'hello'));
    expect(stderr).toMatch(/^fullsource: .*none/);
    expect(status).toBe(125);
  });

  it('a trace file that cannot be written', async () => {
    const { status, stderr } = await vm('--strace=none/calls', join(programs, 'hello'));
    expect(stderr).toBe('fullsource: writing none/calls: no such file or folder\n');
    expect(status).toBe(125);
  });
});
