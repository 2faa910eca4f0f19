import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostRunsI386, i386Emulator } from '@fullsource/stage/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesIn, fullsource, scratch, textOf } from './support/cli.js';

const nativeIsMissing = !(await hostRunsI386());
/** In an empty root there is no emulator. */
const chrootIsMissing = nativeIsMissing || i386Emulator() !== null || process.getuid?.() !== 0;

/** A folder with the lock of the chain as it is built here, up to M0. */
let cwd: string;

beforeAll(async () => {
  cwd = scratch();
  await fullsource(['run', 'm0', '--update-lock', '-q'], { cwd });
});

const exportM0 = (...args: string[]) => fullsource(['export', '--until', 'm0', ...args], { cwd });

describe('fullsource export', () => {
  it('writes seed, sources, script, digests and how to start', async () => {
    const { status, stdout, stderr } = await exportM0('tree');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/^\d+ files are in tree; README\.md says how to start\n$/);
    const tree = join(cwd, 'tree');
    expect(filesIn(tree)).toEqual(
      expect.arrayContaining([
        'README.md',
        'SHA256SUMS',
        'kaem-optional-seed',
        'kaem.x86',
        'hex0/hex0-seed',
        'm0/M0.hex2',
      ]),
    );
    expect(readdirSync(join(tree, 'bin'))).toEqual([]);
    expect(readdirSync(join(tree, 'tmp'))).toEqual([]);
    const executable = filesIn(tree).filter((name) => (statSync(join(tree, name)).mode & 0o111) !== 0);
    expect(executable).toEqual(['hex0/hex0-seed', 'kaem-optional-seed']);
    expect(textOf(tree, 'kaem.x86')).toMatch(/^# hex0: hex0, kaem-0\nhex0\/hex0-seed hex0\/hex0\.hex0 bin\/hex0\n/);
    expect(textOf(tree, 'SHA256SUMS')).toMatch(/^([0-9a-f]{64} {2}bin\/\S+\n)+$/);
    expect(readdirSync(cwd).sort()).toEqual(['fullsource.lock.json', 'tree']);
  });

  it.skipIf(nativeIsMissing)(
    'is a tree that builds itself as its README says [needs a host that runs i386 programs]',
    async () => {
      await exportM0('native');
      const tree = join(cwd, 'native');
      const commands = textOf(tree, 'README.md')
        .match(/^ {4}\S.*$/gm)!
        .map((line) => line.trim());
      expect(commands).toEqual(['./hex0/hex0-seed hex0/kaem-0.hex0 kaem', './kaem', 'sha256sum -c SHA256SUMS']);
      const { status, stdout } = spawnSync('sh', ['-e', '-c', commands.join('\n')], {
        cwd: tree,
        env: { PATH: '/usr/bin:/bin' },
      });
      expect(status).toBe(0);
      expect(stdout.toString()).toMatch(/bin\/M0: OK\n$/);
      expect((await fullsource(['verify', 'native'], { cwd })).status).toBe(0);
    },
  );

  it.skipIf(nativeIsMissing)('starts without a shell too [needs a host that runs i386 programs]', async () => {
    await exportM0('bare');
    const { status } = spawnSync(join(cwd, 'bare/kaem-optional-seed'), { cwd: join(cwd, 'bare'), env: {} });
    expect(status).toBe(0);
    expect((await fullsource(['verify', 'bare'], { cwd })).status).toBe(0);
  });

  it.skipIf(chrootIsMissing)(
    'builds the chain in an otherwise empty chroot [needs root, and a kernel that runs i386 programs]',
    async () => {
      const outside = scratch();
      const tree = join(outside, 'tree');
      await fullsource(['export', '--until', 'mescc-tools', 'tree'], { cwd: outside });
      const { status } = spawnSync('chroot', [tree, '/kaem-optional-seed'], { env: { PATH: process.env.PATH } });
      expect(status).toBe(0);
      expect(textOf(tree, 'SHA256SUMS')).toContain('bin/unxz');
      expect((await fullsource(['verify', 'tree'], { cwd: outside })).status).toBe(0);
    },
  );

  it('starts in the machine as well', async () => {
    await exportM0('machine');
    const tree = join(cwd, 'machine');
    const { status, stderr } = await fullsource(['vm', './kaem-optional-seed'], { cwd: tree });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await fullsource(['verify', 'machine'], { cwd })).status).toBe(0);
  });
});

describe('the folder of an export', () => {
  it('may be there when it is empty', async () => {
    mkdirSync(join(cwd, 'empty'));
    expect((await exportM0('empty')).status).toBe(0);
    expect(filesIn(join(cwd, 'empty'))).toContain('kaem.x86');
  });

  it('may be below folders that are not there', async () => {
    expect((await exportM0('a/b/c')).status).toBe(0);
    expect(filesIn(join(cwd, 'a'))).toContain('b/c/kaem.x86');
  });

  it('is left alone when something is in it', async () => {
    mkdirSync(join(cwd, 'full'));
    writeFileSync(join(cwd, 'full/mine'), 'precious');
    const { status, stderr } = await exportM0('full');
    expect(stderr).toBe('fullsource: full is not empty: --force writes into it all the same\n');
    expect(filesIn(join(cwd, 'full'))).toEqual(['mine']);
    expect(status).toBe(1);
  });

  it('keeps what else is in it with --force', async () => {
    mkdirSync(join(cwd, 'shared'));
    writeFileSync(join(cwd, 'shared/mine'), 'precious');
    writeFileSync(join(cwd, 'shared/kaem.x86'), 'old');
    const { status } = await exportM0('--force', 'shared');
    expect(textOf(cwd, 'shared/mine')).toBe('precious');
    expect(textOf(cwd, 'shared/kaem.x86')).toContain('hex0-seed');
    expect(statSync(join(cwd, 'shared/hex0/hex0-seed')).mode & 0o111).not.toBe(0);
    expect(status).toBe(0);
  });

  it('is not made where a file is', async () => {
    writeFileSync(join(cwd, 'file'), '');
    const { status, stderr } = await exportM0('file');
    expect(stderr).toBe('fullsource: writing to file: is not a folder\n');
    expect(status).toBe(1);
  });

  it('is not made when the lock has not all tools', async () => {
    const lock = JSON.parse(textOf(cwd, 'fullsource.lock.json')) as { tools: { name: string }[] };
    lock.tools = lock.tools.filter(({ name }) => name !== 'catm');
    writeFileSync(join(cwd, 'less.json'), JSON.stringify(lock));
    const { status, stderr } = await exportM0('nothing', '--lock', 'less.json');
    expect(stderr).toBe('fullsource: the lock has no catm: see `run --update-lock`\n');
    expect(status).toBe(1);
    expect(readdirSync(cwd)).not.toContain('nothing');
  });

  it('is not made for a target that is none', async () => {
    const { status, stderr } = await fullsource(['export', '--until', 'hex9', 'nothing'], { cwd });
    expect(stderr).toMatch(/^fullsource: no stage or tool is called hex9/);
    expect(status).toBe(2);
  });

  it('is not made when the lock cannot be read', async () => {
    expect(await fullsource(['export', 'nothing', '--lock', 'none'], { cwd })).toMatchObject({ status: 1 });
    expect(readdirSync(cwd)).not.toContain('nothing');
  });
});
