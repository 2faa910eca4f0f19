import { Errno, SystemError } from '../abi/errno.js';
import { Fcntl, FD_CLOEXEC, Open, Seek } from '../abi/files.js';
import { DESCRIPTOR_MAX } from '../descriptors.js';
import { Directory } from '../fs/directory.js';
import { OpenPipe, PIPE_CAPACITY, Pipe } from '../fs/pipe.js';
import { RegularFile } from '../fs/regular-file.js';
import { resolve } from '../fs/walk.js';
import { readPath, store64 } from '../guest-memory.js';
import type { Process } from '../process.js';
import { offset64 } from './transfer.js';
import { unsupported } from './unsupported.js';

/** Status flags that F_SETFL changes. */
const CHANGEABLE = Open.APPEND | Open.NONBLOCK;

export function close(process: Process, descriptor: number): number {
  return process.files.close(descriptor) ? 0 : -Errno.EBADF;
}

export function dup(process: Process, descriptor: number): number {
  return process.files.add(process.files.require(descriptor));
}

export function dup2(process: Process, from: number, to: number): number {
  const file = process.files.require(from);
  requireDescriptor(to);
  if (from !== to) process.files.set(to, file, false);
  return to;
}

export function dup3(process: Process, from: number, to: number, flags: number): number {
  if ((flags & ~Open.CLOEXEC) !== 0 || from === to) throw new SystemError('EINVAL');
  const file = process.files.require(from);
  requireDescriptor(to);
  process.files.set(to, file, (flags & Open.CLOEXEC) !== 0);
  return to;
}

function requireDescriptor(descriptor: number): void {
  if (descriptor < 0 || descriptor >= DESCRIPTOR_MAX) throw new SystemError('EBADF');
}

/** fcntl(2) and fcntl64(2). */
export function fcntl(process: Process, descriptor: number, command: number, argument: number): number {
  const { files } = process;
  const file = files.require(descriptor);
  switch (command) {
    case Fcntl.DUPFD:
    case Fcntl.DUPFD_CLOEXEC:
      if (argument < 0 || argument >= DESCRIPTOR_MAX) throw new SystemError('EINVAL');
      return files.add(file, command === Fcntl.DUPFD_CLOEXEC, argument);
    case Fcntl.GETFD:
      return files.closesOnExec(descriptor) ? FD_CLOEXEC : 0;
    case Fcntl.SETFD:
      files.setCloseOnExec(descriptor, (argument & FD_CLOEXEC) !== 0);
      return 0;
    case Fcntl.GETFL:
      return file.flags;
    case Fcntl.SETFL:
      file.flags = (file.flags & ~CHANGEABLE) | (argument & CHANGEABLE);
      return 0;
    case Fcntl.GETPIPE_SZ:
      if (!(file.inode instanceof Pipe)) throw new SystemError('EBADF');
      return PIPE_CAPACITY;
    case Fcntl.SETPIPE_SZ:
      // Asking for no more than there is leaves the pipe as it is; more is not allowed to anybody.
      if (!(file.inode instanceof Pipe)) throw new SystemError('EBADF');
      if (argument > PIPE_CAPACITY) throw new SystemError('EPERM');
      return PIPE_CAPACITY;
    default:
      throw unsupported(process, `fcntl command ${command}`);
  }
}

export function pipe(process: Process, address: number): number {
  return pipe2(process, address, 0);
}

/** pipe2(int fds[2], flags) */
export function pipe2(process: Process, address: number, flags: number): number {
  if ((flags & ~(Open.CLOEXEC | Open.NONBLOCK)) !== 0) throw new SystemError('EINVAL');
  const { files, kernel, memory } = process;
  files.lowestFree(files.lowestFree() + 1);
  memory.check(address, 4, 2, 'write');
  memory.check(address + 4, 4, 2, 'write');
  const node = Pipe.anonymous(kernel.tree.anonymous);
  const name = `pipe:[${node.number}]`;
  const closeOnExec = (flags & Open.CLOEXEC) !== 0;
  const status = flags & Open.NONBLOCK;
  memory.store32(address, files.add(new OpenPipe(node, Open.RDONLY | status, name), closeOnExec));
  memory.store32(address + 4, files.add(new OpenPipe(node, Open.WRONLY | status, name), closeOnExec));
  return 0;
}

export function lseek(process: Process, descriptor: number, offset: number, whence: number): number {
  return process.files.require(descriptor).seek(offset, whence);
}

/** _llseek(fd, offset high, offset low, loff_t *result, whence) */
export function llseek(
  process: Process,
  descriptor: number,
  high: number,
  low: number,
  result: number,
  whence: number,
): number {
  const file = process.files.require(descriptor);
  if (whence !== Seek.SET && whence !== Seek.CUR && whence !== Seek.END) throw new SystemError('EINVAL');
  const position = file.seek(high * 2 ** 32 + (low >>> 0), whence);
  if (position < 0) return position;
  store64(process.memory, result, position);
  return 0;
}

export function ftruncate(process: Process, descriptor: number, size: number): number {
  const file = process.files.require(descriptor);
  if (!file.writable) throw new SystemError('EINVAL');
  file.truncate(size);
  return 0;
}

export function ftruncate64(process: Process, descriptor: number, low: number, high: number): number {
  return ftruncate(process, descriptor, offset64(low, high));
}

export function truncate(process: Process, path: number, size: number): number {
  const inode = resolve(process.location, readPath(process.memory, path));
  if (inode instanceof Directory) throw new SystemError('EISDIR');
  if (!(inode instanceof RegularFile)) throw new SystemError('EINVAL');
  inode.fileSystem.requireWritable();
  if (inode.executing > 0) throw new SystemError('ETXTBSY');
  inode.truncate(size);
  if (inode.writers === 0) inode.fileSystem.flush(inode);
  return 0;
}

export function truncate64(process: Process, path: number, low: number, high: number): number {
  return truncate(process, path, offset64(low, high));
}

export function fsync(process: Process, descriptor: number): number {
  process.files.require(descriptor).flush();
  return 0;
}

/** flock(2): locks are advice among processes; here each one gets what it asks for only if nobody can be in its way. */
export function flock(process: Process, descriptor: number): number {
  process.files.require(descriptor);
  if (process.kernel.processes.size > 1) throw unsupported(process, 'locks while there is more than one process');
  return 0;
}

/** ioctl(2): nothing here is a terminal or another device with controls of its own. */
export function ioctl(process: Process, descriptor: number, request: number, argument: number): number {
  const file = process.files.require(descriptor);
  switch (request >>> 0) {
    case 0x5451: // FIOCLEX
      process.files.setCloseOnExec(descriptor, true);
      return 0;
    case 0x5450: // FIONCLEX
      process.files.setCloseOnExec(descriptor, false);
      return 0;
    case 0x5421: // FIONBIO
      file.flags = process.memory.load32(argument) !== 0 ? file.flags | Open.NONBLOCK : file.flags & ~Open.NONBLOCK;
      return 0;
    case 0x541b: // FIONREAD
      if (file.inode instanceof RegularFile) {
        process.memory.store32(argument, Math.max(0, file.inode.size - file.position));
        return 0;
      }
      if (file.inode instanceof Pipe) {
        process.memory.store32(argument, file.inode.available);
        return 0;
      }
      throw new SystemError('ENOTTY');
    default:
      throw new SystemError('ENOTTY');
  }
}
