import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '@fullsource/stage';
import { CliError, ioError } from './errors.js';

/** A C compiler of the host. */
export interface HostCompiler {
  readonly command: string;
  /** The first line of what `--version` prints. */
  readonly version: string;
  /** Options of every call: those for 32-bit programs where it can make them. */
  readonly flags: readonly string[];
}

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function call(command: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.on('error', reject).on('close', (status) => resolve({ status: status ?? 1, ...output }));
  });
}

/** Finds out what a compiler is and makes. Throws `NOT_FOUND` when there is none of this name. */
export async function hostCompiler(command: string, signal: AbortSignal): Promise<HostCompiler> {
  const asked = await call(command, ['--version'], '.', signal).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'EACCES') throw cause;
    throw new CliError('NOT_FOUND', `this host has no compiler called ${command}: name another one with --with`, {
      cause,
    });
  });
  if (asked.status !== 0) throw new CliError('NOT_FOUND', `${command} --version failed: is it a C compiler?`);
  const compiler = { command, version: asked.stdout.split('\n')[0]!, flags: ['-m32'] };
  const trial = { 'trial.c': new TextEncoder().encode('#include <stdio.h>\nint main(void) { return puts(""); }\n') };
  const makes32 = await compileOnHost(compiler, trial, ['trial.c'], signal).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      return false;
    },
  );
  return makes32 ? compiler : { ...compiler, flags: [] };
}

/** Compiles a program in a scratch folder. Throws `BAD_INPUT` with the compiler's words when it fails. */
export async function compileOnHost(
  { command, flags }: HostCompiler,
  files: Files,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'fullsource-')).catch((cause) => {
    throw ioError('making a scratch folder', cause);
  });
  try {
    for (const [name, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
    const { status, stderr } = await call(command, [...flags, '-w', ...args, '-o', 'program.out'], folder, signal);
    if (status !== 0) throw new CliError('BAD_INPUT', `${command} failed with status ${status}:\n${stderr.trim()}`);
    return new Uint8Array(await readFile(join(folder, 'program.out')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
