import { Errno, SystemError } from '../abi/errno.js';
import { At, FileType, Open } from '../abi/files.js';
import { Directory } from '../fs/directory.js';
import { type Inode, MagicLink, SymbolicLink } from '../fs/inode.js';
import { type OpenFile, PathOnlyFile } from '../fs/open-file.js';
import { OpenPipe, Pipe } from '../fs/pipe.js';
import { RegularFile } from '../fs/regular-file.js';
import { createFile } from '../fs/tree.js';
import { existingInode, type WalkResult, walk, walkToCreate } from '../fs/walk.js';
import { readPath } from '../guest-memory.js';
import type { Process } from '../process.js';
import { newPermissions, originAt } from './paths.js';

/** Flags that stay with the open file description. */
const STATUS_FLAGS =
  Open.ACCMODE | Open.APPEND | Open.NONBLOCK | Open.PATH | Open.LARGEFILE | Open.DIRECTORY | Open.NOFOLLOW;

export function open(process: Process, path: number, flags: number, mode: number): number {
  return openat(process, At.FDCWD, path, flags, mode);
}

export function creat(process: Process, path: number, mode: number): number {
  return openat(process, At.FDCWD, path, Open.WRONLY | Open.CREAT | Open.TRUNC, mode);
}

export function openat(process: Process, directory: number, pathAddress: number, flags: number, mode: number): number {
  const path = readPath(process.memory, pathAddress);
  const origin = originAt(process, directory, path);
  if ((flags & Open.TMPFILE) !== 0) throw new SystemError('EOPNOTSUPP');
  // O_EXCL does not follow a link in the last component: the link itself exists.
  const exclusive = (flags & (Open.CREAT | Open.EXCL)) === (Open.CREAT | Open.EXCL);
  const follow = (flags & Open.NOFOLLOW) === 0 && !exclusive;
  const creates = (flags & Open.CREAT) !== 0;
  const found = creates ? walkToCreate(origin, path, follow) : walk(origin, path, follow);
  const descriptor = process.files.lowestFree();
  const inode = creates ? openOrCreate(process, found, flags, mode) : existingInode(found);
  const absolutePath = found.magic?.target ?? absolute(process, found);
  checkKind(inode, flags);
  const file = openInode(inode, flags, absolutePath);
  remember(process, file);
  process.files.set(descriptor, file, (flags & Open.CLOEXEC) !== 0);
  if (file instanceof OpenPipe && file.blocking && !isConnected(file))
    return waitForOtherSide(process, file, descriptor);
  return descriptor;
}

function openOrCreate(process: Process, found: WalkResult, flags: number, mode: number): Inode {
  if (found.inode !== null) {
    if ((flags & Open.EXCL) !== 0) throw new SystemError('EEXIST');
    if (found.inode instanceof Directory) throw new SystemError('EISDIR');
    return existingInode(found);
  }
  return createFile(found.directory, found.name, newPermissions(process, mode));
}

function checkKind(inode: Inode, flags: number): void {
  const link = inode instanceof SymbolicLink || inode instanceof MagicLink;
  if ((flags & Open.DIRECTORY) !== 0 && !(inode instanceof Directory)) throw new SystemError('ENOTDIR');
  if ((flags & Open.TRUNC) !== 0 && inode instanceof Directory) throw new SystemError('EISDIR');
  if (link && (flags & Open.PATH) === 0) throw new SystemError('ELOOP');
}

function openInode(inode: Inode, flags: number, path: string): OpenFile {
  const status = flags & STATUS_FLAGS;
  if ((flags & Open.PATH) !== 0) return new PathOnlyFile(inode, status, path);
  const writes = (flags & Open.ACCMODE) !== Open.RDONLY;
  if (inode instanceof RegularFile && (writes || (flags & Open.TRUNC) !== 0)) inode.fileSystem.requireWritable();
  if (inode instanceof Pipe) requireReader(inode, flags);
  const file = inode.open(flags & (STATUS_FLAGS | Open.TRUNC), path);
  file.flags = status;
  if ((flags & Open.TRUNC) !== 0 && inode instanceof RegularFile) {
    inode.truncate(0);
    if (!writes) inode.fileSystem.flush(inode);
  }
  return file;
}

/** Opening a FIFO for writing without waiting needs somebody who reads. */
function requireReader(pipe: Pipe, flags: number): void {
  const nonblocking = (flags & Open.NONBLOCK) !== 0;
  if (nonblocking && (flags & Open.ACCMODE) === Open.WRONLY && pipe.readers === 0) throw new SystemError('ENXIO');
}

/** A FIFO is open when both sides are; one opened for both is its own other side. */
function isConnected({ pipe, readable, writable }: OpenPipe): boolean {
  return (!readable || pipe.writers > 0) && (!writable || pipe.readers > 0);
}

function waitForOtherSide(process: Process, file: OpenPipe, descriptor: number): number {
  const { pipe } = file;
  const before = file.readable ? pipe.writerOpens : pipe.readerOpens;
  return process.block({
    what: `open of the FIFO ${file.path} from the other side`,
    ready: () => (file.readable ? pipe.writerOpens : pipe.readerOpens) > before,
    resume: () => descriptor,
    restartable: true,
    interrupted: () => {
      process.files.close(descriptor);
      return -Errno.EINTR;
    },
  });
}

function absolute(process: Process, found: WalkResult): string {
  const { tree } = process.kernel;
  if (found.special === '/' || found.inode === tree.root) return '/';
  return tree.pathOf(found.directory, found.name);
}

/** Keeps account of what a program read and wrote. */
function remember({ activity }: Process, file: OpenFile): void {
  if (file.inode.type !== FileType.regular) return;
  if (file.readable) activity.read.add(file.path);
  if (file.writable) activity.written.add(file.path);
}
