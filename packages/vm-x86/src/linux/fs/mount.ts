/**
 * What can be attached to the machine's file tree from outside: a source of files, and perhaps a sink for changes.
 *
 * A provider never resolves a path. It is handed the names that lead from the mount's root to one entry, walked by the
 * machine itself inside the guest's tree: no name is empty, ".", ".." or contains "/", and none of them is a symbolic link
 * except perhaps the last. A provider that opens exactly that entry, without following links, cannot be led outside.
 */

/** Names from the mount's root to an entry, as byte strings (see byte-string.ts); empty for the root. */
export type MountPath = readonly string[];

export type MountEntryType = 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character' | 'block';

export interface MountEntry {
  /** A byte string: one character, 0 to 255, for each byte. */
  readonly name: string;
  readonly type: MountEntryType;
  /** The twelve permission bits. */
  readonly permissions: number;
  /** Bytes of a file. */
  readonly size: number;
  /** Time of the last write, seconds since 1970; left out, it is the machine's start. */
  readonly mtime?: number;
}

export interface MountSource {
  /** Permissions of the root directory. */
  readonly permissions: number;
  /** The entries of a directory, without "." and "..". */
  list(path: MountPath): readonly MountEntry[];
  read(path: MountPath): Uint8Array;
  /** The target of a symbolic link, as a byte string. */
  readLink(path: MountPath): string;
}

/** Takes changes as the guest makes them. Each call fails with a `MountError` or has happened completely. */
export interface MountSink {
  /** A new, empty file. Fails when the name exists. */
  createFile(path: MountPath, permissions: number): void;
  /** The whole contents of an existing file, called when its last writer closes it. */
  writeFile(path: MountPath, contents: Uint8Array): void;
  makeDirectory(path: MountPath, permissions: number): void;
  makeSymlink(path: MountPath, target: string): void;
  link(existing: MountPath, path: MountPath): void;
  rename(from: MountPath, to: MountPath): void;
  removeFile(path: MountPath): void;
  removeDirectory(path: MountPath): void;
  setPermissions(path: MountPath, permissions: number): void;
}

/** A failure that a provider has a Linux error for; the guest gets that error. Anything else stops the machine. */
export class MountError extends Error {
  override readonly name = 'MountError';

  constructor(
    /** `ENOSPC`, `EACCES`, …; a name the machine does not know becomes EIO. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
