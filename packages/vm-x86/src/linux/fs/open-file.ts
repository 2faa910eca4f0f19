import { Errno, SystemError } from '../abi/errno.js';
import { Open } from '../abi/files.js';
import type { Inode } from './inode.js';

/** Answer of `read` and `write` when a process that minds waiting has to wait. */
export const WOULD_BLOCK = -Errno.EAGAIN;

/**
 * An open file description: what open(2) makes, what dup(2) and fork(2) share. Transfers take the guest's memory as it is
 * (`bytes`, from `at` on) and answer a byte count or a negative error number, so that a one-byte read allocates nothing.
 */
export abstract class OpenFile {
  /** Descriptors, in all processes, that refer to it. */
  references = 0;
  /** Offset of the next read or write, where the file has one. */
  position = 0;
  readonly readable: boolean;
  readonly writable: boolean;

  constructor(
    readonly inode: Inode,
    /** Access mode and status flags (O_APPEND, O_NONBLOCK). */
    public flags: number,
    /** The absolute path by which it was opened. */
    readonly path: string,
  ) {
    const access = flags & Open.ACCMODE;
    const pathOnly = (flags & Open.PATH) !== 0;
    this.readable = !pathOnly && access !== Open.WRONLY;
    this.writable = !pathOnly && access !== Open.RDONLY;
    inode.opened++;
  }

  get blocking(): boolean {
    return (this.flags & Open.NONBLOCK) === 0;
  }

  abstract read(bytes: Uint8Array, at: number, count: number): number;
  abstract write(bytes: Uint8Array, at: number, count: number): number;

  /** pread(2): a read that neither uses nor moves the offset. */
  readAt(_bytes: Uint8Array, _at: number, _count: number, _position: number): number {
    return -Errno.ESPIPE;
  }

  writeAt(_bytes: Uint8Array, _at: number, _count: number, _position: number): number {
    return -Errno.ESPIPE;
  }

  /** lseek(2): the new offset or a negative error number. */
  seek(_offset: number, _whence: number): number {
    return -Errno.ESPIPE;
  }

  /**
   * A write of which only the first bytes can be read from memory takes those. A pipe or stream takes nothing then: Linux
   * copies by pages and drops the one that fails.
   */
  get takesPart(): boolean {
    return false;
  }

  /** A read would find the end, and nothing else. */
  atEnd(): boolean {
    return false;
  }

  /** Whether a read would return at once, were it only with end of file or an error. */
  readReady(): boolean {
    return true;
  }

  writeReady(): boolean {
    return true;
  }

  /** It is the host that has to give more before a read can go on. */
  get waitsForHost(): boolean {
    return false;
  }

  /** The other end is gone: POLLHUP for a reader, POLLERR for a writer. */
  hungUp(): boolean {
    return false;
  }

  truncate(_size: number): void {
    throw new SystemError('EINVAL');
  }

  /** fsync(2): contents reach whatever stands behind the file system. */
  flush(): void {}

  /** One descriptor more. */
  acquire(): this {
    this.references++;
    return this;
  }

  /** One descriptor less; the last one closes the description. */
  release(): void {
    if (--this.references > 0) return;
    try {
      this.close();
    } finally {
      this.inode.opened--;
      this.inode.releaseIfUnused();
    }
  }

  protected close(): void {}
}

/** What O_PATH opens: a place in the tree that can be named and examined, nothing more. */
export class PathOnlyFile extends OpenFile {
  override read(): number {
    return -Errno.EBADF;
  }

  override write(): number {
    return -Errno.EBADF;
  }
}
