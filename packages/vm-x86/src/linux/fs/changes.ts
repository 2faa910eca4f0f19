import { Directory } from './directory.js';
import type { Inode } from './inode.js';
import { RegularFile } from './regular-file.js';

/** One difference between what a file system started with and what it is now. */
export interface Change {
  /** Names from the root of the file system, as byte strings. */
  readonly path: readonly string[];
  readonly kind: 'added' | 'modified' | 'removed';
  /** What is there now; what was there, when it was removed. */
  readonly inode: Inode;
}

/**
 * All differences, parents before what is in them, names sorted. A directory that is removed or replaced is one change; one
 * that is added comes with everything in it. What was moved is removed in one place and added in the other.
 */
export function changesOf(root: Directory): Change[] {
  const changes: Change[] = [];
  compare(root, [], changes);
  return changes;
}

/** Makes the present state what later changes are counted from. */
export function settle(directory: Directory): void {
  directory.changed = false;
  if (directory.load !== null) return;
  directory.original = directory.ownEntries;
  for (const inode of directory.original.values()) {
    if (inode instanceof Directory) settle(inode);
    else inode.changed = false;
  }
}

function compare(directory: Directory, path: readonly string[], changes: Change[]): void {
  // Nothing of it was ever looked at, so nothing of it was changed.
  if (directory.load !== null) return;
  const { original } = directory;
  const names = new Set([...directory.names(), ...(original?.keys() ?? [])]);
  for (const name of [...names].sort(byBytes)) {
    compareEntry([...path, name], original?.get(name), directory.lookup(name), changes);
  }
}

function compareEntry(
  path: readonly string[],
  before: Inode | undefined,
  now: Inode | undefined,
  changes: Change[],
): void {
  if (now !== undefined && now === before) {
    if (now.changed) changes.push({ path, kind: 'modified', inode: now });
    if (now instanceof Directory) compare(now, path, changes);
    return;
  }
  // A file that took the place of a file is written over; anything else goes before the new comes.
  const overwritten = now instanceof RegularFile && before instanceof RegularFile;
  if (before !== undefined && !overwritten) changes.push({ path, kind: 'removed', inode: before });
  if (now !== undefined) add(path, now, overwritten ? 'modified' : 'added', changes);
}

function add(path: readonly string[], inode: Inode, kind: 'added' | 'modified', changes: Change[]): void {
  changes.push({ path, kind, inode });
  if (!(inode instanceof Directory)) return;
  for (const name of inode.names()) add([...path, name], inode.lookup(name)!, 'added', changes);
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
