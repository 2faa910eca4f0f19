import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ioError } from './errors.js';

/** A name beside `path`, in the same folder so that a rename moves it into place in one step. */
export function siblingOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`);
}

/** Reads a file the user named. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw ioError(`reading ${path}`, cause);
  }
}

/** Reads standard input to its end. */
export async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Writes a file whole or not at all: whoever reads it sees the old bytes or the new ones. */
export async function writeWhole(path: string, contents: Uint8Array | string, mode = 0o644): Promise<void> {
  const fresh = siblingOf(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(fresh, contents, { flag: 'wx' });
    await chmod(fresh, mode);
    await rename(fresh, path);
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => {});
    throw ioError(`writing ${path}`, cause);
  }
}
