import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stage as hex0 } from '@fullsource/hex0';
import { writeTree } from '@fullsource/stage/node';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesIn, fullsource, scratch, textOf } from './support/cli.js';

/** A tree that builds hex0 and the script runner from the seed. */
let cwd: string;
let tree: string;
let before: string[];

beforeEach(async () => {
  cwd = scratch();
  tree = join(cwd, 'tree');
  await writeTree(tree, hex0.sources, ['hex0/hex0-seed']);
  mkdirSync(join(tree, 'bin'));
  writeFileSync(
    join(tree, 'build.kaem'),
    'hex0/hex0-seed hex0/hex0.hex0 bin/hex0\nbin/hex0 hex0/kaem-0.hex0 kaem-optional-seed\n',
  );
  writeFileSync(join(tree, 'fails.kaem'), 'hex0/hex0-seed hex0/hex0.hex0 bin/hex0\nbin/none\n');
  before = filesIn(tree);
});

const kaem = (...args: string[]) => fullsource(['kaem', '--root', 'tree', ...args], { cwd });

describe('fullsource kaem', () => {
  it('runs a script with the tree as /, shows what it says and what it took, and leaves the tree as it is', async () => {
    const { status, stdout, stderr } = await kaem('build.kaem');
    expect(stdout).toContain('hex0/hex0-seed hex0/hex0.hex0 bin/hex0');
    expect(stderr).toMatch(/^exit status 0 after .*, 3 processes\n[\d ]+ instructions\n[\d ]+ system calls: /);
    expect(filesIn(tree)).toEqual(before);
    expect(status).toBe(0);
  });

  it('takes this folder when no root is named', async () => {
    const { status } = await fullsource(['kaem', 'build.kaem', '-o', '../out'], { cwd: tree });
    expect(filesIn(join(cwd, 'out'))).toEqual(['bin/hex0', 'kaem-optional-seed']);
    expect(status).toBe(0);
  });

  it('writes what the script made to another folder with -o', async () => {
    expect((await kaem('build.kaem', '-o', 'a/out')).status).toBe(0);
    const out = join(cwd, 'a/out');
    expect(filesIn(out)).toEqual(['bin/hex0', 'kaem-optional-seed']);
    expect(statSync(join(out, 'bin/hex0')).mode & 0o111).not.toBe(0);
    expect(filesIn(tree)).toEqual(before);
  });

  it('writes it into the tree with --in-place, and then runs with what it made', async () => {
    expect((await kaem('build.kaem', '--in-place')).status).toBe(0);
    expect(filesIn(tree)).toEqual([...before, 'bin/hex0', 'kaem-optional-seed'].sort());
    expect((await kaem('build.kaem', '--with', 'kaem-optional-seed')).status).toBe(0);
  });

  it("starts the tree's own runner where the field has it", async () => {
    const folder = join(tree, 'bootstrap-seeds/POSIX/x86');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'kaem-optional-seed'), 'no program');
    const { status, stderr } = await kaem('build.kaem');
    expect(stderr).toContain('bootstrap-seeds/POSIX/x86/kaem-optional-seed is not a static i386 program');
    expect(status).toBe(126);
  });

  it('cannot be led out of the tree by a link', async () => {
    writeFileSync(join(cwd, 'outside.hex0'), '00');
    symlinkSync(join(cwd, 'outside.hex0'), join(tree, 'link.hex0'));
    writeFileSync(join(tree, 'link.kaem'), 'hex0/hex0-seed link.hex0 bin/out\n');
    expect((await kaem('link.kaem', '--in-place')).status).not.toBe(0);
    expect(textOf(cwd, 'outside.hex0')).toBe('00');
  });
});

describe('a script that fails', () => {
  it('gives its status, and nothing is written', async () => {
    for (const where of [['--in-place'], ['-o', 'out']]) {
      const { status, stderr } = await kaem('fails.kaem', ...where);
      expect(stderr).toMatch(
        /\nfullsource: kaem-0 failed with status 1, and there is no --keep: nothing is written\n$/,
      );
      expect(status).toBe(1);
    }
    expect(filesIn(cwd)).toEqual(before.map((name) => `tree/${name}`));
  });

  it('leaves what it has done so far with --keep', async () => {
    expect((await kaem('fails.kaem', '--keep', '-o', 'out')).status).toBe(1);
    expect(filesIn(join(cwd, 'out'))).toEqual(['bin/hex0']);
  });
});

describe('a call that cannot be', () => {
  it.each([
    ['a script that is not there', ['none.kaem'], 'there is no file none.kaem in tree', 127],
    ['a runner that is not there', ['--with', 'bin/none', 'build.kaem'], 'there is no file bin/none in tree', 127],
    ['an output that is not empty', ['-o', 'tree', 'build.kaem'], 'tree is not empty', 125],
  ])('%s', async (_what, args, message, expected) => {
    const { status, stderr, stdout } = await kaem(...args);
    expect({ status, stderr, stdout }).toEqual({ status: expected, stderr: `fullsource: ${message}\n`, stdout: '' });
  });

  it('--in-place and --output', async () => {
    expect(await kaem('--in-place', '-o', 'out', 'build.kaem')).toMatchObject({ status: 2 });
  });
});
