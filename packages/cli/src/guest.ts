import {
  devToolsProfile,
  exitStatus,
  type FileTreeInput,
  foldedStacks,
  type Mount,
  type Profile,
  profileTable,
  type RunCost,
  type RunOptions,
  type RunResult,
  run,
  VmError,
} from '@fullsource/vm-x86';
import type { CopyOnWriteMount } from '@fullsource/vm-x86/node';
import type { GuestOptions } from './commands/guest-options.js';
import { machineEngine } from './engines.js';
import { CliError } from './errors.js';
import { Exit } from './exit.js';
import { Interrupted, interruptible } from './interrupt.js';
import { counted, duration, grouped } from './render/numbers.js';
import { standardInput } from './standard-input.js';
import { lineWriter } from './trace-file.js';

/** Where a guest finds the working directory. */
export const WORK = '/work';

/** A program that runs on this command's own standard input, output and error. */
export interface Guest {
  readonly program: Uint8Array;
  /** The program's name first. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly mounts?: Readonly<Record<string, Mount>>;
  /** A tree in memory; whoever gives it takes what becomes of it. */
  readonly files?: FileTreeInput;
  readonly options: GuestOptions & { readonly trace?: string | true };
}

/**
 * A command that ends with the status of a guest program. Where we fail and not the program, the status says so: 126 when
 * the file is no program for the machine, else 125.
 */
export async function guestCommand(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  try {
    return await interruptible(work);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (error instanceof CliError && error.status !== Exit.failed) throw error;
    const { code, message } = error as { code?: unknown; message: string };
    // An error without a code is a mistake of ours, and is shown as one.
    if (typeof code !== 'string') throw error;
    throw new CliError(code === 'BAD_ELF' ? 'NOT_A_PROGRAM' : 'MACHINE', message, { cause: error });
  }
}

/** Runs a guest to its end. */
export async function runGuest(guest: Guest, signal: AbortSignal): Promise<RunResult> {
  const { options } = guest;
  const input = standardInput(signal);
  const trace = traceOf(options);
  let cost: RunCost | undefined;
  try {
    const result = await run(guest.program, {
      argv: guest.argv,
      env: options.env,
      cwd: guest.cwd,
      ...(guest.mounts && { mounts: guest.mounts }),
      ...(guest.files && { files: guest.files }),
      stdin: input,
      onStdout(bytes) {
        process.stdout.write(bytes);
      },
      onStderr(bytes) {
        process.stderr.write(bytes);
      },
      ...(options.stats !== undefined && {
        onCost(spent: RunCost) {
          cost = spent;
        },
      }),
      signal,
      ...(options.engine !== undefined && { engine: machineEngine(options.engine) }),
      ...(options.limit !== undefined && { limits: { instructions: options.limit } }),
      ...(options.profile !== undefined && { profile: {} }),
      ...trace.option,
    });
    if (guest.files === undefined) noteLostFiles(result);
    if (cost !== undefined) tellStats(result, cost, options);
    tellProfile(result, options);
    return result;
  } catch (error) {
    if (!(error instanceof VmError) || error.code !== 'BAD_ELF') throw error;
    const what = `${guest.argv[0]} is not a static i386 program: ${error.message}`;
    throw new CliError('NOT_A_PROGRAM', what, { cause: error });
  } finally {
    trace.close();
    input.close();
  }
}

/** Where the trace goes: that of instructions has the system calls between them. */
function traceOf({ trace, strace }: Guest['options']): { option: Pick<RunOptions, 'trace'>; close(): void } {
  const file = trace ?? strace;
  if (file === undefined) return { option: {}, close() {} };
  const { write, close } = lineWriter(file);
  return { option: { trace: { onLine: write, instructions: trace !== undefined } }, close };
}

function tellStats(result: RunResult, cost: RunCost, { stats, json }: GuestOptions): void {
  const { write, close } = lineWriter(stats!);
  write(statsText(result, cost, json === true));
  close();
}

function tellProfile({ profile }: RunResult, { profile: file }: GuestOptions): void {
  if (profile === null || file === undefined) return;
  const { write, close } = lineWriter(file);
  write(profileText(profile, file).trimEnd());
  close();
}

/** A table for the reader of standard error; for a file, what viewers of flame graphs open. */
function profileText(profile: Profile, file: string | true): string {
  if (file === true || file === '') return profileTable(profile);
  return file.endsWith('.cpuprofile') ? devToolsProfile(profile) : foldedStacks(profile);
}

/** Files that a guest left in the machine's memory, outside of what is mounted, end with the machine. */
function noteLostFiles({ changes }: RunResult): void {
  const lost = changes.filter(({ kind, type }) => kind !== 'removed' && type === 'file').map(({ path }) => path);
  if (lost.length > 0) process.stderr.write(`fullsource: gone with the machine: ${lost.join(', ')}\n`);
}

function statsText({ exit, stats }: RunResult, cost: RunCost, json: boolean): string {
  if (json) return JSON.stringify({ exit, status: exitStatus(exit), ...stats, ...cost }, null, 2);
  const { milliseconds, translation } = cost;
  const calls = Object.entries(stats.syscalls).sort(([, a], [, b]) => b - a);
  const ended = 'code' in exit ? `exit status ${exit.code}` : exit.signalName;
  return [
    `${ended} after ${duration(milliseconds)}, ${counted(stats.processes, 'process')}`,
    counted(stats.instructions, 'instruction'),
    `${counted(stats.syscallCount, 'system call')}: ${calls.map(([name, count]) => `${name} ${grouped(count)}`).join(', ')}`,
    `${counted(translation.bytes, 'byte')} of WebAssembly translated in ${duration(translation.milliseconds)}`,
  ].join('\n');
}

/** Writes what a guest changed in a folder; or tells why not, where it changed something. */
export function settle(folder: CopyOnWriteMount, why: string | null): void {
  if (why === null) folder.commit();
  else if (folder.changes().length > 0) process.stderr.write(`fullsource: ${why}: nothing is written\n`);
}
