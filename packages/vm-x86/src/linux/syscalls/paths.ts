import { SystemError } from '../abi/errno.js';
import { At } from '../abi/files.js';
import { Directory } from '../fs/directory.js';
import type { Inode } from '../fs/inode.js';
import { existingInode, type WalkOrigin, type WalkResult, walk, walkToEntry } from '../fs/walk.js';
import { readPath } from '../guest-memory.js';
import type { Process } from '../process.js';

/**
 * Where the walk of an *at call starts: the root for an absolute path, which does not even need a valid descriptor; the
 * working directory; or an open directory.
 */
export function originAt(process: Process, descriptor: number, path: string): WalkOrigin {
  if (path === '') throw new SystemError('ENOENT');
  if (path.startsWith('/')) return process.location;
  if (descriptor === At.FDCWD) return process.location;
  const { inode } = process.files.require(descriptor);
  if (!(inode instanceof Directory)) throw new SystemError('ENOTDIR');
  return { root: process.location.root, directory: inode };
}

/** Walks the path at a guest address. */
export function walkAt(process: Process, descriptor: number, address: number, follow: boolean): WalkResult {
  const path = readPath(process.memory, address);
  return walk(originAt(process, descriptor, path), path, follow);
}

/** Walks to the entry that the path at a guest address is about. */
export function entryAt(process: Process, descriptor: number, address: number): WalkResult {
  const path = readPath(process.memory, address);
  return walkToEntry(originAt(process, descriptor, path), path);
}

/** What the path at a guest address names. */
export function inodeAt(process: Process, descriptor: number, address: number, follow: boolean): Inode {
  return existingInode(walkAt(process, descriptor, address, follow));
}

/** As `inodeAt`; with AT_EMPTY_PATH and an empty path it is what the descriptor itself refers to. */
export function inodeByFlags(process: Process, descriptor: number, address: number, flags: number): Inode {
  if ((flags & At.EMPTY_PATH) !== 0 && readPath(process.memory, address) === '') {
    return descriptor === At.FDCWD ? process.location.directory : process.files.require(descriptor).inode;
  }
  return inodeAt(process, descriptor, address, (flags & At.SYMLINK_NOFOLLOW) === 0);
}

/** A walk for a call that makes an entry: there must be no "/", "." or ".." at the end, and nothing of that name yet. */
export function newEntryAt(process: Process, descriptor: number, address: number, directory = false): WalkResult {
  const found = entryAt(process, descriptor, address);
  if (found.special !== '' || found.inode !== null) throw new SystemError('EEXIST');
  if (found.needsDirectory && !directory) throw new SystemError('ENOENT');
  return found;
}

/** Permission bits of something new: those asked for without those of the umask. */
export function newPermissions(process: Process, mode: number): number {
  return mode & 0o7777 & ~process.location.umask;
}
