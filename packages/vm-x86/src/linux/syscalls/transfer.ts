import { PROT_READ, PROT_WRITE } from '../../memory.js';
import { Errno, SystemError } from '../abi/errno.js';
import { TRANSFER_MAX } from '../abi/files.js';
import { SiCode, Signal } from '../abi/signals.js';
import { type OpenFile, WOULD_BLOCK } from '../fs/open-file.js';
import { RegularFile } from '../fs/regular-file.js';
import { accessible } from '../guest-memory.js';
import { BLOCKED, type Process } from '../process.js';

/**
 * read(2), write(2) and their relatives. The two plain calls are the machine's hottest path (tools of the bootstrap move one
 * byte a call): with numbers in and a number out they allocate nothing unless they have to wait.
 */

export function read(process: Process, descriptor: number, address: number, count: number): number {
  const file = process.files.get(descriptor);
  if (file === null || !file.readable) return -Errno.EBADF;
  const wanted = accessible(process.memory, address, clampCount(count), PROT_WRITE);
  // At the end of a file nothing is stored, so nobody notices a bad address.
  if (wanted < 0) return file.atEnd() ? 0 : wanted;
  const result = file.read(process.memory.bytes, address >>> 0, wanted);
  if (result === WOULD_BLOCK && file.blocking) return waitToRead(process, descriptor, file, address, wanted);
  return result;
}

export function write(process: Process, descriptor: number, address: number, count: number): number {
  const file = process.files.get(descriptor);
  if (file === null || !file.writable) return -Errno.EBADF;
  const asked = clampCount(count);
  const offered = accessible(process.memory, address, asked, PROT_READ);
  if (offered < 0 || (offered < asked && !file.takesPart)) return -Errno.EFAULT;
  const result = file.write(process.memory.bytes, address >>> 0, offered);
  if (result === offered) return result;
  return finishWrite(process, descriptor, file, null, address >>> 0, offered, result);
}

/** pread64(fd, buf, count, offset low, offset high). */
export function pread(
  process: Process,
  descriptor: number,
  address: number,
  count: number,
  low: number,
  high: number,
): number {
  const file = process.files.require(descriptor);
  if (!file.readable) return -Errno.EBADF;
  const position = offset64(low, high);
  const wanted = accessible(process.memory, address, clampCount(count), PROT_WRITE);
  return wanted < 0 ? wanted : file.readAt(process.memory.bytes, address >>> 0, wanted, position);
}

export function pwrite(
  process: Process,
  descriptor: number,
  address: number,
  count: number,
  low: number,
  high: number,
): number {
  const file = process.files.require(descriptor);
  if (!file.writable) return -Errno.EBADF;
  const position = offset64(low, high);
  const offered = accessible(process.memory, address, clampCount(count), PROT_READ);
  return offered < 0 ? offered : file.writeAt(process.memory.bytes, address >>> 0, offered, position);
}

/** readv(fd, iov, count): read once into a buffer as large as all parts, then hand it out. */
export function readv(process: Process, descriptor: number, vector: number, count: number): number {
  const file = process.files.require(descriptor);
  if (!file.readable) return -Errno.EBADF;
  const parts = ioVector(process, vector, count, PROT_WRITE);
  const buffer = new Uint8Array(totalLength(parts));
  const deliver = (): number => {
    const result = file.read(buffer, 0, buffer.length);
    if (result === WOULD_BLOCK && file.blocking) {
      return process.block({ ...readWait(descriptor, file), resume: deliver });
    }
    scatter(process, parts, buffer, result);
    return result;
  };
  return deliver();
}

/** writev(fd, iov, count): all parts as one write. */
export function writev(process: Process, descriptor: number, vector: number, count: number): number {
  const file = process.files.require(descriptor);
  if (!file.writable) return -Errno.EBADF;
  const parts = ioVector(process, vector, count, PROT_READ);
  const buffer = new Uint8Array(totalLength(parts));
  let at = 0;
  for (const { address, length } of parts) {
    buffer.set(process.memory.bytes.subarray(address, address + length), at);
    at += length;
  }
  const result = file.write(buffer, 0, buffer.length);
  if (result === buffer.length) return result;
  return finishWrite(process, descriptor, file, buffer, 0, buffer.length, result);
}

/** sendfile(out, in, &offset, count) from a regular file. */
export function sendfile(process: Process, out: number, input: number, offset: number, count: number): number {
  return sendfileFrom(process, out, input, count, offset === 0 ? null : { address: offset, wide: false });
}

export function sendfile64(process: Process, out: number, input: number, offset: number, count: number): number {
  return sendfileFrom(process, out, input, count, offset === 0 ? null : { address: offset, wide: true });
}

function sendfileFrom(
  process: Process,
  out: number,
  input: number,
  count: number,
  offset: { address: number; wide: boolean } | null,
): number {
  const source = process.files.require(input);
  const target = process.files.require(out);
  if (!source.readable || !target.writable) return -Errno.EBADF;
  const { inode } = source;
  if (!(inode instanceof RegularFile)) return -Errno.EINVAL;
  const start = offset === null ? source.position : process.memory.load32(offset.address) >>> 0;
  const bytes = inode.contents().slice(start, start + clampCount(count));
  const advance = (n: number): number => {
    if (n <= 0) return n;
    if (offset === null) source.position = start + n;
    else process.memory.store32(offset.address, start + n);
    if (offset?.wide) process.memory.store32(offset.address + 4, 0);
    return n;
  };
  // A short transfer is allowed, so it waits only when not even the first byte fits.
  const attempt = (): number => {
    const result = target.write(bytes, 0, bytes.length);
    if (result === WOULD_BLOCK && target.blocking) {
      return process.block({ ...writeWait(out, target), resume: attempt });
    }
    return result === -Errno.EPIPE ? brokenPipe(process) : advance(result);
  };
  return attempt();
}

/** What a 64-bit offset in two words means; a negative one is EINVAL. */
export function offset64(low: number, high: number): number {
  if (high < 0) throw new SystemError('EINVAL');
  return high * 2 ** 32 + (low >>> 0);
}

function clampCount(count: number): number {
  return count >= 0 && count <= TRANSFER_MAX ? count : TRANSFER_MAX;
}

function waitToRead(process: Process, descriptor: number, file: OpenFile, address: number, count: number): number {
  const resume = (): number => {
    const result = file.read(process.memory.bytes, address >>> 0, count);
    return result === WOULD_BLOCK ? BLOCKED : result;
  };
  return process.block({ ...readWait(descriptor, file), resume });
}

/**
 * Deals with a write that did not take everything at once: a full pipe lets the process wait until all is written, as
 * POSIX wants it, and a pipe without readers ends in SIGPIPE. The bytes are those of `buffer`, or of the guest's memory.
 */
function finishWrite(
  process: Process,
  descriptor: number,
  file: OpenFile,
  buffer: Uint8Array | null,
  at: number,
  count: number,
  firstResult: number,
): number {
  let written = 0;
  const advance = (result: number): number => {
    if (result === -Errno.EPIPE) return written > 0 ? written : brokenPipe(process);
    if (result < 0 && result !== WOULD_BLOCK) return written > 0 ? written : result;
    written += Math.max(0, result);
    if (written === count) return count;
    return file.blocking ? BLOCKED : written > 0 ? written : WOULD_BLOCK;
  };
  const outcome = advance(firstResult);
  if (outcome !== BLOCKED) return outcome;
  return process.block({
    ...writeWait(descriptor, file),
    resume: () => advance(file.write(buffer ?? process.memory.bytes, at + written, count - written)),
    interrupted: () => (written > 0 ? written : -Errno.EINTR),
  });
}

function brokenPipe(process: Process): number {
  process.kernel.post(process, { signal: Signal.SIGPIPE, code: SiCode.USER, pid: process.pid });
  return -Errno.EPIPE;
}

function readWait(descriptor: number, file: OpenFile) {
  return {
    what: `read from ${describe(file)} (descriptor ${descriptor})`,
    ready: () => file.readReady(),
    restartable: true,
    wantsInput: file.waitsForHost,
  };
}

function writeWait(descriptor: number, file: OpenFile) {
  return {
    what: `write to ${describe(file)} (descriptor ${descriptor})`,
    ready: () => file.writeReady(),
    restartable: true,
  };
}

function describe(file: OpenFile): string {
  return file.path;
}

interface Part {
  readonly address: number;
  readonly length: number;
}

/** Parts one vector may have (UIO_MAXIOV). */
const VECTOR_MAX = 1024;

function ioVector(process: Process, vector: number, count: number, prot: number): Part[] {
  if (count < 0 || count > VECTOR_MAX) throw new SystemError('EINVAL');
  const { memory } = process;
  const parts: Part[] = [];
  for (let i = 0; i < count; i++) {
    const address = memory.load32(vector + i * 8) >>> 0;
    const length = memory.load32(vector + i * 8 + 4);
    if (length < 0) throw new SystemError('EINVAL');
    const usable = accessible(memory, address, length, prot);
    if (usable < 0 && parts.length === 0) throw new SystemError('EFAULT');
    parts.push({ address, length: Math.max(usable, 0) });
    if (usable < length) break;
  }
  return parts;
}

function totalLength(parts: readonly Part[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function scatter(process: Process, parts: readonly Part[], buffer: Uint8Array, count: number): void {
  let at = 0;
  for (const { address, length } of parts) {
    const n = Math.min(length, count - at);
    if (n <= 0) return;
    process.memory.bytes.set(buffer.subarray(at, at + n), address);
    at += n;
  }
}
