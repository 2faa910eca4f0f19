import { Errno, SystemError } from '../abi/errno.js';
import { FileType, Open, Seek } from '../abi/files.js';
import { Inode } from './inode.js';
import { OpenFile } from './open-file.js';

/** Size that every directory tells: one block. */
const DIRECTORY_SIZE = 4096;

/**
 * A directory: names and what they name. "." and ".." are not among the entries; ".." leads to `parent`, which for the root
 * of the machine's tree is that root itself.
 */
export class Directory extends Inode {
  readonly type = FileType.directory;
  /** It has no name any more; ".." still leads to where it was. */
  removed = false;
  /** The root of a file system: cannot be moved or removed. */
  busy = false;
  /** The entries that the file system started with, to tell what was changed; null when the directory is new. */
  original: ReadonlyMap<string, Inode> | null = null;
  /** Reads the entries when they are first needed. */
  load: (() => void) | null = null;
  private readonly children = new Map<string, Inode>();
  private readonly covered = new Map<string, Inode | undefined>();

  /** The entries, in the order in which they were made. */
  get entries(): ReadonlyMap<string, Inode> {
    this.ensureLoaded();
    return this.children;
  }

  /** The entries without what is attached from other file systems. */
  get ownEntries(): Map<string, Inode> {
    const own = new Map(this.entries);
    for (const [name, hidden] of this.covered) {
      if (hidden === undefined) own.delete(name);
      else own.set(name, hidden);
    }
    return own;
  }

  override get size(): number {
    return DIRECTORY_SIZE;
  }

  lookup(name: string): Inode | undefined {
    this.ensureLoaded();
    return this.children.get(name);
  }

  /** All names, sorted by their bytes: the same list whatever was made first, or by whom. */
  names(): string[] {
    return [...this.entries.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  get empty(): boolean {
    return this.entries.size === 0;
  }

  /** Adds an entry, or lets an existing name name another inode; link counts follow. */
  attach(name: string, inode: Inode): void {
    this.ensureLoaded();
    this.detach(name);
    this.children.set(name, inode);
    inode.links++;
    inode.parent = this;
    inode.name = name;
    if (inode instanceof Directory) {
      inode.removed = false;
      // "." in the directory itself and ".." in this one.
      inode.links++;
      this.links++;
    }
  }

  /** Removes an entry, if there is one; a file that nothing else names or uses is gone. */
  detach(name: string): void {
    const inode = this.children.get(name);
    if (inode === undefined) return;
    this.children.delete(name);
    inode.links--;
    if (inode instanceof Directory) {
      inode.removed = true;
      inode.links--;
      this.links--;
    } else if (inode.parent === this && inode.name === name) inode.parent = null;
    inode.releaseIfUnused();
  }

  /** Lets `name` lead to the root of another file system. What it named before is hidden until `uncover`. */
  cover(name: string, root: Directory): void {
    this.ensureLoaded();
    this.covered.set(name, this.children.get(name));
    this.children.set(name, root);
    root.parent = this;
    root.name = name;
  }

  uncover(name: string): void {
    const hidden = this.covered.get(name);
    this.covered.delete(name);
    if (hidden === undefined) this.children.delete(name);
    else this.children.set(name, hidden);
  }

  override open(flags: number, path: string): OpenFile {
    if ((flags & Open.ACCMODE) !== Open.RDONLY) throw new SystemError('EISDIR');
    return new OpenDirectory(this, flags, path);
  }

  private ensureLoaded(): void {
    const { load } = this;
    if (load === null) return;
    this.load = null;
    try {
      load();
    } catch (error) {
      this.load = load;
      throw error;
    }
  }
}

/** One row of getdents(2). */
export interface DirectoryRow {
  readonly name: string;
  readonly inode: Inode;
}

/**
 * An open directory. Its rows are listed when the first one is asked for, so that a program may remove what it has read
 * and go on; rows removed meanwhile are left out.
 */
export class OpenDirectory extends OpenFile {
  private list: string[] | null = null;

  constructor(
    readonly directory: Directory,
    flags: number,
    path: string,
  ) {
    super(directory, flags, path);
  }

  /** The row at `position`, skipping what is gone; null at the end. */
  current(): DirectoryRow | null {
    if (this.position === 0 || this.list === null) this.list = ['.', '..', ...this.directory.names()];
    for (; this.position < this.list.length; this.position++) {
      const name = this.list[this.position]!;
      const inode = this.row(name);
      if (inode !== undefined) return { name, inode };
    }
    return null;
  }

  private row(name: string): Inode | undefined {
    if (name === '.') return this.directory;
    if (name === '..') return this.directory.parent ?? this.directory;
    return this.directory.lookup(name);
  }

  override read(): number {
    return -Errno.EISDIR;
  }

  override readAt(): number {
    return -Errno.EISDIR;
  }

  override write(): number {
    return -Errno.EBADF;
  }

  override seek(offset: number, whence: number): number {
    const target = whence === Seek.SET ? offset : whence === Seek.CUR ? this.position + offset : -1;
    if (target < 0) return -Errno.EINVAL;
    this.position = target;
    return target;
  }
}
