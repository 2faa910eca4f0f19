import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { triesAll } from '@fullsource/testing';
import { run } from '@fullsource/vm-x86';
import { afterAll, describe, expect, test } from 'vitest';
import { generateProgram } from '../../m2-planet/test/fuzz/generate.js';
import { compile } from '../dist/index.js';

/**
 * Random programs in M2-Planet's C: gcc's build and ours print the same. Both run in the machine, so this needs no host that
 * runs i386 programs. `../../m2-planet/test/fuzz/fuzz.ts` is the long run, with native tools.
 */
const COUNT = triesAll ? 200 : 10;
const SEEDS = Array.from({ length: COUNT }, (_, i) => i + 1);

const HEADERS = '#include <stdio.h>\n#include <string.h>\n';
/** What M2-Planet knows without a declaration, and how it lays out structures. */
const FOR_GCC = `${HEADERS}typedef int (*FUNCTION)();\n#pragma pack(1)\n`;
const FLAGS = ['-m32', '-static', '-march=i686', '-O0', '-std=gnu99', '-fwrapv', '-fsigned-char', '-w'];

const scratch = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function buildWithGcc(program: string): Uint8Array {
  const source = join(scratch, 'program.c');
  writeFileSync(source, FOR_GCC + program);
  const { status, stderr, error } = spawnSync('gcc', [...FLAGS, source, '-o', join(scratch, 'program')]);
  if (error !== undefined || status !== 0) throw error ?? new Error(stderr.toString());
  return new Uint8Array(readFileSync(join(scratch, 'program')));
}

function whyNot(): string | null {
  try {
    buildWithGcc('int main() { return 0; }\n');
    return null;
  } catch {
    return 'there is no gcc that compiles for i386 (gcc-multilib)';
  }
}

const missing = whyNot();
/** A loop around calls around loops may take for ever; such a program is cut off in both. */
const LIMIT = 50_000_000;

async function outputOf(program: Uint8Array): Promise<string> {
  const { stdout, exit } = await run(program, { limits: { instructions: LIMIT } });
  return `${new TextDecoder('latin1').decode(stdout)}${JSON.stringify(exit)}`;
}

describe('random programs', () => {
  test.skipIf(missing !== null).each(SEEDS)(
    `seed %i prints what gcc's build prints${missing === null ? '' : `: skipped, ${missing}`}`,
    async (seed) => {
      const program = generateProgram(seed);
      const ours = await compile({ 'main.c': new TextEncoder().encode(HEADERS + program) });
      expect(await outputOf(ours)).toBe(await outputOf(buildWithGcc(program)));
    },
  );
});
