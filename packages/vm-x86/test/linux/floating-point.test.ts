import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { ENGINES, run } from '../../src/index.js';
import { text } from './helpers/native.js';

/**
 * C programs full of x87 arithmetic, against the host's processor. It executes the same sources compiled for x86-64 with the
 * same unit (-mfpmath=387), so this needs no host that runs i386 programs.
 */
const sources = fileURLToPath(new URL('./floating-point', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'x87-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function compile(source: string, name: string, ...flags: string[]): string {
  const program = join(scratch, name);
  const args = ['-mfpmath=387', '-static', ...flags, join(sources, source), '-o', program, '-lm'];
  const { status, stderr, error } = spawnSync('gcc', args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(stderr);
  return program;
}

function whyNot(): string | null {
  if (process.arch !== 'x64' || process.platform !== 'linux') return 'the host is not x86-64 Linux';
  try {
    compile('text.c', 'probe', '-m32');
    return null;
  } catch {
    return 'there is no gcc that compiles for i386 (gcc-multilib)';
  }
}

const missing = whyNot();

describe('x87 programs give what the processor gives', () => {
  for (const source of readdirSync(sources)) {
    for (const level of ['-O0', '-O2']) {
      const name = `${basename(source, '.c')} ${level}`;
      test.skipIf(missing !== null)(missing === null ? name : `${name}: skipped, ${missing}`, async () => {
        const native = spawnSync(compile(source, `${name} host`, level, '-m64'), { encoding: 'latin1' });
        const guest = new Uint8Array(readFileSync(compile(source, `${name} guest`, level, '-m32', '-march=i686')));
        expect(native.stdout).not.toBe('');
        for (const engine of ENGINES) {
          const { stdout, exit } = await run(guest, { engine });
          expect(exit).toEqual({ code: native.status });
          expect(text(stdout)).toBe(native.stdout);
        }
      });
    }
  }
});
