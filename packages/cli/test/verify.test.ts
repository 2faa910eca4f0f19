import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Verdict } from '../src/verify.js';
import { filesIn, fullsource, scratch } from './support/cli.js';

/** A folder with built tools, and the lock of the same run beside it. */
let cwd: string;
let built: string | undefined;

beforeEach(async () => {
  if (built === undefined) {
    built = scratch();
    await fullsource(['run', 'm0', '--update-lock', '-o', 'tools', '-q'], { cwd: built });
  }
  cwd = scratch();
  mkdirSync(join(cwd, 'tools'));
  for (const name of filesIn(built)) copyFileSync(join(built, name), join(cwd, name));
});

const verify = (...args: string[]) => fullsource(['verify', ...args], { cwd });

describe('fullsource verify', () => {
  it('finds the tools that the packages carry equal to the lock', async () => {
    const { status, stdout, stderr } = await verify();
    expect(stdout).toMatch(/^[0-9a-f]{64} {2}hex0 {2}ok \(hex0\)\n/);
    expect(stderr).toMatch(/^all \d+ tools equal fullsource\.lock\.json\n$/);
    expect(status).toBe(0);
  });

  it('finds the tools of a folder', async () => {
    const { status, stdout } = await verify('tools');
    expect(stdout.trimEnd().split('\n')).toHaveLength(filesIn(join(cwd, 'tools')).length);
    expect(status).toBe(0);
  });

  it('finds them in bin/, where an exported tree has them', async () => {
    mkdirSync(join(cwd, 'tree/bin'), { recursive: true });
    for (const name of filesIn(join(cwd, 'tools'))) copyFileSync(join(cwd, 'tools', name), join(cwd, 'tree/bin', name));
    expect((await verify('tree')).status).toBe(0);
  });

  it('takes single files by their names', async () => {
    const { status, stdout } = await verify('tools/hex1', 'tools/M0');
    expect(stdout).toMatch(/^[0-9a-f]{64} {2}hex1 {2}ok \(hex1\)\n[0-9a-f]{64} {2}M0 {2}ok \(m0\)\n$/);
    expect(status).toBe(0);
  });

  it('names every tool that differs or is missing, and the status is 1', async () => {
    writeFileSync(join(cwd, 'tools/hex1'), 'something else');
    rmSync(join(cwd, 'tools/catm'));
    const { status, stdout, stderr } = await verify('tools');
    expect(stdout).toMatch(/\n[0-9a-f]{64} {2}hex1 {2}differs: the lock has [0-9a-f]{64} \(tools\/hex1\)\n/);
    expect(stdout).toMatch(/\ncatm {2}missing: the lock has [0-9a-f]{64}\n/);
    expect(stderr).toMatch(/^2 of \d+ tools do not equal fullsource\.lock\.json\n$/);
    expect(status).toBe(1);
  });

  it('does not know a file that the lock does not know', async () => {
    writeFileSync(join(cwd, 'other'), '');
    const { status, stdout } = await verify('other', 'none');
    expect(stdout).toMatch(/^[0-9a-f]{64} {2}other {2}unknown: the lock has no tool of this name\nnone {2}missing/);
    expect(status).toBe(1);
  });

  it('prints what it found as JSON', async () => {
    writeFileSync(join(cwd, 'tools/hex1'), '');
    const { stdout } = await verify('--json', 'tools/hex0', 'tools/hex1');
    const { lock, tools } = JSON.parse(stdout) as { lock: string; tools: Verdict[] };
    expect(lock).toBe('fullsource.lock.json');
    expect(tools).toMatchObject([
      { name: 'hex0', stage: 'hex0', file: 'tools/hex0', state: 'ok' },
      { name: 'hex1', stage: 'hex1', file: 'tools/hex1', state: 'differs' },
    ]);
    expect(tools[1]!.sha256).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('takes the lock that it is given', async () => {
    copyFileSync(join(cwd, 'fullsource.lock.json'), join(cwd, 'other.json'));
    expect((await verify('--lock', 'other.json', 'tools')).stderr).toMatch(/equal other\.json\n$/);
    expect(await verify('--lock', 'none.json', 'tools')).toMatchObject({ status: 1, stdout: '' });
  });
});
