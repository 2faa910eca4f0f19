import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { StageError } from './errors.js';
import type { Files } from './files.js';
import { changesOf, type Executor, FOLDERS, type Step, type StepResult } from './step.js';

/** The shortest i386 program: `mov al, 1; int 0x80`, behind its ELF header. Exits with status 0. */
const EXIT_PROGRAM = Uint8Array.from(
  (
    '7f454c46 01010103 00000000 00000000 0200 0300 01000000 54800408 34000000 00000000 00000000 3400 2000 0100 0000 0000 0000' +
    ' 01000000 00000000 00800408 00800408 58000000 58000000 05000000 00100000 b001cd80'
  )
    .replaceAll(' ', '')
    .match(/../g)!
    .map((digits) => Number.parseInt(digits, 16)),
);

/** Writes a tree of files below `root`. */
export async function writeTree(root: string, files: Files, executable: readonly string[] = []): Promise<void> {
  const programs = new Set(executable);
  for (const folder of new Set(Object.keys(files).map(dirname))) await mkdir(join(root, folder), { recursive: true });
  await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      const path = join(root, name);
      await writeFile(path, bytes);
      await chmod(path, programs.has(name) ? 0o755 : 0o644);
    }),
  );
}

/** Reads every file below `root`, by relative path, sorted. */
export async function readTree(root: string): Promise<Files> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  paths.sort();
  const files = await Promise.all(
    paths.map(
      async (path) => [relative(root, path).split(sep).join('/'), new Uint8Array(await readFile(path))] as const,
    ),
  );
  return Object.fromEntries(files);
}

async function inScratchFolder<T>(use: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'fullsource-'));
  try {
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * What the host's kernel starts i386 programs with where the processor does not execute them itself (Linux's binfmt_misc,
 * with the entry name that qemu's packages use); null when nothing stands between.
 */
export function i386Emulator(): string | null {
  return existsSync('/proc/sys/fs/binfmt_misc/qemu-i386') ? 'qemu-i386' : null;
}

/** True when the host's kernel starts i386 programs, itself or through `i386Emulator`. */
export async function hostRunsI386(): Promise<boolean> {
  return inScratchFolder(async (root) => {
    await writeTree(root, { exit: EXIT_PROGRAM }, ['exit']);
    return spawnProgram(root, ['exit']).then(
      ({ status }) => status === 0,
      () => false,
    );
  });
}

/** Runs steps on the host's kernel, each in a scratch folder that holds the step's files and nothing else. */
export async function native(): Promise<Executor> {
  if (!(await hostRunsI386())) {
    throw new StageError(
      'NO_NATIVE_ENGINE',
      `this host (${process.platform} ${process.arch}) cannot run i386 programs`,
    );
  }
  return hostPrograms;
}

/**
 * Runs steps like `native`, but asks for no i386: for steps whose programs are of the host's own kind, whatever that is.
 */
export const hostPrograms: Executor = {
  name: 'native',
  run: (step, signal) => inScratchFolder((root) => runNatively(root, step, signal)),
};

async function runNatively(root: string, step: Step, signal?: AbortSignal): Promise<StepResult> {
  await writeTree(root, step.files, step.executable);
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true });
  const { status, stdout, stderr } = await spawnProgram(root, step.argv, signal);
  const after = await readTree(root);
  const names = Object.keys(after);
  const modes = await Promise.all(names.map(async (name) => (await stat(join(root, name))).mode));
  return {
    ...changesOf(
      step,
      after,
      names.filter((_, i) => (modes[i]! & 0o111) !== 0),
    ),
    removed: Object.keys(step.files).filter((name) => !(name in after)),
    read: null,
    stdout,
    stderr,
    status,
    instructions: null,
    syscalls: null,
  };
}

/**
 * Runs `argv[0]`, a path below `root`, with an empty environment and standard input. A stop by `signal` reaches the
 * programs it has started as well: all of them are one process group.
 */
async function spawnProgram(
  root: string,
  argv: readonly string[],
  signal?: AbortSignal,
): Promise<{ status: number; stdout: Uint8Array; stderr: Uint8Array }> {
  signal?.throwIfAborted();
  const program = join(root, argv[0]!);
  await stat(program);
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv.slice(1), {
      cwd: root,
      argv0: argv[0],
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const stop = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of the group have ended already.
      }
    };
    signal?.addEventListener('abort', stop, { once: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) return reject(signal.reason);
      resolve({
        status: code ?? 128 + (constants.signals[killedBy!] ?? 0),
        stdout: new Uint8Array(Buffer.concat(stdout)),
        stderr: new Uint8Array(Buffer.concat(stderr)),
      });
    });
  });
}
