import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunOptions, run } from '../../../src/index.js';
import { runInBothEngines } from '../../support/both-engines.js';
import { emulated } from '../../support/host.js';
import { GuestProgram, type Place } from './guest-program.js';

export interface NativeResult {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** Runs an i386 program on the host's kernel, in an empty directory of its own, with an empty environment. */
export function runNative(program: Uint8Array, argv: readonly string[] = [], stdin = ''): NativeResult {
  const directory = mkdtempSync(join(tmpdir(), 'guest-'));
  try {
    const path = join(directory, '.program');
    writeFileSync(path, program);
    chmodSync(path, 0o755);
    const work = mkdtempSync(join(directory, 'work-'));
    const { status, signal, stdout, stderr, error } = spawnSync(path, argv.slice(1), {
      cwd: work,
      env: {},
      input: stdin,
      argv0: argv[0] ?? 'program',
    });
    if (error) throw error;
    return { status, signal, stdout, stderr };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function probe(): string | null {
  if (process.platform !== 'linux') return 'the host is not Linux';
  if (process.getuid?.() !== 0) return 'the tests do not run as root, as the guest does';
  try {
    return runNative(new GuestProgram().exit(42)).status === 42 ? null : 'the host runs i386 programs wrongly';
  } catch (error) {
    return `the host cannot run i386 programs: ${(error as Error).message}`;
  }
}

/** Why i386 programs cannot be run outside the machine; null when they can. */
export const whyNoPrograms = probe();

/** Why the machine cannot be compared with the host's kernel and processor; null when it can. */
export const whyNotNative = whyNoPrograms ?? emulated;

/** The words a program wrote to standard output. */
export function wordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getInt32(i * 4, true));
}

/**
 * Runs a program in the machine, in an empty working directory; with both engines, which have to agree, unless somebody
 * listens or a mount remembers what a run did.
 */
export async function runGuest(program: Uint8Array, options: RunOptions = {}) {
  const all = { cwd: '/work', argv: ['program'], limits: { instructions: 10_000_000 }, ...options };
  return Object.keys(options).some((name) => ONCE.has(name)) ? run(program, all) : runInBothEngines(program, all);
}

const LISTENING = ['engine', 'trace', 'profile', 'stdin', 'onSyscall', 'onStdout', 'onStderr', 'onProgress'];
/** Options with which a program runs once, in the default engine. */
const ONCE = new Set([...LISTENING, 'mounts']);

/** Results of the calls that a program makes in the machine. */
export async function results(write: (program: GuestProgram) => void, options: RunOptions = {}): Promise<number[]> {
  const program = new GuestProgram();
  write(program);
  const { stdout, exit } = await runGuest(program.finish(), options);
  expect(exit).toEqual({ code: 0 });
  return wordsOf(stdout);
}

/**
 * A test that a program does in the machine what it does on the host's Linux kernel: same results of all calls, same output,
 * same end. `expected`, when given, is what both must be; it is checked even where the host cannot run the program.
 */
export function sameAsLinux(name: string, write: (program: GuestProgram) => unknown, expected?: number[]): void {
  test(name, async ({ skip }) => {
    const program = new GuestProgram();
    const returned = write(program);
    const extra = Array.isArray(returned) ? (returned as [Place, number][]) : [];
    const bytes = program.finish(...extra);
    const machine = await runGuest(bytes);
    // What the program wrote itself, the results, and the extra places, one behind the other.
    const end = machine.stdout.length - extra.reduce((sum, [, size]) => sum + size, 0);
    const found = wordsOf(machine.stdout.slice(Math.max(0, end - 4 * program.resultCount), end));
    if (expected !== undefined) expect(found.slice(0, expected.length)).toEqual(expected);
    if (whyNotNative !== null) return expected === undefined ? skip(whyNotNative) : undefined;
    const native = runNative(bytes);
    expect(wordsOf(machine.stdout)).toEqual(wordsOf(native.stdout));
    expect(text(machine.stdout)).toBe(text(native.stdout));
    expect('code' in machine.exit ? machine.exit.code : machine.exit.signalName).toBe(native.signal ?? native.status);
  });
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
