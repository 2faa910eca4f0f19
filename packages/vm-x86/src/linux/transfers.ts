import { type ByteTransfers, TransferCall } from '../engine.js';
import { OpenRegularFile } from './fs/regular-file.js';
import type { Process } from './process.js';

/**
 * The files of which an engine may read and write bytes without the kernel: regular ones that were just read and written a
 * byte at a time. Nobody looks at these files, or changes them, before the engine has told what it did.
 */
export class FileTransfers implements ByteTransfers {
  readDescriptor = -1;
  writeDescriptor = -1;
  private reader: OpenRegularFile | null = null;
  private writer: OpenRegularFile | null = null;

  constructor(private readonly process: Process) {}

  /** A system call was done, with its first and third argument: decides what the engine may do next. */
  follow(call: number, descriptor: number, count: number, result: number): void {
    const isOneByte = count === 1 && result === 1 && (call === TransferCall.read || call === TransferCall.write);
    if (!isOneByte || this.process.mm.shared.length > 0) {
      this.forbid();
      return;
    }
    const file = this.process.files.get(descriptor);
    const regular = file instanceof OpenRegularFile ? file : null;
    // The second call in a row is taken for the second of many.
    if (call === TransferCall.read) {
      this.readDescriptor = regular !== null && regular === this.reader ? descriptor : -1;
      this.reader = regular;
    } else {
      this.writeDescriptor = regular !== null && regular === this.writer ? descriptor : -1;
      this.writer = regular;
    }
    // A byte that is written would have to be seen by the next read.
    if (this.reader?.file === this.writer?.file) this.readDescriptor = -1;
  }

  private forbid(): void {
    this.readDescriptor = this.writeDescriptor = -1;
    this.reader = this.writer = null;
  }

  lookAhead(bytes: Uint8Array, at: number, count: number): number {
    const { file, position } = this.reader!;
    return file.read(bytes, at, count, position);
  }

  room(): number {
    return this.writer!.room;
  }

  haveRead(count: number): void {
    this.reader!.position += count;
    this.process.activity.calls.count(TransferCall.read, count);
  }

  haveWritten(bytes: Uint8Array, at: number, count: number, instructions: number): void {
    if (count === 0) return;
    this.process.kernel.advanceClock(instructions);
    this.writer!.write(bytes, at, count);
    this.process.activity.calls.count(TransferCall.write, count);
  }
}
