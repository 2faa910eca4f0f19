import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, realpathSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import { MountError, type MountPath } from '../linux/fs/mount.js';

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;

/** Paths through here lead to the entry of an open directory, whatever happens to that directory's own path. */
const DESCRIPTORS = '/proc/self/fd';

/** Makes the host's path of an entry in one certain directory; without a name, of that directory itself. */
export type EntryPath = (name?: string) => Buffer;

/**
 * Reaches entries below one host directory, and nothing else. The guest's names are walked one by one, and none of them may
 * be a symbolic link, not even one that somebody puts there meanwhile:
 *
 * - on Linux each directory is opened from the one before it, without following links, through /proc/self/fd (what
 *   openat(2) does), so that there is no moment at which a path is looked up twice;
 * - elsewhere each directory on the way is looked at before and after the operation, which fails if one has changed.
 */
export class HostPaths {
  private readonly root: string;
  private readonly byDescriptor: boolean;

  constructor(directory: string, byDescriptor: boolean = existsSync(DESCRIPTORS)) {
    this.root = realpathSync(directory);
    this.byDescriptor = byDescriptor;
    if (!lstatSync(this.root).isDirectory()) throw new MountError('ENOTDIR', `${directory} is not a directory`);
  }

  /** Does something with a directory. Host errors become `MountError`. */
  inDirectory<T>(path: MountPath, use: (entry: EntryPath) => T): T {
    try {
      for (const name of path) checkName(name);
      return this.byDescriptor ? this.byOpening(path, use) : this.byChecking(path, use);
    } catch (error) {
      throw asMountError(error);
    }
  }

  /** Does something with an entry, given the directory it is in and its name. */
  atEntry<T>(path: MountPath, use: (entry: Buffer) => T): T {
    const name = path.at(-1);
    if (name === undefined) throw new MountError('EBUSY', 'the root of a mount cannot be changed');
    return this.inDirectory(path.slice(0, -1), (entry) => {
      checkName(name);
      return use(entry(name));
    });
  }

  private byOpening<T>(path: MountPath, use: (entry: EntryPath) => T): T {
    let directory = openSync(this.root, O_RDONLY | O_DIRECTORY);
    try {
      for (const name of path) {
        const next = openSync(entryOf(`${DESCRIPTORS}/${directory}`, '/', name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        closeSync(directory);
        directory = next;
      }
      // A name may end in "/.": the link of the descriptor itself is followed then.
      return use((name = '.') => entryOf(`${DESCRIPTORS}/${directory}`, '/', name));
    } finally {
      closeSync(directory);
    }
  }

  private byChecking<T>(path: MountPath, use: (entry: EntryPath) => T): T {
    const before = this.identities(path);
    const directory = path.reduce<Buffer>((at, name) => entryOf(at, sep, name), Buffer.from(this.root));
    const result = use((name) => (name === undefined ? directory : entryOf(directory, sep, name)));
    if (this.identities(path) !== before) throw new MountError('EIO', `${directory} was replaced while it was in use`);
    return result;
  }

  /** Device and inode number of the root and each directory on the way. */
  private identities(path: MountPath): string {
    let at: Buffer = Buffer.from(this.root);
    const seen = [identity(lstatSync(at))];
    for (const name of path) {
      at = entryOf(at, sep, name);
      const stats = lstatSync(at);
      if (!stats.isDirectory()) throw new MountError('ENOTDIR', `${at} is not a directory`);
      seen.push(identity(stats));
    }
    return seen.join(' ');
  }
}

/**
 * Opens an entry without following a link, and makes sure that it is the one that the name still leads to: for hosts whose
 * open(2) has no O_NOFOLLOW.
 */
export function openEntry(entry: Buffer, flags: number, permissions = 0o600): number {
  const descriptor = openSync(entry, flags | (O_NOFOLLOW ?? 0), permissions);
  try {
    const link = lstatSync(entry);
    if (link.isSymbolicLink() || identity(link) !== identity(fstatSync(descriptor))) {
      throw new MountError('ELOOP', `${entry} is a symbolic link`);
    }
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function identity({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

function entryOf(directory: string | Buffer, separator: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(directory), Buffer.from(separator), Buffer.from(name, 'latin1')]);
}

/** The machine never asks for these; whoever else does gets nowhere. */
function checkName(name: string): void {
  const bad = name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0');
  const badOnWindows = sep === '\\' && /[\\:]/.test(name);
  if (bad || badOnWindows) throw new MountError('EINVAL', `${JSON.stringify(name)} is no name of a directory entry`);
}

/** Host errors have the names of Linux errors, or nearly so; the guest gets them. */
function asMountError(error: unknown): unknown {
  if (error instanceof MountError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new MountError(code, error.message, { cause: error });
}
