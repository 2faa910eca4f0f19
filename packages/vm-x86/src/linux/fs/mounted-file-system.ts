import { FileType } from '../abi/files.js';
import { Directory } from './directory.js';
import { FileSystem, withGuestErrors } from './file-system.js';
import { ForbiddenNode, type Inode, SymbolicLink } from './inode.js';
import type { MountEntry, MountEntryType, MountPath, MountSink, MountSource } from './mount.js';
import { RegularFile } from './regular-file.js';

/**
 * A file system whose directories and files are read from a `MountSource` when they are first needed, and from then on live
 * in memory. Changes stay there too, unless there is a sink.
 */
export class MountedFileSystem extends FileSystem {
  constructor(
    private readonly source: MountSource,
    options: { readOnly?: boolean; sink?: MountSink | null } = {},
  ) {
    super(undefined, { permissions: source.permissions });
    this.readOnly = options.readOnly ?? false;
    this.sink = options.sink ?? null;
    this.reset();
  }

  /** Forgets all that was read and changed. */
  reset(): void {
    for (const name of [...(this.root.load === null ? this.root.entries.keys() : [])]) this.root.detach(name);
    this.root.permissions = this.source.permissions;
    this.root.changed = false;
    this.loadLater(this.root, []);
  }

  private loadLater(directory: Directory, origin: MountPath): void {
    directory.load = () => {
      const path = this.sourcePath(directory, origin);
      for (const entry of withGuestErrors(() => this.source.list(path)))
        directory.attach(entry.name, this.makeInode(entry, [...path, entry.name]));
      directory.original = directory.ownEntries;
    };
  }

  private makeInode(entry: MountEntry, path: MountPath): Inode {
    const inode = this.makeNode(entry, path);
    inode.atime = inode.mtime = inode.ctime = Math.floor(entry.mtime ?? this.clock.start);
    inode.atimeNanoseconds = inode.mtimeNanoseconds = inode.ctimeNanoseconds = 0;
    inode.changed = false;
    return inode;
  }

  private makeNode(entry: MountEntry, path: MountPath): Inode {
    switch (entry.type) {
      case 'file':
        return this.makeFile(entry, path);
      case 'directory': {
        const directory = new Directory(this, entry.permissions);
        this.loadLater(directory, path);
        return directory;
      }
      case 'symlink':
        return new SymbolicLink(
          this,
          withGuestErrors(() => this.source.readLink(path)),
        );
      default:
        return new ForbiddenNode(this, specialTypes[entry.type], entry.permissions);
    }
  }

  /** Where the source has an inode now: a sink moves things there as the guest does, without one they stay. */
  private sourcePath(inode: Inode, origin: MountPath): MountPath {
    if (this.sink === null || inode === this.root || inode.parent === null) return origin;
    return this.pathOf(inode.parent, inode.name);
  }

  private makeFile(entry: MountEntry, origin: MountPath): RegularFile {
    const file = new RegularFile(this, entry.permissions);
    file.provide(new Uint8Array(0), entry.size);
    file.load = () => withGuestErrors(() => this.source.read(this.sourcePath(file, origin)));
    return file;
  }
}

const specialTypes: Record<Exclude<MountEntryType, 'file' | 'directory' | 'symlink'>, number> = {
  fifo: FileType.fifo,
  socket: FileType.socket,
  character: FileType.character,
  block: FileType.block,
};
