import { Errno } from '../abi/errno.js';
import { FileType, PIPE_BUF } from '../abi/files.js';
import type { FileSystem } from './file-system.js';
import { Inode } from './inode.js';
import { OpenFile, WOULD_BLOCK } from './open-file.js';

/** Bytes a pipe holds before a writer has to wait (pipe(7)). */
export const PIPE_CAPACITY = 65536;
const FIRST_CAPACITY = 4096;

/** A pipe or a FIFO: bytes on their way from writers to readers, in a ring that grows up to the capacity. */
export class Pipe extends Inode {
  readonly type = FileType.fifo;
  readers = 0;
  writers = 0;
  /** Opens so far, by which an open of a FIFO that waits for the other side notices one that came and went. */
  readerOpens = 0;
  writerOpens = 0;
  private ring = new Uint8Array(0);
  private first = 0;
  private count = 0;

  /** A pipe without a name, as pipe(2) makes; it counts as having one link. */
  static anonymous(fileSystem: FileSystem): Pipe {
    const pipe = new Pipe(fileSystem, 0o600);
    pipe.links = 1;
    return pipe;
  }

  /** Bytes that wait to be read. */
  get available(): number {
    return this.count;
  }

  get room(): number {
    return PIPE_CAPACITY - this.count;
  }

  take(bytes: Uint8Array, at: number, wanted: number): number {
    const n = Math.min(wanted, this.count);
    const untilEnd = Math.min(n, this.ring.length - this.first);
    bytes.set(this.ring.subarray(this.first, this.first + untilEnd), at);
    bytes.set(this.ring.subarray(0, n - untilEnd), at + untilEnd);
    this.count -= n;
    this.first = this.count === 0 ? 0 : (this.first + n) % this.ring.length;
    return n;
  }

  put(bytes: Uint8Array, at: number, offered: number): number {
    const n = Math.min(offered, this.room);
    this.grow(this.count + n);
    const end = (this.first + this.count) % this.ring.length;
    const untilEnd = Math.min(n, this.ring.length - end);
    this.ring.set(bytes.subarray(at, at + untilEnd), end);
    this.ring.set(bytes.subarray(at + untilEnd, at + n), 0);
    this.count += n;
    return n;
  }

  override open(flags: number, path: string): OpenPipe {
    return new OpenPipe(this, flags, path);
  }

  override dispose(): void {
    this.ring = new Uint8Array(0);
    this.first = this.count = 0;
  }

  private grow(needed: number): void {
    if (needed <= this.ring.length) return;
    const larger = new Uint8Array(Math.max(FIRST_CAPACITY, needed, Math.min(this.ring.length * 2, PIPE_CAPACITY)));
    const held = this.count;
    this.take(larger, 0, held);
    this.ring = larger;
    this.first = 0;
    this.count = held;
  }
}

/** One end of a pipe, or both: a FIFO may be opened for reading and writing. */
export class OpenPipe extends OpenFile {
  constructor(
    readonly pipe: Pipe,
    flags: number,
    path: string,
  ) {
    super(pipe, flags, path);
    if (this.readable) {
      pipe.readers++;
      pipe.readerOpens++;
    }
    if (this.writable) {
      pipe.writers++;
      pipe.writerOpens++;
    }
  }

  override read(bytes: Uint8Array, at: number, count: number): number {
    if (count === 0) return 0;
    if (this.pipe.available === 0) return this.pipe.writers === 0 ? 0 : WOULD_BLOCK;
    return this.pipe.take(bytes, at, count);
  }

  /** Up to PIPE_BUF bytes are written together or not at all. */
  override write(bytes: Uint8Array, at: number, count: number): number {
    if (this.pipe.readers === 0) return -Errno.EPIPE;
    if (count === 0) return 0;
    const { room } = this.pipe;
    if (room === 0 || (count <= PIPE_BUF && count > room)) return WOULD_BLOCK;
    return this.pipe.put(bytes, at, count);
  }

  override atEnd(): boolean {
    return this.pipe.available === 0 && this.pipe.writers === 0;
  }

  override readReady(): boolean {
    return this.pipe.available > 0 || this.pipe.writers === 0;
  }

  override writeReady(): boolean {
    return this.pipe.room >= PIPE_BUF || this.pipe.readers === 0;
  }

  override hungUp(): boolean {
    return this.readable ? this.pipe.writers === 0 : this.pipe.readers === 0;
  }

  protected override close(): void {
    if (this.readable) this.pipe.readers--;
    if (this.writable) this.pipe.writers--;
  }
}
