import { Errno, SystemError } from '../abi/errno.js';
import { At, directoryEntryType, FileType } from '../abi/files.js';
import { Directory, type DirectoryRow, OpenDirectory } from '../fs/directory.js';
import { MagicLink, SymbolicLink } from '../fs/inode.js';
import { Pipe } from '../fs/pipe.js';
import {
  createFile,
  hardLink,
  makeDirectory,
  makeSpecial,
  makeSymlink,
  removeDirectory,
  rename as renameEntry,
  unlink as unlinkEntry,
} from '../fs/tree.js';
import { pathOfDirectory, resolveDirectory } from '../fs/walk.js';
import { readPath, store64, writeBytes, writeString } from '../guest-memory.js';
import type { Process } from '../process.js';
import { entryAt, inodeAt, newEntryAt, newPermissions } from './paths.js';

export function mkdir(process: Process, path: number, mode: number): number {
  return mkdirat(process, At.FDCWD, path, mode);
}

export function mkdirat(process: Process, directory: number, path: number, mode: number): number {
  const found = newEntryAt(process, directory, path, true);
  makeDirectory(found.directory, found.name, newPermissions(process, mode) & 0o1777);
  return 0;
}

export function rmdir(process: Process, path: number): number {
  return removeDirectoryAt(process, At.FDCWD, path);
}

function removeDirectoryAt(process: Process, directory: number, path: number): number {
  const found = entryAt(process, directory, path);
  if (found.special === '.') throw new SystemError('EINVAL');
  if (found.special === '..') throw new SystemError('ENOTEMPTY');
  if (found.special === '/') throw new SystemError('EBUSY');
  removeDirectory(found.directory, found.name);
  return 0;
}

export function unlink(process: Process, path: number): number {
  return unlinkat(process, At.FDCWD, path, 0);
}

export function unlinkat(process: Process, directory: number, path: number, flags: number): number {
  if ((flags & ~At.REMOVEDIR) !== 0) throw new SystemError('EINVAL');
  if ((flags & At.REMOVEDIR) !== 0) return removeDirectoryAt(process, directory, path);
  const found = entryAt(process, directory, path);
  if (found.special !== '') throw new SystemError('EISDIR');
  if (found.inode !== null && found.needsDirectory) {
    throw new SystemError(found.inode instanceof Directory ? 'EISDIR' : 'ENOTDIR');
  }
  unlinkEntry(found.directory, found.name);
  return 0;
}

export function link(process: Process, existing: number, path: number): number {
  return linkat(process, At.FDCWD, existing, At.FDCWD, path, 0);
}

export function linkat(
  process: Process,
  oldDirectory: number,
  existing: number,
  newDirectory: number,
  path: number,
  flags: number,
): number {
  if ((flags & ~(At.SYMLINK_FOLLOW | At.EMPTY_PATH)) !== 0) throw new SystemError('EINVAL');
  const inode = inodeAt(process, oldDirectory, existing, (flags & At.SYMLINK_FOLLOW) !== 0);
  const found = newEntryAt(process, newDirectory, path);
  hardLink(inode, found.directory, found.name);
  return 0;
}

export function symlink(process: Process, target: number, path: number): number {
  return symlinkat(process, target, At.FDCWD, path);
}

export function symlinkat(process: Process, target: number, directory: number, path: number): number {
  const text = readPath(process.memory, target);
  if (text === '') throw new SystemError('ENOENT');
  const found = newEntryAt(process, directory, path);
  makeSymlink(found.directory, found.name, text);
  return 0;
}

export function readlink(process: Process, path: number, buffer: number, size: number): number {
  return readlinkat(process, At.FDCWD, path, buffer, size);
}

export function readlinkat(process: Process, directory: number, path: number, buffer: number, size: number): number {
  if (size <= 0) throw new SystemError('EINVAL');
  const inode = inodeAt(process, directory, path, false);
  if (!(inode instanceof SymbolicLink || inode instanceof MagicLink)) throw new SystemError('EINVAL');
  const text = inode.target.slice(0, size);
  writeBytes(process.memory, buffer, text);
  return text.length;
}

export function rename(process: Process, from: number, to: number): number {
  return renameat2(process, At.FDCWD, from, At.FDCWD, to, 0);
}

export function renameat(
  process: Process,
  fromDirectory: number,
  from: number,
  toDirectory: number,
  to: number,
): number {
  return renameat2(process, fromDirectory, from, toDirectory, to, 0);
}

const RENAME_NOREPLACE = 1;

export function renameat2(
  process: Process,
  fromDirectory: number,
  from: number,
  toDirectory: number,
  to: number,
  flags: number,
): number {
  if ((flags & ~RENAME_NOREPLACE) !== 0) throw new SystemError('EINVAL');
  const source = entryAt(process, fromDirectory, from);
  const target = entryAt(process, toDirectory, to);
  const keepExisting = (flags & RENAME_NOREPLACE) !== 0;
  if (source.special !== '') throw new SystemError('EBUSY');
  if (target.special !== '') throw new SystemError(keepExisting ? 'EEXIST' : 'EBUSY');
  if (source.inode === null) throw new SystemError('ENOENT');
  if (keepExisting && target.inode !== null) throw new SystemError('EEXIST');
  if ((source.needsDirectory || target.needsDirectory) && !(source.inode instanceof Directory)) {
    throw new SystemError('ENOTDIR');
  }
  renameEntry(source.directory, source.name, target.directory, target.name);
  return 0;
}

export function mknod(process: Process, path: number, mode: number): number {
  return mknodat(process, At.FDCWD, path, mode);
}

/** Makes regular files and FIFOs. Device nodes are for nobody: EPERM. */
export function mknodat(process: Process, directory: number, path: number, mode: number): number {
  const found = newEntryAt(process, directory, path);
  const permissions = newPermissions(process, mode);
  switch (mode & FileType.mask) {
    case 0:
    case FileType.regular:
      createFile(found.directory, found.name, permissions);
      return 0;
    case FileType.fifo:
      makeSpecial(found.directory, found.name, (fileSystem) => new Pipe(fileSystem, permissions));
      return 0;
    default:
      throw new SystemError('EPERM');
  }
}

export function chdir(process: Process, path: number): number {
  process.location.directory = resolveDirectory(process.location, readPath(process.memory, path));
  return 0;
}

export function fchdir(process: Process, descriptor: number): number {
  const { inode } = process.files.require(descriptor);
  if (!(inode instanceof Directory)) throw new SystemError('ENOTDIR');
  process.location.directory = inode;
  return 0;
}

/** chroot(2). As in Linux, a process that keeps a directory outside can walk there, but never out of the machine's tree. */
export function chroot(process: Process, path: number): number {
  process.location.root = resolveDirectory(process.location, readPath(process.memory, path));
  return 0;
}

/** getcwd(2): the length with the final zero. */
export function getcwd(process: Process, buffer: number, size: number): number {
  const { directory, root } = process.location;
  if (directory.removed) throw new SystemError('ENOENT');
  const path =
    pathOfDirectory(directory, root) ?? `(unreachable)${pathOfDirectory(directory, process.kernel.tree.root) ?? ''}`;
  if (path.length + 1 > size >>> 0) throw new SystemError('ERANGE');
  writeString(process.memory, buffer, path);
  return path.length + 1;
}

/** getdents(2): `struct linux_dirent` has the type in its last byte. */
export function getdents(process: Process, descriptor: number, buffer: number, size: number): number {
  return listDirectory(process, descriptor, (row, next, used) => {
    const length = alignUp(10 + row.name.length + 2, 4);
    if (used + length > size) return 0;
    const { memory } = process;
    const at = buffer + used;
    memory.store32(at, row.inode.number);
    memory.store32(at + 4, next);
    memory.store16(at + 8, length);
    writeString(memory, at + 10, row.name);
    memory.store8(at + length - 1, directoryEntryType(row.inode.mode));
    return length;
  });
}

/** getdents64(2): `struct linux_dirent64`. */
export function getdents64(process: Process, descriptor: number, buffer: number, size: number): number {
  return listDirectory(process, descriptor, (row, next, used) => {
    const length = alignUp(19 + row.name.length + 1, 8);
    if (used + length > size) return 0;
    const { memory } = process;
    const at = buffer + used;
    store64(memory, at, row.inode.number);
    store64(memory, at + 8, next);
    memory.store16(at + 16, length);
    memory.store8(at + 18, directoryEntryType(row.inode.mode));
    writeString(memory, at + 19, row.name);
    return length;
  });
}

/** Writes rows as long as `put` finds room for them (it answers 0 when not). */
function listDirectory(
  process: Process,
  descriptor: number,
  put: (row: DirectoryRow, next: number, used: number) => number,
): number {
  const file = process.files.require(descriptor);
  if (!(file instanceof OpenDirectory)) return -Errno.ENOTDIR;
  if (file.directory.removed) return -Errno.ENOENT;
  let used = 0;
  for (let row = file.current(); row !== null; row = file.current()) {
    const length = put(row, file.position + 1, used);
    if (length === 0) return used === 0 ? -Errno.EINVAL : used;
    used += length;
    file.position++;
  }
  return used;
}

function alignUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
