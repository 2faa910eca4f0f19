import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DdcReport } from '../src/ddc.js';
import { fullsource, scratch } from './support/cli.js';

const gccIsMissing = spawnSync('gcc', ['--version']).error !== undefined;
const triesAll = process.env.FULLSOURCE_TESTS === 'all';
/** Some of what the tools behind the compiler write. */
const LATER = ['M2-Planet tmp/kaem.M1', 'blood-elf tmp/kaem-footer.M1', 'M1 tmp/kaem.hex2', 'hex2 bin/kaem'];
const ddc = (...args: string[]) => fullsource(['ddc', '--quiet', ...args]);

describe('fullsource ddc', () => {
  it.skipIf(gccIsMissing)('finds every output of every compared tool the same [needs gcc]', async () => {
    // What stands behind the compiler repeats it with more programs, for a minute.
    const until = triesAll ? [] : ['--until', 'm2-planet'];
    const { status, stdout } = await ddc('--with', 'gcc', '--json', ...until);
    const report = JSON.parse(stdout) as DdcReport;
    expect(report).toMatchObject({ version: 1, ok: true, compiler: { command: 'gcc', version: expect.any(String) } });
    for (const { chain, other, argv } of report.outputs) expect(other, argv.join(' ')).toBe(chain);
    const written = report.outputs.map(({ tool, name }) => `${tool} ${name}`);
    expect(written).toEqual(
      expect.arrayContaining([
        'M2-Planet tmp/M2-Planet-2.M1',
        'M2-Planet tmp/M2-Planet-3.M1',
        ...(triesAll ? LATER : []),
      ]),
    );
    expect(status).toBe(0);
  });

  describe('with a compiler that puts something of its own into M2-Planet', () => {
    let compiler: string;

    beforeAll(() => {
      compiler = join(scratch(), 'evil');
      // Every return becomes `nop; ret`.
      const change = 's/put_byte(0xC3);/put_byte(0x90); put_byte(0xC3);/';
      writeFileSync(
        compiler,
        `#!/bin/sh\nif [ -f M2-Planet.c ]; then sed -i '${change}' M2-Planet.c; fi\nexec gcc "$@"\n`,
      );
      chmodSync(compiler, 0o755);
    });

    it.skipIf(gccIsMissing)('names what differs, and the status is 1 [needs gcc]', async () => {
      const { status, stdout } = await ddc('--with', compiler, '--until', 'm2-planet');
      expect(stdout).toMatch(/\nM2-Planet +tmp\/M2-Planet-2\.M1 .* differs\n/);
      expect(stdout).toMatch(
        /\n\d+ outputs? of \d+ differ when .* compiles the tools:\n {2}tmp\/M2-Planet-2\.M1 of tmp\//,
      );
      expect(status).toBe(1);
    });
  });
});

describe('a compiler', () => {
  it('that is not there is an error', async () => {
    const { status, stdout, stderr } = await ddc('--with', 'no-such-cc');
    expect(stderr).toBe('fullsource: this host has no compiler called no-such-cc: name another one with --with\n');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  it('that is none is an error', async () => {
    const { status, stderr } = await ddc('--with', 'false');
    expect(stderr).toBe('fullsource: false --version failed: is it a C compiler?\n');
    expect(status).toBe(1);
  });

  it.skipIf(gccIsMissing)('that cannot compile the source says why [needs gcc]', async () => {
    const compiler = join(scratch(), 'broken');
    writeFileSync(
      compiler,
      '#!/bin/sh\nif [ "$1" = --version ]; then echo broken 1; else echo no room >&2; exit 1; fi\n',
    );
    chmodSync(compiler, 0o755);
    const { status, stderr } = await ddc('--with', compiler);
    expect(stderr).toBe(`fullsource: ${compiler} failed with status 1:\nno room\n`);
    expect(status).toBe(1);
  });

  it('has nothing to do before the first C program', async () => {
    const { status, stderr } = await ddc('--until', 'm0');
    expect(stderr).toBe('fullsource: up to m0 there is no C program to compare\n');
    expect(status).toBe(2);
  });
});
