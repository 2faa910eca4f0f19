import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Lock, parseLock } from '@fullsource/stage';
import { readInput } from './files.js';

/** The lock of a folder, and of the published chain. */
export const LOCK_FILE = 'fullsource.lock.json';

const SHIPPED = fileURLToPath(new URL(LOCK_FILE, import.meta.url));

export interface LoadedLock {
  /** As people are told of it. */
  readonly file: string;
  readonly lock: Lock;
}

/**
 * The lock to compare with: the one the user names, else the one of the working directory, else the one that came with
 * this package. Null when there is none of the last two.
 */
export async function loadLock(named?: string): Promise<LoadedLock | null> {
  const path = named ?? [LOCK_FILE, SHIPPED].find((file) => existsSync(file));
  if (path === undefined) return null;
  const lock = parseLock(new TextDecoder().decode(await readInput(path)));
  return { file: path === SHIPPED ? 'the lock of @fullsource/cli' : path, lock };
}

/** The lock that `--update-lock` is about to write anew; null when it is written for the first time. */
export async function lockToUpdate(path: string): Promise<LoadedLock | null> {
  return existsSync(path) ? loadLock(path) : null;
}
