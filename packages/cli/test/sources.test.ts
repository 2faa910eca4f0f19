import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { fullsource, scratch } from './support/cli.js';

/** A tree laid out like TinyCC's; what the chain makes of it is tested where the stage is. */
const standIn = fileURLToPath(new URL('../../mes/test/stand-in-tcc', import.meta.url));

let cwd: string;
const run = (source: string) => fullsource(['run', 'hex0', '--quiet', '--no-lock', '--source', source], { cwd });

beforeAll(() => {
  cwd = scratch();
  cpSync(standIn, join(cwd, 'tcc-0.9.27'), { recursive: true });
  spawnSync('tar', ['cf', 'tcc.tar', 'tcc-0.9.27'], { cwd });
  spawnSync('tar', ['czf', 'tcc.tar.gz', 'tcc-0.9.27'], { cwd });
  mkdirSync(join(cwd, 'empty'));
  writeFileSync(join(cwd, 'noise.tar.gz'), 'no archive at all');
});

describe('--source', () => {
  it('takes a folder', async () => {
    expect(await run('tcc=tcc-0.9.27')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(['tcc.tar', 'tcc.tar.gz'])('takes %s, and says that its digest is not the published one', async (name) => {
    const { status, stderr } = await run(`tcc=${name}`);
    expect(stderr).toMatch(
      /: SHA-256 [0-9a-f]{64}: not the published tcc-0\.9\.27\.tar\.bz2, which is [0-9a-f]{64}\n$/,
    );
    expect(status).toBe(0);
  });

  it.each([
    ['tcc=none', 1, /--source tcc: there is no none/],
    ['tcc=empty', 1, /this is no source tree of TinyCC: it has no tcc\.c/],
    ['tcc=noise.tar.gz', 1, /ungz: /],
    ['gcc=empty', 2, /--source takes tcc=PATH, not gcc=empty/],
    ['tcc', 2, /--source takes tcc=PATH, not tcc/],
  ])('refuses %s', async (source, code, message) => {
    const { status, stdout, stderr } = await run(source);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
  });
});
