import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostRunsI386 } from '@fullsource/stage/node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../src/report.js';
import { filesIn, fullsource, scratch, start, textOf, until } from './support/cli.js';

const LOCK = 'fullsource.lock.json';
const nativeIsMissing = !(await hostRunsI386());

/** A folder with the lock of the chain as it is built here. */
let locked: string;

beforeAll(async () => {
  locked = scratch();
  expect(await fullsource(['run', 'm0', '--update-lock', '--quiet'], { cwd: locked })).toMatchObject({ status: 0 });
});

/** The same folder's lock with one digest changed. */
function lockThatDiffers(): string {
  const lock = JSON.parse(textOf(locked, LOCK)) as { tools: { name: string; sha256: string }[] };
  lock.tools.find(({ name }) => name === 'hex1')!.sha256 = '0'.repeat(64);
  const folder = scratch();
  writeFileSync(join(folder, LOCK), JSON.stringify(lock));
  return folder;
}

describe('fullsource run', () => {
  it('ends with a table of all tools and the word of the lock', async () => {
    const { status, stdout, stderr } = await fullsource(['run', 'm0'], { cwd: locked });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^stage +artifact +bytes +SHA-256 +instructions +system calls +time$/);
    expect(lines[1]).toMatch(/^hex0 +hex0 +\d+ +[0-9a-f]{64} +[\d ]+ +[\d ]+ +[\d.]+ m?s$/);
    expect(lines.at(-1)).toMatch(/^all \d+ digests equal the lock \(fullsource\.lock\.json\)$/);
    expect(stderr).toMatch(/^hex0: hex0, kaem-0 \(3 steps, [\d.]+ m?s\)\nhex1: hex1 /);
    expect(status).toBe(0);
  });

  it('stops behind the stage or tool that it is given', async () => {
    for (const target of ['hex0', 'kaem-0']) {
      const { stdout } = await fullsource(['run', target, '--json'], { cwd: locked });
      const report = JSON.parse(stdout) as RunReport;
      expect(report.tools.map(({ name }) => name)).toEqual(['hex0', 'kaem-0']);
      expect(report.target).toBe(target);
    }
  });

  it('prints its whole record with --json, and nothing else on standard output', async () => {
    const { status, stdout } = await fullsource(['run', 'hex1', '--json', '--quiet'], { cwd: locked });
    const report = JSON.parse(stdout) as RunReport & { ok: boolean };
    expect(Object.keys(report)).toEqual(['version', 'target', 'engine', 'tools', 'steps', 'lock', 'compare', 'ok']);
    expect(report).toMatchObject({ version: 1, target: 'hex1', engine: expect.any(String), ok: true, compare: null });
    expect(report.lock).toEqual({ file: LOCK, updated: false, differences: [] });
    expect(report.tools[0]).toEqual({
      stage: 'hex0',
      name: 'hex0',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      size: expect.any(Number),
      steps: 1,
      instructions: expect.any(Number),
      syscalls: expect.any(Number),
      milliseconds: expect.any(Number),
    });
    expect(report.steps[0]).toMatchObject({
      stage: 'hex0',
      argv: ['hex0/hex0-seed', 'hex0/hex0.hex0', 'bin/hex0'],
      tool: { name: 'hex0/hex0-seed' },
      inputs: [{ name: 'hex0/hex0.hex0' }],
      outputs: [{ name: 'bin/hex0' }],
    });
    expect(status).toBe(0);
  });

  it('shows no progress with --quiet', async () => {
    expect((await fullsource(['run', 'hex0', '--quiet'], { cwd: locked })).stderr).toBe('');
  });

  it('gives the same record every time, but for the time it takes', async () => {
    const timeless = async () => {
      const { stdout } = await fullsource(['run', 'hex1', '--json', '--no-lock'], { cwd: locked });
      return stdout.replace(/"milliseconds": [\d.]+/g, '');
    };
    expect(await timeless()).toBe(await timeless());
  });
});

describe('the lock', () => {
  it('names what differs, and the status is 1', async () => {
    const cwd = lockThatDiffers();
    const { status, stdout } = await fullsource(['run', 'hex1'], { cwd });
    expect(stdout).toMatch(
      /\n1 difference from the lock \(fullsource\.lock\.json\):\n {2}hex1: [0-9a-f]{64}, the lock has 0{64}\n$/,
    );
    expect(status).toBe(1);
  });

  it('is the one that --lock names', async () => {
    const elsewhere = join(lockThatDiffers(), LOCK);
    const { status, stdout } = await fullsource(['run', 'hex1', '--lock', elsewhere, '--json'], { cwd: locked });
    const report = JSON.parse(stdout) as RunReport & { ok: boolean };
    expect(report.lock).toMatchObject({ file: elsewhere, differences: [expect.stringContaining('hex1')] });
    expect(report.ok).toBe(false);
    expect(status).toBe(1);
  });

  it('is not looked at with --no-lock', async () => {
    const { status, stdout } = await fullsource(['run', 'hex1', '--no-lock', '--json'], { cwd: lockThatDiffers() });
    expect((JSON.parse(stdout) as RunReport).lock).toBeNull();
    expect(status).toBe(0);
  });

  it('is written by --update-lock, the same bytes every time', async () => {
    const cwd = scratch();
    await fullsource(['run', 'm0', '--update-lock', '--quiet'], { cwd });
    expect(textOf(cwd, LOCK)).toBe(textOf(locked, LOCK));
    expect(filesIn(cwd)).toEqual([LOCK]);
  });

  it('says what changed when it is written anew, and that is no failure', async () => {
    const cwd = lockThatDiffers();
    const { status, stdout } = await fullsource(['run', 'm0', '--update-lock', '--quiet'], { cwd });
    expect(stdout).toMatch(/\nthe lock changed: fullsource\.lock\.json\n {2}hex1: /);
    expect(textOf(cwd, LOCK)).toBe(textOf(locked, LOCK));
    expect(status).toBe(0);
  });

  it('keeps what it has of stages behind the target when it is written anew', async () => {
    const cwd = scratch();
    copyFileSync(join(locked, LOCK), join(cwd, LOCK));
    const { status } = await fullsource(['run', 'hex0', '--update-lock', '--quiet'], { cwd });
    expect(textOf(cwd, LOCK)).toBe(textOf(locked, LOCK));
    expect(status).toBe(0);
  });

  it.each([
    ['--no-lock', ['run', '--no-lock', '--update-lock'], 'exclude each other'],
    ['native', ['run', '--engine', 'native', '--update-lock'], 'counts instructions'],
  ])('is not updated together with %s', async (_what, args, message) => {
    const { status, stderr } = await fullsource(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it.each([
    ['is not there', 'none.json', 'reading none.json: no such file or folder'],
    ['is no lock', 'bad.json', 'the lock file is not one of ours: "version" must be 1'],
  ])('that %s is an error', async (_what, file, message) => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'bad.json'), '{}');
    const { status, stderr, stdout } = await fullsource(['run', 'hex0', '--quiet', '--lock', file], { cwd });
    expect(stderr).toBe(`fullsource: ${message}\n`);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });
});

describe('the output folder', () => {
  it('gets the tools, executable', async () => {
    const { status } = await fullsource(['run', 'hex1', '-o', 'a/tools'], { cwd: locked });
    const folder = join(locked, 'a/tools');
    expect(filesIn(folder)).toEqual(['hex0', 'hex1', 'kaem-0']);
    expect(filesIn(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o755, 0o755, 0o755]);
    expect(status).toBe(0);
  });

  it('gets nothing when a digest differs, unless nobody compares', async () => {
    const cwd = lockThatDiffers();
    const { stderr } = await fullsource(['run', 'hex1', '-o', 'tools', '--quiet'], { cwd });
    expect(stderr).toBe('nothing is written to tools: --no-lock writes tools that differ\n');
    expect(existsSync(join(cwd, 'tools'))).toBe(false);
    await fullsource(['run', 'hex1', '-o', 'tools', '--quiet', '--no-lock'], { cwd });
    expect(filesIn(join(cwd, 'tools'))).toEqual(['hex0', 'hex1', 'kaem-0']);
  });

  it('that cannot be written is an error', async () => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'tools'), 'a file');
    const { status, stderr } = await fullsource(['run', 'hex0', '-o', 'tools', '--quiet', '--no-lock'], { cwd });
    expect(stderr).toMatch(/^fullsource: writing tools\/hex0: /);
    expect(status).toBe(1);
  });
});

describe('engines', () => {
  it.skipIf(nativeIsMissing)('native gives the same digests [needs a host that runs i386 programs]', async () => {
    const { status, stdout } = await fullsource(['run', 'm0', '--engine', 'native', '--json'], { cwd: locked });
    const report = JSON.parse(stdout) as RunReport;
    expect(report).toMatchObject({ engine: 'native', lock: { differences: [] } });
    expect(report.tools[0]).toMatchObject({ instructions: null, syscalls: null });
    expect(status).toBe(0);
  });

  it.skipIf(nativeIsMissing)('are compared with --compare [needs a host that runs i386 programs]', async () => {
    const { status, stdout, stderr } = await fullsource(['run', '--compare', 'hex1'], { cwd: locked });
    expect(stdout).toMatch(/\n\w+ and native agree on all \d+ digests of written files\n$/);
    expect(stderr).toMatch(/^\w+: hex0: .*\nnative: hex1: /s);
    expect(status).toBe(0);
  });

  it.skipIf(nativeIsMissing)('are compared by name [needs a host that runs i386 programs]', async () => {
    const args = ['run', 'hex1', '--compare', 'native,interpreter', '--json'];
    const report = JSON.parse((await fullsource(args, { cwd: locked })).stdout) as RunReport;
    expect(report.compare).toEqual({ engines: ['native', 'interpreter'], digests: 4, differences: [] });
  });

  it.each([
    ['that do not exist', ['run', '--engine', 'qemu'], 'no engine is called qemu; there are: '],
    ['of which there is one', ['run', '--compare=native'], '--compare takes two different engines'],
    ['that are the same', ['run', '--compare=native,native'], '--compare takes two different engines'],
    ['of which one does not exist', ['run', '--compare=native,qemu'], 'no engine is called qemu'],
  ])('%s are refused', async (_what, args, message) => {
    const { status, stderr } = await fullsource(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('Ctrl-C', () => {
  it('ends a run with status 130 and writes nothing', async () => {
    const cwd = scratch();
    const { child, output, ended } = start(['run', '-o', 'tools', '--update-lock'], { cwd });
    await until(() => output.stderr.includes('hex0:'));
    child.kill('SIGINT');
    const { status, stderr, stdout } = await ended;
    expect(stderr).toMatch(/fullsource: stopped by SIGINT\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(130);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
