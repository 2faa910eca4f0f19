import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { concat, record } from '../harness.js';
import { type Case, CONSTANT_BYTES, type Outcome } from '../layout.js';
import { runHarness } from '../native.js';

const HARNESS = fileURLToPath(new URL('./harness.c', import.meta.url));

/** Compiles the harness, once; the folder goes with the process. */
function compileHarness(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vm-x86-long-mode-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'harness');
  const { status, error, stderr } = spawnSync('gcc', ['-O1', '-pie', '-fPIE', HARNESS, '-o', program], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`gcc does not compile the harness: ${stderr}`);
  return program;
}

let harness: string | undefined;

/** Executes cases that `inLongMode` made on the host's processor. */
export function runInLongMode(cases: readonly Case[]): Outcome[] {
  harness ??= compileHarness();
  return runHarness(harness, cases.length, concat([CONSTANT_BYTES, ...cases.map(record)]));
}
