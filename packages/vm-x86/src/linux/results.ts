import { fromByteString } from './byte-string.js';
import { type Change, changesOf } from './fs/changes.js';
import { Directory } from './fs/directory.js';
import { type Inode, SymbolicLink } from './fs/inode.js';
import { RegularFile } from './fs/regular-file.js';
import type { FileTree } from './tree.js';

/** A difference between the files a machine started with and those it left behind. */
export interface FileChange {
  /** Absolute path. */
  readonly path: string;
  readonly kind: 'added' | 'modified' | 'removed';
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** The twelve permission bits. */
  readonly mode: number;
  /** Contents of a file that was added or modified. */
  readonly bytes?: Uint8Array;
  /** Where an added symbolic link points. */
  readonly target?: string;
}

/** What the guest changed in the file system in memory, in the order of paths; mounts are not looked at. */
export function fileChanges(tree: FileTree): FileChange[] {
  return describeChanges(changesOf(tree.main.root));
}

export function describeChanges(changes: readonly Change[]): FileChange[] {
  return changes.map(({ path, kind, inode }) => ({
    path: `/${path.map(fromByteString).join('/')}`,
    kind,
    type: typeOf(inode),
    mode: inode.permissions,
    ...(kind === 'removed' ? {} : contentsOf(inode)),
  }));
}

/** Added and modified files by path: relative to `cwd` for those below it, as in the `files` option, else absolute. */
export function changedFiles(changes: readonly FileChange[], cwd: string): Record<string, Uint8Array> {
  const prefix = cwd === '/' ? '/' : `${cwd}/`;
  const files: Record<string, Uint8Array> = {};
  for (const { path, bytes } of changes) {
    if (bytes !== undefined) files[path.startsWith(prefix) ? path.slice(prefix.length) : path] = bytes;
  }
  return files;
}

function contentsOf(inode: Inode): { bytes?: Uint8Array; target?: string } {
  if (inode instanceof RegularFile) return { bytes: inode.contents().slice() };
  return inode instanceof SymbolicLink ? { target: fromByteString(inode.target) } : {};
}

function typeOf(inode: Inode): FileChange['type'] {
  if (inode instanceof RegularFile) return 'file';
  if (inode instanceof Directory) return 'directory';
  return inode instanceof SymbolicLink ? 'symlink' : 'other';
}
