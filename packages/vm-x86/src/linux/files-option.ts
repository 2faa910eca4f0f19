import { VmError } from '../errors.js';
import { SystemError } from './abi/errno.js';
import { toByteString } from './byte-string.js';
import { Directory } from './fs/directory.js';
import { RegularFile } from './fs/regular-file.js';
import { createFile, makeDirectory, makeSymlink } from './fs/tree.js';
import { type WalkOrigin, walk } from './fs/walk.js';

/** A file with a mode of its own. */
export interface FileInput {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  readonly mode: number;
}

export interface SymlinkInput {
  readonly kind: 'symlink';
  readonly target: string;
}

export interface DirectoryInput {
  readonly kind: 'directory';
  readonly entries: FileTreeInput;
  readonly mode: number;
}

/**
 * Files for the guest: a path leads to bytes, to text (stored as UTF-8), to what `file`, `symlink` or `directory` made, or to
 * a record of more paths below it. Directories on the way are made with mode 0755, files with mode 0644.
 *
 * @example
 * { 'hello.txt': 'hello\n', bin: { tool: file(elf, 0o755) }, '/etc/passwd': 'root:x:0:0::/:/bin/sh\n' }
 */
export interface FileTreeInput {
  readonly [path: string]: Uint8Array | string | FileInput | SymlinkInput | DirectoryInput | FileTreeInput;
}

/** A file with permission bits, for the `files` option. */
export function file(bytes: Uint8Array | string, mode = 0o644): FileInput {
  return { kind: 'file', bytes: asBytes(bytes), mode };
}

/** A symbolic link, for the `files` option. */
export function symlink(target: string): SymlinkInput {
  return { kind: 'symlink', target };
}

/** A directory with permission bits, for the `files` option; `directory({})` is an empty one. */
export function directory(entries: FileTreeInput, mode = 0o755): DirectoryInput {
  return { kind: 'directory', entries, mode };
}

/** Makes the files. The bytes are not copied: they are copied when the guest first writes. */
export function populate(origin: WalkOrigin, files: FileTreeInput): void {
  for (const [path, content] of Object.entries(files)) {
    try {
      place(origin, toByteString(path), content);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new VmError('BAD_OPTION', `files: cannot make ${path}: ${error.code}`);
    }
  }
}

function place(origin: WalkOrigin, path: string, content: FileTreeInput[string]): void {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    placeFile(origin, path, asBytes(content), 0o644);
    return;
  }
  if (isTagged(content)) {
    if (content.kind === 'file') placeFile(origin, path, content.bytes, content.mode);
    else if (content.kind === 'symlink') placeSymlink(origin, path, content.target);
    else placeDirectory(origin, path, content.entries, content.mode);
    return;
  }
  placeDirectory(origin, path, content, null);
}

function isTagged(content: object): content is FileInput | SymlinkInput | DirectoryInput {
  return typeof (content as { kind?: unknown }).kind === 'string';
}

function placeFile(origin: WalkOrigin, path: string, bytes: Uint8Array, mode: number): void {
  const found = walk({ ...origin, directory: parentOf(origin, path) }, lastName(path), true);
  const inode = found.inode ?? createFile(found.directory, found.name, mode & 0o7777);
  if (!(inode instanceof RegularFile)) throw new SystemError('EISDIR');
  inode.permissions = mode & 0o7777;
  inode.provide(bytes);
  inode.dirty = true;
  inode.fileSystem.flush(inode);
}

function placeSymlink(origin: WalkOrigin, path: string, target: string): void {
  const parent = parentOf(origin, path);
  parent.detach(lastName(path));
  makeSymlink(parent, lastName(path), toByteString(target));
}

function placeDirectory(origin: WalkOrigin, path: string, entries: FileTreeInput, mode: number | null): void {
  const made = directoryAt(origin, path);
  if (mode !== null) made.permissions = mode & 0o7777;
  populate({ ...origin, directory: made }, entries);
}

function parentOf(origin: WalkOrigin, path: string): Directory {
  return directoryAt(origin, path.slice(0, path.lastIndexOf('/') + 1));
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The directory at a path (a byte string), made if need be with everything that leads to it. */
export function directoryAt(origin: WalkOrigin, path: string): Directory {
  let at = path.startsWith('/') ? origin.root : origin.directory;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const found = walk({ ...origin, directory: at }, name, true);
    const inode = found.inode ?? makeDirectory(found.directory, found.name, 0o755);
    if (!(inode instanceof Directory)) throw new SystemError('ENOTDIR');
    at = inode;
  }
  return at;
}

function asBytes(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
