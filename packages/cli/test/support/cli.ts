import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Another install of the command. */
  readonly bin?: string;
}

/** A call of the built command that goes on while the test does something to it. */
export function start(args: readonly string[], { cwd = scratch(), env = {}, input, bin = BIN }: CallOptions = {}) {
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env;
  const child: ChildProcess = spawn(process.execPath, [bin, ...args], { cwd, env: { ...inherited, ...env } });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk;
    });
  }
  if (input !== undefined) child.stdin!.end(input);
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, ...output }));
  });
  return { child, output, ended };
}

/** Calls the built command and waits for its end. */
export function fullsource(args: readonly string[], options: CallOptions = {}): Promise<Outcome> {
  return start(args, { input: '', ...options }).ended;
}

const folders: string[] = [];

/** An empty folder that is gone when the tests are. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fullsource-test-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Every file below a folder, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export const textOf = (...path: string[]) => readFileSync(join(...path), 'utf8');

/** Waits until something holds; fails after ten seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 500) throw new Error('waited ten seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
