import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble } from '@fullsource/hex0';
import { describe, expect, it } from 'vitest';
import { filesIn, fullsource, scratch, start, textOf, until } from './support/cli.js';
import { install } from './support/programs.js';

/** A folder with one hex0 source in it, and a secret beside it. */
function workFolder(): string {
  const outside = scratch();
  writeFileSync(join(outside, 'secret'), 'secret');
  const cwd = join(outside, 'work');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'hi.hex0'), '68 69 0A  # "hi"\n');
  return cwd;
}

/** A script for kaem-0 that runs guest programs of this folder. */
function script(cwd: string, ...lines: string[]): string {
  writeFileSync(join(cwd, 'script'), lines.map((line) => `${line}\n`).join(''));
  return 'script';
}

describe('fullsource exec', () => {
  it('runs a tool on the files of this folder', async () => {
    const cwd = workFolder();
    expect(await fullsource(['exec', 'hex0', 'hi.hex0', 'hi'], { cwd })).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(textOf(cwd, 'hi')).toBe('hi\n');
    expect(filesIn(cwd)).toEqual(['hi', 'hi.hex0']);
  });

  it('has the tools, the C library and its headers in the machine', async () => {
    const cwd = workFolder();
    writeFileSync(join(cwd, 'hello.c'), '#include <stdio.h>\nint main() { puts("hello"); return 0; }\n');
    const compiled = await fullsource(['exec', 'mescc', 'hello.c', '-o', 'hello'], { cwd });
    expect(compiled).toEqual({ status: 0, stdout: '', stderr: '' });
    expect((await fullsource(['vm', './hello'], { cwd })).stdout).toBe('hello\n');
    expect(filesIn(cwd)).toEqual(['hello', 'hello.c', 'hi.hex0']);
  });

  it('gives every word behind the tool to the tool', async () => {
    const cwd = workFolder();
    writeFileSync(join(cwd, '--help'), '21');
    expect(await fullsource(['exec', 'hex0', '--help', '--env'], { cwd })).toMatchObject({ status: 0, stdout: '' });
    expect(textOf(cwd, '--env')).toBe('!');
  });

  it('builds what the reference of the language says', async () => {
    const cwd = workFolder();
    const source = Array.from({ length: 500 }, (_, i) => `${(i % 256).toString(16).padStart(2, '0')} ; ${i}\n`).join(
      '',
    );
    writeFileSync(join(cwd, 'all.hex0'), source);
    await fullsource(['exec', 'hex0', 'all.hex0', 'all'], { cwd });
    expect(Buffer.from(textOf(cwd, 'all'), 'utf8')).toEqual(
      Buffer.from(Buffer.from(assemble(new TextEncoder().encode(source))).toString('utf8'), 'utf8'),
    );
  });

  it('sees nothing above this folder', async () => {
    const cwd = workFolder();
    symlinkSync('../secret', join(cwd, 'link'));
    symlinkSync(join(cwd, '..', 'secret'), join(cwd, 'absolute'));
    for (const path of ['../secret', join(cwd, '..', 'secret'), '../../etc/passwd', 'link', 'absolute']) {
      const { status } = await fullsource(['exec', 'hex0', path, 'out'], { cwd });
      expect(status, path).not.toBe(0);
    }
    expect(filesIn(cwd)).toEqual(['hi.hex0']);
  });

  it('says so when the tool leaves files in the machine alone', async () => {
    const cwd = workFolder();
    const { status, stderr } = await fullsource(['exec', 'hex0', 'hi.hex0', '/tmp/hi'], { cwd });
    expect(stderr).toBe('fullsource: gone with the machine: /tmp/hi\n');
    expect(status).toBe(0);
  });

  it('has an empty environment, and what --env adds', async () => {
    const cwd = workFolder();
    install('words', cwd, 'words');
    const run = script(cwd, './words a');
    expect((await fullsource(['exec', 'kaem-0', run], { cwd })).stdout).toBe(' +> ./words a \n./words\na\n\n');
    const env = ['--env', 'A=1', '--env', 'B=', '--env', 'A=2'];
    expect((await fullsource(['exec', ...env, 'kaem-0', run], { cwd })).stdout).toMatch(/\n\nA=2\nB=\n$/);
  });

  it('passes standard input through', async () => {
    const cwd = workFolder();
    install('echo', cwd, 'echo');
    const input = 'line\n\0\xff'.repeat(20_000);
    const { stdout } = await fullsource(['exec', 'kaem-0', script(cwd, './echo')], { cwd, input });
    expect(stdout).toBe(` +> ./echo \n${input}`);
  });

  it('shows system calls with --strace', async () => {
    const cwd = workFolder();
    const { stderr } = await fullsource(['exec', '--strace', 'hex0', 'hi.hex0', 'hi'], { cwd });
    expect(stderr).toMatch(/^\[pid 1\] open\("hi\.hex0", O_RDONLY.*\) = 3\n.*exit\(0\) = \?\n$/s);
  });

  it('fails with 127 for a name that no tool has', async () => {
    const { stderr, status } = await fullsource(['exec', 'M9']);
    expect(stderr).toMatch(/^fullsource: no tool is called M9; there are hex0, kaem-0, hex1, hex2-0, catm, M0/);
    expect(status).toBe(127);
  });
});

describe('packages without built tools', () => {
  /** The packages as in a checkout that was built, but not bootstrapped. */
  function bareInstall(): string {
    const modules = join(scratch(), 'node_modules');
    const here = fileURLToPath(new URL('../', import.meta.url));
    const { dependencies } = JSON.parse(textOf(here, 'package.json')) as { dependencies: Record<string, string> };
    const [ours, others] = [true, false].map((own) =>
      Object.keys(dependencies).filter((name) => name.startsWith('@fullsource/') === own),
    ) as [string[], string[]];
    for (const name of [...ours, '@fullsource/cli']) {
      for (const part of ['package.json', 'dist']) {
        const from = join(here, '..', name.replace('@fullsource/', ''), part);
        cpSync(from, join(modules, name, part), { recursive: true });
      }
    }
    for (const name of others) symlinkSync(join(here, 'node_modules', name), join(modules, name));
    return join(modules, '@fullsource/cli/dist/bin.js');
  }

  it('build the tool that is asked for', async () => {
    const cwd = workFolder();
    const { status, stderr } = await fullsource(['exec', 'hex0', 'hi.hex0', 'hi'], { cwd, bin: bareInstall() });
    expect(stderr).toBe('hex0 is not built yet: building it from the seed\n');
    expect(textOf(cwd, 'hi')).toBe('hi\n');
    expect(status).toBe(0);
  });

  it('have nothing to verify', async () => {
    const cwd = scratch();
    await fullsource(['run', 'hex1', '--update-lock', '-q'], { cwd });
    const { status, stdout } = await fullsource(['verify'], { cwd, bin: bareInstall() });
    expect(stdout.match(/missing: the lock has/g)).toHaveLength(3);
    expect(status).toBe(1);
  });
});

describe('a tool that fails', () => {
  it('leaves the folder as it was, and says so', async () => {
    const cwd = workFolder();
    install('write', cwd, 'write');
    const run = script(cwd, './write one 0', './write two 7', './write three 0');
    const { status, stderr } = await fullsource(['exec', 'kaem-0', run], { cwd });
    expect(stderr).toMatch(/fullsource: kaem-0 failed with status 1, and there is no --keep: nothing is written\n$/);
    expect(filesIn(cwd)).toEqual(['hi.hex0', 'script', 'write']);
    expect(status).toBe(1);
  });

  it('has its files written with --keep', async () => {
    const cwd = workFolder();
    install('write', cwd, 'write');
    const run = script(cwd, './write one 0', './write two 7', './write three 0');
    const { status, stderr } = await fullsource(['exec', '--keep', 'kaem-0', run], { cwd });
    expect(stderr).not.toContain('fullsource');
    expect(textOf(cwd, 'one') + textOf(cwd, 'two')).toBe('written\nwritten\n');
    expect(filesIn(cwd)).not.toContain('three');
    expect(status).toBe(1);
  });

  it('does not touch what was there', async () => {
    const cwd = workFolder();
    install('write', cwd, 'write');
    writeFileSync(join(cwd, 'one'), 'precious');
    await fullsource(['exec', 'kaem-0', script(cwd, './write one 1')], { cwd });
    expect(textOf(cwd, 'one')).toBe('precious');
  });
});

describe('stopping a tool', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s leaves the folder as it was', async (signal, expected) => {
    const cwd = workFolder();
    install('write', cwd, 'write');
    const { child, output, ended } = start(['exec', '--strace', 'kaem-0', script(cwd, './write one s')], { cwd });
    await until(() => output.stderr.includes('"written'));
    child.kill(signal);
    const { status, stderr } = await ended;
    expect(stderr).toMatch(new RegExp(`fullsource: stopped by ${signal}\n$`));
    expect(status).toBe(expected);
    expect(filesIn(cwd)).toEqual(['hi.hex0', 'script', 'write']);
  });

  it('by SIGKILL leaves nothing half-written', async () => {
    const cwd = workFolder();
    install('write', cwd, 'write');
    const { child, output, ended } = start(['exec', '--strace', 'kaem-0', script(cwd, './write one s')], { cwd });
    await until(() => output.stderr.includes('"written'));
    child.kill('SIGKILL');
    expect((await ended).status).toBeNull();
    expect(readdirSync(cwd).sort()).toEqual(['hi.hex0', 'script', 'write']);
  });

  it('that waits for input ends it too', async () => {
    const cwd = workFolder();
    install('echo', cwd, 'echo');
    const { child, output, ended } = start(['exec', 'kaem-0', script(cwd, './echo')], { cwd });
    child.stdin!.write('x');
    await until(() => output.stdout.endsWith('x'));
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
  });
});
