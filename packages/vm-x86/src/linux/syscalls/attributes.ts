import { SystemError } from '../abi/errno.js';
import { At } from '../abi/files.js';
import { writeStat, writeStat64, writeStatfs, writeStatfs64 } from '../abi/stat.js';
import { Directory } from '../fs/directory.js';
import type { Inode } from '../fs/inode.js';
import { RegularFile } from '../fs/regular-file.js';
import { setPermissions } from '../fs/tree.js';
import type { Process } from '../process.js';
import { inodeAt, inodeByFlags } from './paths.js';

/** Size of `struct statfs64` that a program must name. */
const STATFS64_SIZE = 84;

export function stat(process: Process, path: number, buffer: number): number {
  writeStat(process.memory, buffer, inodeAt(process, At.FDCWD, path, true));
  return 0;
}

export function lstat(process: Process, path: number, buffer: number): number {
  writeStat(process.memory, buffer, inodeAt(process, At.FDCWD, path, false));
  return 0;
}

export function fstat(process: Process, descriptor: number, buffer: number): number {
  writeStat(process.memory, buffer, process.files.require(descriptor).inode);
  return 0;
}

export function stat64(process: Process, path: number, buffer: number): number {
  writeStat64(process.memory, buffer, inodeAt(process, At.FDCWD, path, true));
  return 0;
}

export function lstat64(process: Process, path: number, buffer: number): number {
  writeStat64(process.memory, buffer, inodeAt(process, At.FDCWD, path, false));
  return 0;
}

export function fstat64(process: Process, descriptor: number, buffer: number): number {
  writeStat64(process.memory, buffer, process.files.require(descriptor).inode);
  return 0;
}

export function fstatat64(process: Process, directory: number, path: number, buffer: number, flags: number): number {
  if ((flags & ~(At.SYMLINK_NOFOLLOW | At.EMPTY_PATH | At.NO_AUTOMOUNT)) !== 0) throw new SystemError('EINVAL');
  writeStat64(process.memory, buffer, inodeByFlags(process, directory, path, flags));
  return 0;
}

export function access(process: Process, path: number, mode: number): number {
  return faccessat(process, At.FDCWD, path, mode);
}

export function faccessat(process: Process, directory: number, path: number, mode: number): number {
  if ((mode & ~7) !== 0) throw new SystemError('EINVAL');
  return checkAccess(inodeAt(process, directory, path, true), mode);
}

/** Root may do anything, except execute a file that nobody may execute, and write on a read-only file system. */
function checkAccess(inode: Inode, mode: number): number {
  const executable = inode instanceof Directory || (inode.permissions & 0o111) !== 0;
  if ((mode & 1) !== 0 && !executable) throw new SystemError('EACCES');
  if ((mode & 2) !== 0 && (inode instanceof RegularFile || inode instanceof Directory))
    inode.fileSystem.requireWritable();
  return 0;
}

export function chmod(process: Process, path: number, mode: number): number {
  return fchmodat(process, At.FDCWD, path, mode);
}

export function fchmod(process: Process, descriptor: number, mode: number): number {
  setPermissions(process.files.require(descriptor).inode, mode & 0o7777);
  return 0;
}

export function fchmodat(process: Process, directory: number, path: number, mode: number): number {
  setPermissions(inodeAt(process, directory, path, true), mode & 0o7777);
  return 0;
}

export function chown(process: Process, path: number, uid: number, gid: number): number {
  return setOwner(inodeAt(process, At.FDCWD, path, true), uid, gid);
}

export function lchown(process: Process, path: number, uid: number, gid: number): number {
  return setOwner(inodeAt(process, At.FDCWD, path, false), uid, gid);
}

export function fchown(process: Process, descriptor: number, uid: number, gid: number): number {
  return setOwner(process.files.require(descriptor).inode, uid, gid);
}

export function fchownat(
  process: Process,
  directory: number,
  path: number,
  uid: number,
  gid: number,
  flags: number,
): number {
  return setOwner(inodeByFlags(process, directory, path, flags), uid, gid);
}

/** The calls with 16-bit ids say -1 with 0xffff. */
export function chown16(process: Process, path: number, uid: number, gid: number): number {
  return chown(process, path, widen(uid), widen(gid));
}

export function lchown16(process: Process, path: number, uid: number, gid: number): number {
  return lchown(process, path, widen(uid), widen(gid));
}

export function fchown16(process: Process, descriptor: number, uid: number, gid: number): number {
  return fchown(process, descriptor, widen(uid), widen(gid));
}

function widen(id: number): number {
  return (id & 0xffff) === 0xffff ? -1 : id & 0xffff;
}

/** Owners are kept and told, no more: who is root may do everything. A new owner clears the set-id bits of a file. */
function setOwner(inode: Inode, uid: number, gid: number): number {
  inode.fileSystem.requireWritable();
  if (uid !== -1) inode.uid = uid >>> 0;
  if (gid !== -1) inode.gid = gid >>> 0;
  if (inode instanceof RegularFile) inode.permissions &= ~(inode.permissions & 0o010 ? 0o6000 : 0o4000);
  inode.stampChanged();
  return 0;
}

export function umask(process: Process, mask: number): number {
  const before = process.location.umask;
  process.location.umask = mask & 0o777;
  return before;
}

/** utime(path, struct utimbuf { actime, modtime }) */
export function utime(process: Process, path: number, buffer: number): number {
  const inode = inodeAt(process, At.FDCWD, path, true);
  const time = (word: number): FileTime | null =>
    buffer === 0 ? null : { seconds: process.memory.load32(buffer + word * 4), nanoseconds: 0 };
  return setTimes(inode, time(0), time(1));
}

/** utimes(path, struct timeval[2]) */
export function utimes(process: Process, path: number, buffer: number): number {
  return futimesat(process, At.FDCWD, path, buffer);
}

export function futimesat(process: Process, directory: number, path: number, buffer: number): number {
  const inode = path === 0 ? process.files.require(directory).inode : inodeAt(process, directory, path, true);
  const time = (index: number): FileTime | null => (buffer === 0 ? null : readTimeval(process, buffer + index * 8));
  return setTimes(inode, time(0), time(1));
}

interface FileTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Special nanoseconds of utimensat(2). */
const UTIME_NOW = 0x3fffffff;
const UTIME_OMIT = 0x3ffffffe;

/** utimensat(dirfd, path, struct timespec[2], flags) */
export function utimensat(process: Process, directory: number, path: number, buffer: number, flags: number): number {
  if ((flags & ~(At.SYMLINK_NOFOLLOW | At.EMPTY_PATH)) !== 0) throw new SystemError('EINVAL');
  const inode = path === 0 ? process.files.require(directory).inode : inodeByFlags(process, directory, path, flags);
  const time = (index: number): FileTime | null => (buffer === 0 ? null : readTimespec(process, buffer + index * 8));
  return setTimes(inode, time(0), time(1));
}

/** Sets access and modification time; null stands for now. */
function setTimes(inode: Inode, access: FileTime | null, modification: FileTime | null): number {
  inode.fileSystem.requireWritable();
  const accessTime = resolveTime(inode, access, inode.atime, inode.atimeNanoseconds);
  const modificationTime = resolveTime(inode, modification, inode.mtime, inode.mtimeNanoseconds);
  inode.atime = accessTime.seconds;
  inode.atimeNanoseconds = accessTime.nanoseconds;
  inode.mtime = modificationTime.seconds;
  inode.mtimeNanoseconds = modificationTime.nanoseconds;
  inode.stampChanged();
  return 0;
}

function resolveTime(inode: Inode, time: FileTime | null, seconds: number, nanoseconds: number): FileTime {
  if (time?.nanoseconds === UTIME_OMIT) return { seconds, nanoseconds };
  if (time === null || time.nanoseconds === UTIME_NOW) {
    const { clock } = inode.fileSystem;
    clock.update();
    return { seconds: clock.seconds, nanoseconds: clock.nanoseconds };
  }
  if (time.nanoseconds < 0 || time.nanoseconds > 999_999_999) throw new SystemError('EINVAL');
  return time;
}

function readTimespec({ memory }: Process, at: number): FileTime {
  return { seconds: memory.load32(at), nanoseconds: memory.load32(at + 4) };
}

function readTimeval(process: Process, at: number): FileTime {
  const microseconds = process.memory.load32(at + 4);
  if (microseconds < 0 || microseconds > 999_999) throw new SystemError('EINVAL');
  return { seconds: process.memory.load32(at), nanoseconds: microseconds * 1000 };
}

export function statfs(process: Process, path: number, buffer: number): number {
  writeStatfs(process.memory, buffer, inodeAt(process, At.FDCWD, path, true).fileSystem);
  return 0;
}

export function fstatfs(process: Process, descriptor: number, buffer: number): number {
  writeStatfs(process.memory, buffer, process.files.require(descriptor).inode.fileSystem);
  return 0;
}

export function statfs64(process: Process, path: number, size: number, buffer: number): number {
  if (size !== STATFS64_SIZE && size !== STATFS64_SIZE + 4) throw new SystemError('EINVAL');
  writeStatfs64(process.memory, buffer, inodeAt(process, At.FDCWD, path, true).fileSystem);
  return 0;
}

export function fstatfs64(process: Process, descriptor: number, size: number, buffer: number): number {
  if (size !== STATFS64_SIZE && size !== STATFS64_SIZE + 4) throw new SystemError('EINVAL');
  writeStatfs64(process.memory, buffer, process.files.require(descriptor).inode.fileSystem);
  return 0;
}

/** getxattr and the like: no file has extended attributes, and none can be given any. */
export function xattrUnsupported(): number {
  throw new SystemError('EOPNOTSUPP');
}

/** listxattr and the like: an empty list. */
export function xattrNone(): number {
  return 0;
}
