import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  rmdir,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { directory, type FileChange, type FileTreeInput, file, symlink as symlinkInput } from '@fullsource/vm-x86';
import { CliError, ioError } from './errors.js';
import { siblingOf } from './files.js';

/** Folders of which the machine has its own. */
const OF_THE_MACHINE = ['dev', 'proc'];

/**
 * Reads a folder with everything below it, for a guest to have as its `/`. Symbolic links stay links, and lead to places in
 * the guest's own tree; devices, sockets and FIFOs are left out.
 */
export async function readHostTree(root: string): Promise<FileTreeInput> {
  try {
    return await entriesOf(root, OF_THE_MACHINE);
  } catch (cause) {
    throw ioError(`reading ${(cause as NodeJS.ErrnoException).path ?? root}`, cause);
  }
}

async function entriesOf(folder: string, leftOut: readonly string[] = []): Promise<FileTreeInput> {
  const entries: Record<string, FileTreeInput[string]> = {};
  for (const name of (await readdir(folder)).sort()) {
    if (leftOut.includes(name)) continue;
    const path = join(folder, name);
    const stats = await lstat(path);
    if (stats.isDirectory()) entries[name] = directory(await entriesOf(path), stats.mode & 0o7777);
    else if (stats.isSymbolicLink()) entries[name] = symlinkInput(await readlink(path));
    else if (stats.isFile()) entries[name] = file(new Uint8Array(await readFile(path)), stats.mode & 0o7777);
  }
  return entries;
}

/** Fails when there is something in a folder that is to be filled; it need not be there. */
export async function mustBeEmpty(folder: string): Promise<void> {
  const inside = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw ioError(`writing to ${folder}`, cause);
  });
  if (inside.length > 0) throw new CliError('NOT_EMPTY', `${folder} is not empty`);
}

/** Writes what a guest made or changed to a folder of its own, which is empty or not there: everything, or nothing. */
export async function exportChanges(folder: string, changes: readonly FileChange[]): Promise<void> {
  const fresh = siblingOf(resolve(folder));
  try {
    await mkdir(fresh, { recursive: true });
    await applyChanges(
      fresh,
      changes.filter(({ kind }) => kind !== 'removed'),
    );
    await rmdir(folder).catch(() => {});
    await rename(fresh, folder);
  } catch (cause) {
    throw cause instanceof CliError ? cause : ioError(`writing to ${folder}`, cause);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Makes a folder what a guest has made of it, file by file, each at once. */
export async function applyChanges(root: string, changes: readonly FileChange[]): Promise<void> {
  try {
    // From the leaves up, so that a folder is empty when its turn comes.
    for (const { path, kind } of [...changes].reverse()) {
      if (kind === 'removed') await rm(join(root, path), { recursive: true, force: true });
    }
    for (const change of changes) await make(join(root, change.path), change);
    // A folder that lets nobody write gets its mode when everything is in it.
    for (const { path, kind, type, mode } of [...changes].reverse()) {
      if (kind !== 'removed' && type === 'directory') await chmod(join(root, path), mode);
    }
  } catch (cause) {
    throw ioError(`writing to ${root}`, cause);
  }
}

async function make(path: string, { kind, type, bytes, mode, target }: FileChange): Promise<void> {
  if (kind === 'removed') return;
  await mkdir(type === 'directory' ? path : dirname(path), { recursive: true });
  if (bytes === undefined && target === undefined) return;
  const fresh = siblingOf(path);
  if (target !== undefined) await symlink(target, fresh);
  else {
    await writeFile(fresh, bytes!, { flag: 'wx' });
    await chmod(fresh, mode);
  }
  await rename(fresh, path);
}
