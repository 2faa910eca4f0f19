import { SystemError } from '../abi/errno.js';
import { FileType } from '../abi/files.js';
import type { Directory } from './directory.js';
import type { FileSystem } from './file-system.js';
import type { OpenFile } from './open-file.js';

/** What a path names: attributes and identity; the subclasses add contents. */
export abstract class Inode {
  /** Inode number: counted up from 1 in each file system, so that it is the same in every run. */
  readonly number: number;
  /** One of `FileType`. */
  abstract readonly type: number;
  uid = 0;
  gid = 0;
  /** Directory entries that name this inode. */
  links = 0;
  /**
   * A place that names it: the directory and the name there. Null when that entry of a file was removed (others may remain);
   * a directory keeps the place where it was.
   */
  parent: Directory | null = null;
  name = '';
  /** Open file descriptions that refer to it. */
  opened = 0;
  /** Times as seconds and nanoseconds: of the last read (never kept up, as on a noatime mount), write, and change. */
  atime: number;
  atimeNanoseconds: number;
  mtime: number;
  mtimeNanoseconds: number;
  ctime: number;
  ctimeNanoseconds: number;
  /** Contents or permissions were written since the file system started. What a directory holds does not count here. */
  changed = true;

  constructor(
    readonly fileSystem: FileSystem,
    /** The twelve permission bits of the mode. */
    public permissions: number,
  ) {
    this.number = fileSystem.nextInodeNumber++;
    const { clock } = fileSystem;
    clock.update();
    this.atime = this.mtime = this.ctime = clock.seconds;
    this.atimeNanoseconds = this.mtimeNanoseconds = this.ctimeNanoseconds = clock.nanoseconds;
  }

  /** `st_mode`: type and permissions. */
  get mode(): number {
    return this.type | this.permissions;
  }

  get size(): number {
    return 0;
  }

  /** `st_rdev` of a device. */
  get deviceNumber(): number {
    return 0;
  }

  /** A new open file description with the given open(2) flags. */
  abstract open(flags: number, path: string): OpenFile;

  /** Contents were written: mtime and ctime become the present. */
  stampModified(): void {
    const { clock } = this.fileSystem;
    clock.update();
    this.mtime = this.ctime = clock.seconds;
    this.mtimeNanoseconds = this.ctimeNanoseconds = clock.nanoseconds;
  }

  /** Attributes or links were changed: ctime becomes the present. */
  stampChanged(): void {
    const { clock } = this.fileSystem;
    clock.update();
    this.ctime = clock.seconds;
    this.ctimeNanoseconds = clock.nanoseconds;
  }

  /** Nothing names or uses the inode any more: its storage is free. */
  dispose(): void {}

  /** Called when a link or an open file description went away. */
  releaseIfUnused(): void {
    if (this.links === 0 && this.opened === 0) this.dispose();
  }
}

/** A symbolic link. */
export class SymbolicLink extends Inode {
  readonly type = FileType.symlink;

  constructor(
    fileSystem: FileSystem,
    /** Where it points, as a byte string; may be relative, dangling, anything. */
    readonly target: string,
  ) {
    super(fileSystem, 0o777);
  }

  override get size(): number {
    return this.target.length;
  }

  override open(): OpenFile {
    throw new SystemError('ELOOP');
  }
}

/** A link of /proc that leads to an inode itself rather than to a path: it works even when the file has no name any more. */
export class MagicLink extends Inode {
  readonly type = FileType.symlink;

  constructor(
    fileSystem: FileSystem,
    /** What readlink(2) tells. */
    readonly target: string,
    readonly inode: Inode,
  ) {
    super(fileSystem, 0o777);
  }

  override open(): OpenFile {
    throw new SystemError('ELOOP');
  }
}

/** A socket, device or pipe of a mounted host directory: seen, but never opened. */
export class ForbiddenNode extends Inode {
  constructor(
    fileSystem: FileSystem,
    readonly type: number,
    permissions: number,
  ) {
    super(fileSystem, permissions);
  }

  override open(): OpenFile {
    throw new SystemError('ENXIO');
  }
}
