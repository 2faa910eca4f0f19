import { Errno, SystemError } from '../abi/errno.js';
import { FileType, Open } from '../abi/files.js';
import type { FileSystem } from './file-system.js';
import { Inode } from './inode.js';
import { OpenFile, WOULD_BLOCK } from './open-file.js';

/** Where the machine gets standard input from when it is not known in advance. */
export interface InputReader {
  /** The next bytes, at least one; null at the end. Asked for only when every process waits. */
  read(): Uint8Array | null | Promise<Uint8Array | null>;
}

/** Standard input, output or error: to the guest they look like the ends of pipes. */
abstract class StreamNode extends Inode {
  readonly type = FileType.fifo;

  constructor(fileSystem: FileSystem) {
    super(fileSystem, 0o600);
    this.links = 1;
  }
}

/** What the guest reads as standard input. */
export class InputStream extends StreamNode {
  private pending: Uint8Array;
  private at = 0;
  private ended: boolean;

  constructor(fileSystem: FileSystem, source: Uint8Array | InputReader) {
    super(fileSystem);
    this.pending = source instanceof Uint8Array ? source : new Uint8Array(0);
    this.ended = source instanceof Uint8Array;
    this.reader = source instanceof Uint8Array ? null : source;
  }

  private readonly reader: InputReader | null;

  /** Bytes, or the end, are there to be read. */
  get ready(): boolean {
    return this.ended || this.at < this.pending.length;
  }

  get finished(): boolean {
    return this.ended && this.at >= this.pending.length;
  }

  take(bytes: Uint8Array, at: number, count: number): number {
    const n = Math.min(count, this.pending.length - this.at);
    bytes.set(this.pending.subarray(this.at, this.at + n), at);
    this.at += n;
    return n;
  }

  /** Asks the reader for more. */
  async refill(): Promise<void> {
    const more = (await this.reader?.read()) ?? null;
    if (more === null) this.ended = true;
    else {
      this.pending = more;
      this.at = 0;
    }
  }

  override open(flags: number, path: string): OpenFile {
    if ((flags & Open.ACCMODE) !== Open.RDONLY) throw new SystemError('EACCES');
    return new OpenInput(this, flags, path);
  }
}

class OpenInput extends OpenFile {
  constructor(
    private readonly stream: InputStream,
    flags: number,
    path: string,
  ) {
    super(stream, flags, path);
  }

  override read(bytes: Uint8Array, at: number, count: number): number {
    return count > 0 && !this.stream.ready ? WOULD_BLOCK : this.stream.take(bytes, at, count);
  }

  override write(): number {
    return -Errno.EBADF;
  }

  override atEnd(): boolean {
    return this.stream.finished;
  }

  override readReady(): boolean {
    return this.stream.ready;
  }

  override get waitsForHost(): boolean {
    return !this.stream.ready;
  }
}

/** What the guest writes as standard output or error: collected, and handed on as it comes. */
export class OutputStream extends StreamNode {
  private buffer = new Uint8Array(1024);
  private length = 0;

  constructor(
    fileSystem: FileSystem,
    private readonly onWrite: ((bytes: Uint8Array) => void) | undefined,
  ) {
    super(fileSystem);
  }

  /** What is collected counts as file contents: beyond the limit there is no space left. */
  put(bytes: Uint8Array, at: number, count: number): number {
    if (this.length + count > this.fileSystem.budget.limit) return -Errno.ENOSPC;
    this.grow(this.length + count);
    this.buffer.set(bytes.subarray(at, at + count), this.length);
    this.length += count;
    this.onWrite?.(bytes.slice(at, at + count));
    return count;
  }

  /** All that was written. */
  contents(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  override open(flags: number, path: string): OpenFile {
    if ((flags & Open.ACCMODE) === Open.RDONLY) throw new SystemError('EACCES');
    return new OpenOutput(this, flags, path);
  }

  private grow(needed: number): void {
    if (needed <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}

class OpenOutput extends OpenFile {
  constructor(
    private readonly stream: OutputStream,
    flags: number,
    path: string,
  ) {
    super(stream, flags, path);
  }

  override read(): number {
    return -Errno.EBADF;
  }

  override write(bytes: Uint8Array, at: number, count: number): number {
    return this.stream.put(bytes, at, count);
  }
}
