import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { VectorFiles, VectorHost } from './vectors.js';

/** Longest time a native tool may take: a tool that never comes back has failed. Milliseconds. */
const TIMEOUT = 20_000;

/** Runs tools on the host's kernel, each call in a scratch folder. */
export const nativeHost: VectorHost = async ({ tool, program, args, env, stdin, files }) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'vector-')));
  try {
    const cwd = join(root, 'work');
    mkdirSync(cwd);
    const path = join(root, tool);
    writeFileSync(path, program, { mode: 0o755 });
    for (const [name, { bytes, mode }] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), bytes);
      chmodSync(join(cwd, name), mode);
    }
    const ended = await start(path, args, { cwd, env }, stdin);
    return { ...ended, files: readFolder(cwd), links: readLinks(cwd), cwd };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

function start(
  path: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>> },
  stdin: Uint8Array,
): Promise<{ status: number; stdout: Uint8Array; stderr: Uint8Array }> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { ...options, timeout: TIMEOUT, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A tool may end without reading its input.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        status: code ?? 128 + constants.signals[signal!],
        stdout: new Uint8Array(Buffer.concat(stdout)),
        stderr: new Uint8Array(Buffer.concat(stderr)),
      }),
    );
  });
}

function readLinks(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isSymbolicLink(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readlinkSync(path)]));
}

function readFolder(folder: string): VectorFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [
      relative(folder, path),
      { bytes: new Uint8Array(readFileSync(path)), mode: statSync(path).mode & 0o7777 },
    ]),
  );
}
