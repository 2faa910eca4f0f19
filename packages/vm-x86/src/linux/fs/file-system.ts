import { VmError } from '../../errors.js';
import { Errno, type ErrnoName, SystemError } from '../abi/errno.js';
import { LogicalClock } from '../clock.js';
import { Directory } from './directory.js';
import type { Inode } from './inode.js';
import { MountError, type MountPath, type MountSink } from './mount.js';
import type { RegularFile } from './regular-file.js';

/** Bytes that files in memory may take in one file system. */
export interface FileBudget {
  limit: number;
  used: number;
}

/** What a file system needs of the machine it is attached to. */
export interface FileSystemHost {
  readonly clock: LogicalClock;
  /** Limit of the budget of each file system. */
  readonly fileBytes: number;
}

const NO_HOST: FileSystemHost = { clock: new LogicalClock(), fileBytes: Number.POSITIVE_INFINITY };

/** `f_type` of statfs(2). */
export const FileSystemMagic = { tmpfs: 0x01021994, proc: 0x9fa0 } as const;

export interface FileSystemOptions {
  /** Of the root directory; default 0755. */
  readonly permissions?: number;
  readonly magic?: number;
  /** Makes a root directory of another kind. */
  readonly makeRoot?: (fileSystem: FileSystem) => Directory;
}

/** One tree of inodes with what they have in common. */
export class FileSystem {
  /** Number by which stat(2) tells file systems apart; given when the machine attaches it. */
  device = 0;
  nextInodeNumber = 1;
  readOnly = false;
  /** Where changes go besides memory. */
  sink: MountSink | null = null;
  clock: LogicalClock;
  readonly budget: FileBudget;
  readonly root: Directory;
  readonly magic: number;
  /** Files that the sink refused. */
  private readonly unsaved = new Set<RegularFile>();
  private inUse = false;

  constructor(host: FileSystemHost = NO_HOST, options: FileSystemOptions = {}) {
    this.clock = host.clock;
    this.budget = { limit: host.fileBytes, used: 0 };
    this.magic = options.magic ?? FileSystemMagic.tmpfs;
    this.root = options.makeRoot?.(this) ?? new Directory(this, options.permissions ?? 0o755);
    // Its own "." and the "..", which leads back to itself until the tree is attached somewhere.
    this.root.links = 2;
    this.root.parent = this.root;
    this.root.busy = true;
  }

  /** Becomes part of a machine. */
  attachTo(host: FileSystemHost, device: number): void {
    if (this.inUse) throw new VmError('BAD_OPTION', 'a mount cannot be used by two machines at the same time');
    this.inUse = true;
    this.adopt(host, device);
  }

  private adopt(host: FileSystemHost, device: number): void {
    this.clock = host.clock;
    this.budget.limit = host.fileBytes;
    this.device = device;
  }

  /** Leaves its machine: everything stays as it is, with a clock that stands still. */
  detachFromHost(): void {
    this.adopt(NO_HOST, 0);
    this.inUse = false;
    this.root.parent = this.root;
  }

  /** Names from this file system's root to an entry of `directory`. */
  pathOf(directory: Directory, name?: string): string[] {
    const path: string[] = name === undefined ? [] : [name];
    for (let at = directory; at !== this.root; at = at.parent!) {
      if (at.removed || at.parent === null) throw new SystemError('ENOENT');
      path.unshift(at.name);
    }
    return path;
  }

  /** Fails unless things may be changed here. */
  requireWritable(): void {
    if (this.readOnly) throw new SystemError('EROFS');
  }

  /** Lets the sink do its part of a change first: if it fails, nothing has changed. */
  tellSink(change: (sink: MountSink) => void): void {
    const { sink } = this;
    if (sink !== null) withGuestErrors(() => change(sink));
  }

  /** Hands a written file to the sink. */
  flush(file: RegularFile): void {
    if (this.sink === null || !file.dirty) return;
    const path = this.locate(file);
    if (path === null) return;
    this.unsaved.add(file);
    this.tellSink((sink) => sink.writeFile(path, file.contents()));
    this.unsaved.delete(file);
    file.dirty = false;
  }

  /** Tries once more to save what the sink did not take; false when something is lost for good. */
  flushUnsaved(): boolean {
    try {
      for (const file of this.unsaved) this.flush(file);
      return true;
    } catch (error) {
      if (error instanceof SystemError) return false;
      throw error;
    }
  }

  /** A path that names the inode at present; null when it was removed. */
  locate(inode: Inode): MountPath | null {
    if (inode.links === 0) return null;
    if (inode.parent !== null) return this.pathOf(inode.parent, inode.name);
    return findInode(this.root, inode);
  }
}

/** Searches the tree for another name of a hard-linked file. */
function findInode(directory: Directory, wanted: Inode): MountPath | null {
  for (const [name, inode] of directory.entries) {
    if (inode === wanted) return inode.fileSystem.pathOf(directory, name);
    const found =
      inode instanceof Directory && inode.fileSystem === wanted.fileSystem ? findInode(inode, wanted) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Asks a mount's source or sink: its failures become the guest's errors. */
export function withGuestErrors<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof MountError)) throw error;
    throw new SystemError(error.code in Errno ? (error.code as ErrnoName) : 'EIO');
  }
}
