import { Errno, SystemError } from '../abi/errno.js';
import { FileType, Open, Seek } from '../abi/files.js';
import { Inode } from './inode.js';
import { OpenFile } from './open-file.js';

/** The largest file: what a 32-bit offset without O_LARGEFILE reaches. */
export const FILE_SIZE_MAX = 0x7fffffff;
const FIRST_CAPACITY = 256;
const NOTHING = new Uint8Array(0);

/**
 * A regular file whose bytes are in memory. They may come late (`load`) from a mount, and may belong to the caller of the
 * machine: such bytes are shared until the first write copies them.
 */
export class RegularFile extends Inode {
  readonly type = FileType.regular;
  /** Fetches the contents when the file is first opened. */
  load: (() => Uint8Array) | null = null;
  /** Written since it was last given to the mount's sink. */
  dirty = false;
  /** Descriptions open for writing; programs being executed. A file is never both (ETXTBSY). */
  writers = 0;
  executing = 0;
  private buffer: Uint8Array = NOTHING;
  /** Bytes of `buffer` that may be written: 0 while it belongs to somebody else. */
  private capacity = 0;
  private length = 0;

  /** Makes `bytes` the contents without copying them; `size` is theirs when they come later, through `load`. */
  provide(bytes: Uint8Array, size = bytes.length): void {
    this.releaseStorage();
    this.buffer = bytes;
    this.length = size;
  }

  override get size(): number {
    return this.length;
  }

  /** The contents, without copying: valid until the next write. */
  contents(): Uint8Array {
    this.ensureLoaded();
    return this.buffer.subarray(0, this.length);
  }

  /** Copies up to `count` bytes from `position` to `bytes[at]`; returns how many there were. */
  read(bytes: Uint8Array, at: number, count: number, position: number): number {
    const available = this.length - position;
    if (available <= 0) return 0;
    const n = Math.min(count, available);
    if (n === 1) bytes[at] = this.buffer[position]!;
    else bytes.set(this.buffer.subarray(position, position + n), at);
    return n;
  }

  /** Stores `count` bytes at `position`, which may be beyond the end: the gap reads as zeros. */
  write(bytes: Uint8Array, at: number, count: number, position: number): number {
    const end = position + count;
    if (end > this.capacity) {
      if (end > FILE_SIZE_MAX) return -Errno.EFBIG;
      if (!this.reserve(end)) return -Errno.ENOSPC;
    }
    if (count === 1) this.buffer[position] = bytes[at]!;
    else this.buffer.set(bytes.subarray(at, at + count), position);
    if (end > this.length) this.length = end;
    this.dirty = true;
    this.changed = true;
    this.stampModified();
    return count;
  }

  /** How many bytes can be written from `position` on without asking for more storage. */
  roomAt(position: number): number {
    return Math.max(0, this.capacity - position);
  }

  truncate(size: number): void {
    if (size !== 0) this.ensureLoaded();
    if (size < 0) throw new SystemError('EINVAL');
    if (size > FILE_SIZE_MAX) throw new SystemError('EFBIG');
    if (size > this.capacity && size > this.length && !this.reserve(size)) throw new SystemError('ENOSPC');
    // Bytes beyond the end are kept zero, so that a later extension finds zeros.
    if (size < this.length && this.capacity > 0) this.buffer.fill(0, size, Math.min(this.length, this.capacity));
    if (size === 0) this.releaseStorage();
    this.length = size;
    this.dirty = true;
    this.changed = true;
    this.stampModified();
  }

  override open(flags: number, path: string): OpenFile {
    if ((flags & Open.ACCMODE) !== Open.RDONLY && this.executing > 0) throw new SystemError('ETXTBSY');
    if ((flags & Open.TRUNC) === 0) this.ensureLoaded();
    return new OpenRegularFile(this, flags, path);
  }

  override dispose(): void {
    this.releaseStorage();
    this.length = 0;
  }

  private ensureLoaded(): void {
    const { load } = this;
    if (load === null) return;
    const bytes = load();
    this.load = null;
    this.buffer = bytes;
    this.length = bytes.length;
  }

  /** Makes room for `size` bytes of our own: at least doubles, as far as the file system's budget goes. */
  private reserve(size: number): boolean {
    if (size <= this.capacity) return true;
    const { budget } = this.fileSystem;
    const room = budget.limit - budget.used + this.capacity;
    if (size > room) return false;
    const capacity = Math.min(Math.max(size, this.length * 2, FIRST_CAPACITY), room, FILE_SIZE_MAX);
    const larger = new Uint8Array(capacity);
    larger.set(this.buffer.subarray(0, this.length));
    budget.used += capacity - this.capacity;
    this.buffer = larger;
    this.capacity = capacity;
    return true;
  }

  private releaseStorage(): void {
    this.load = null;
    this.fileSystem.budget.used -= this.capacity;
    this.buffer = NOTHING;
    this.capacity = 0;
  }
}

/** An open regular file. */
export class OpenRegularFile extends OpenFile {
  constructor(
    readonly file: RegularFile,
    flags: number,
    path: string,
  ) {
    super(file, flags, path);
    if (this.writable) file.writers++;
  }

  override read(bytes: Uint8Array, at: number, count: number): number {
    const n = this.file.read(bytes, at, count, this.position);
    this.position += n;
    return n;
  }

  override write(bytes: Uint8Array, at: number, count: number): number {
    if (count === 0) return 0;
    if ((this.flags & Open.APPEND) !== 0) this.position = this.file.size;
    const n = this.file.write(bytes, at, count, this.position);
    if (n > 0) this.position += n;
    return n;
  }

  /** How many bytes can be written, one after the other, so that nothing can fail. */
  get room(): number {
    return this.file.roomAt((this.flags & Open.APPEND) !== 0 ? this.file.size : this.position);
  }

  override readAt(bytes: Uint8Array, at: number, count: number, position: number): number {
    return this.file.read(bytes, at, count, position);
  }

  override writeAt(bytes: Uint8Array, at: number, count: number, position: number): number {
    if (count === 0) return 0;
    // Linux appends here too, against POSIX (BUGS in pwrite(2)).
    const start = (this.flags & Open.APPEND) !== 0 ? this.file.size : position;
    return this.file.write(bytes, at, count, start);
  }

  override seek(offset: number, whence: number): number {
    const base =
      whence === Seek.SET ? 0 : whence === Seek.CUR ? this.position : whence === Seek.END ? this.file.size : -1;
    if (base < 0 || base + offset < 0) return -Errno.EINVAL;
    this.position = base + offset;
    return this.position;
  }

  override get takesPart(): boolean {
    return true;
  }

  override atEnd(): boolean {
    return this.position >= this.file.size;
  }

  override truncate(size: number): void {
    this.file.truncate(size);
  }

  override flush(): void {
    this.file.fileSystem.flush(this.file);
  }

  protected override close(): void {
    if (this.writable && --this.file.writers === 0) this.flush();
  }
}
