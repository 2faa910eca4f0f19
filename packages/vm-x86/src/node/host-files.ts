import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  type Stats,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { MountEntry, MountEntryType, MountPath, MountSink, MountSource } from '../linux/fs/mount.js';
import { MountError } from '../linux/fs/mount.js';
import { type HostPaths, openEntry } from './host-paths.js';

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL } = constants;
/** So that opening a FIFO that took a file's place does not wait. Not there on Windows. */
const O_NONBLOCK = constants.O_NONBLOCK ?? 0;

/** Windows knows no permission bits: everything may be executed there. */
const PERMISSIONS_WITHOUT_MODES = 0o755;

/** Reads a host directory. */
export class HostSource implements MountSource {
  constructor(
    private readonly paths: HostPaths,
    /** Tell the times of the host's files; else all are as old as the machine. */
    private readonly hostTimes: boolean,
  ) {}

  get permissions(): number {
    return this.paths.inDirectory([], (entry) => permissionsOf(lstatSync(entry())));
  }

  list(path: MountPath): MountEntry[] {
    return this.paths.inDirectory(path, (entry) =>
      readdirSync(entry(), { encoding: 'buffer' }).map((bytes) => {
        const name = bytes.toString('latin1');
        return this.describe(name, lstatSync(entry(name)));
      }),
    );
  }

  read(path: MountPath): Uint8Array {
    return this.paths.atEntry(path, (entry) => {
      const descriptor = openEntry(entry, O_RDONLY | O_NONBLOCK);
      try {
        if (!fstatSync(descriptor).isFile()) throw new MountError('ENXIO', `${entry} is no regular file any more`);
        return new Uint8Array(readFileSync(descriptor));
      } finally {
        closeSync(descriptor);
      }
    });
  }

  readLink(path: MountPath): string {
    return this.paths.atEntry(path, (entry) => readlinkSync(entry, { encoding: 'buffer' }).toString('latin1'));
  }

  private describe(name: string, stats: Stats): MountEntry {
    const entry = { name, type: typeOf(stats), permissions: permissionsOf(stats), size: stats.size };
    return this.hostTimes ? { ...entry, mtime: stats.mtimeMs / 1000 } : entry;
  }
}

/** Changes a host directory as the guest changes it. Files are written in place, so that their hard links stay. */
export class HostSink implements MountSink {
  constructor(private readonly paths: HostPaths) {}

  createFile(path: MountPath, permissions: number): void {
    this.paths.atEntry(path, (entry) => {
      const descriptor = openEntry(entry, O_WRONLY | O_CREAT | O_EXCL, permissions);
      withDescriptor(descriptor, () => fchmodSync(descriptor, permissions));
    });
  }

  writeFile(path: MountPath, contents: Uint8Array): void {
    this.paths.atEntry(path, (entry) => {
      const descriptor = openEntry(entry, O_WRONLY | O_NONBLOCK);
      withDescriptor(descriptor, () => {
        writeAll(descriptor, contents);
        ftruncateSync(descriptor, contents.length);
      });
    });
  }

  makeDirectory(path: MountPath, permissions: number): void {
    this.paths.atEntry(path, (entry) => mkdirSync(entry, { mode: permissions }));
    this.setPermissions(path, permissions);
  }

  makeSymlink(path: MountPath, target: string): void {
    this.paths.atEntry(path, (entry) => symlinkSync(Buffer.from(target, 'latin1'), entry));
  }

  link(existing: MountPath, path: MountPath): void {
    this.paths.atEntry(existing, (from) => this.paths.atEntry(path, (to) => linkSync(from, to)));
  }

  rename(from: MountPath, to: MountPath): void {
    this.paths.atEntry(from, (source) => this.paths.atEntry(to, (target) => renameSync(source, target)));
  }

  removeFile(path: MountPath): void {
    this.paths.atEntry(path, (entry) => unlinkSync(entry));
  }

  removeDirectory(path: MountPath): void {
    this.paths.atEntry(path, (entry) => rmdirSync(entry));
  }

  setPermissions(path: MountPath, permissions: number): void {
    this.paths.atEntry(path, (entry) => {
      const descriptor = openEntry(entry, O_RDONLY | O_NONBLOCK);
      withDescriptor(descriptor, () => fchmodSync(descriptor, permissions));
    });
  }

  /**
   * Makes a file appear with its contents and permissions at once, or take the place of the one that is there: it is
   * written under another name beside it and then renamed.
   */
  replaceFile(path: MountPath, contents: Uint8Array, permissions: number): void {
    const temporary = [...path.slice(0, -1), temporaryName()];
    this.paths.atEntry(temporary, (entry) => {
      const descriptor = openEntry(entry, O_WRONLY | O_CREAT | O_EXCL);
      withDescriptor(descriptor, () => {
        writeAll(descriptor, contents);
        fchmodSync(descriptor, permissions);
        fsyncSync(descriptor);
      });
    });
    try {
      this.rename(temporary, path);
    } catch (error) {
      this.removeFile(temporary);
      throw error;
    }
  }
}

let temporaries = 0;

function temporaryName(): string {
  return `.fullsource-${process.pid}-${++temporaries}.tmp`;
}

function withDescriptor(descriptor: number, use: () => void): void {
  try {
    use();
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, contents: Uint8Array): void {
  for (let at = 0; at < contents.length; ) at += writeSync(descriptor, contents, at, contents.length - at, at);
}

function permissionsOf(stats: Stats): number {
  return process.platform === 'win32' ? PERMISSIONS_WITHOUT_MODES : stats.mode & 0o7777;
}

function typeOf(stats: Stats): MountEntryType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  return stats.isBlockDevice() ? 'block' : 'character';
}
