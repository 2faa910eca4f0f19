import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '@fullsource/stage';
import { run, VmError } from '@fullsource/vm-x86';

/** Instructions after which a random program is left alone. */
const PATIENCE = 100_000_000;

/** Calls gcc -m32 on files of a scratch folder; returns what it wrote under `output`. */
export function gcc(files: Files, output: string, ...args: string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'gcc-'));
  try {
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const { status, stderr } = spawnSync('gcc', ['-m32', '-w', '-O0', ...args, '-o', output], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`gcc ended with ${status}: ${stderr}`);
    return new Uint8Array(readFileSync(join(folder, output)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why random programs cannot be compared here, or null. */
export function whatIsMissing(...files: string[]): string | null {
  const absent = files.find((file) => !existsSync(file));
  if (absent !== undefined) return `there is no ${absent}`;
  try {
    gcc({ 'a.c': Buffer.from('int main(void) { return 0; }\n') }, 'a', '-static', 'a.c');
    return null;
  } catch {
    return 'gcc cannot make static i386 programs';
  }
}

/** What a program says and how it ends; null when it does not end. */
export async function behaviour(program: Uint8Array, instructions = PATIENCE): Promise<string | null> {
  try {
    const { exit, stdout } = await run(program, { limits: { instructions } });
    return `${Buffer.from(stdout).toString('latin1')}${JSON.stringify(exit)}`;
  } catch (error) {
    if (error instanceof VmError && error.code === 'INSTRUCTION_LIMIT') return null;
    throw error;
  }
}

/** A script's work: `check` for each seed, where it says what is wrong or null. Ends as the long tests do. */
export async function checkSeeds(check: (seed: number) => Promise<string | null>): Promise<void> {
  const [count = 100, first = 1] = process.argv.slice(2).map(Number);
  let failed = 0;
  for (let seed = first; seed < first + count; seed++) {
    const problem = await check(seed);
    if (problem === null) continue;
    failed++;
    console.log(`seed ${seed}: ${problem}`);
  }
  console.log(`${count} cases, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
