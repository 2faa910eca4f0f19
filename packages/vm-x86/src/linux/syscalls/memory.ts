import { ADDRESS_LIMIT, PAGE_SIZE, PROT_WRITE, pageUp } from '../../memory.js';
import { Errno, SystemError } from '../abi/errno.js';
import { MapFlag, Mremap, PROT_KNOWN } from '../abi/memory.js';
import type { OpenFile } from '../fs/open-file.js';
import { RegularFile } from '../fs/regular-file.js';
import type { Process } from '../process.js';
import { flushShared, forgetShared } from '../shared-mappings.js';
import { unsupported } from './unsupported.js';

/** Protection flags that only mean something for a growing mapping. */
const PROT_GROWS = 0x03000000;

export function brk(process: Process, end: number): number {
  return process.mm.moveBreak(end >>> 0) | 0;
}

/** mmap(struct { address, length, prot, flags, fd, offset }): the old call, with its arguments in memory. */
export function oldMmap(process: Process, block: number): number {
  const word = (index: number): number => process.memory.load32(block + index * 4);
  const offset = word(5) >>> 0;
  if (offset % PAGE_SIZE !== 0) throw new SystemError('EINVAL');
  return mmap2(process, word(0), word(1), word(2), word(3), word(4), offset / PAGE_SIZE);
}

/** mmap2(address, length, prot, flags, fd, offset in pages) */
export function mmap2(
  process: Process,
  address: number,
  length: number,
  prot: number,
  flags: number,
  descriptor: number,
  page: number,
): number {
  const size = pageUp(length >>> 0);
  if (size === 0) throw new SystemError('EINVAL');
  const anonymous = (flags & MapFlag.ANONYMOUS) !== 0;
  const source = anonymous ? null : fileToMap(process, descriptor, prot, flags);
  checkType(process, flags, anonymous);
  if ((flags & MapFlag.GROWSDOWN) !== 0) throw unsupported(process, 'MAP_GROWSDOWN');
  const start = chooseStart(process, address >>> 0, size, flags);
  forgetShared(process, start, size);
  if (!process.mm.map(start, size, prot & PROT_KNOWN)) throw new SystemError('ENOMEM');
  if (source !== null) {
    mapFile(process, source, start, size, (page >>> 0) * PAGE_SIZE);
    if ((flags & MapFlag.TYPE) !== MapFlag.PRIVATE)
      shareFile(process, source, start, size, (page >>> 0) * PAGE_SIZE, prot);
  }
  return start | 0;
}

function checkType(process: Process, flags: number, anonymous: boolean): void {
  const type = flags & MapFlag.TYPE;
  if (type !== MapFlag.PRIVATE && type !== MapFlag.SHARED && type !== MapFlag.SHARED_VALIDATE)
    throw new SystemError('EINVAL');
  if (anonymous && type !== MapFlag.PRIVATE) throw unsupported(process, 'memory shared between processes');
}

function fileToMap(
  process: Process,
  descriptor: number,
  prot: number,
  flags: number,
): OpenFile & { inode: RegularFile } {
  const file = process.files.require(descriptor);
  const writes = (flags & MapFlag.TYPE) !== MapFlag.PRIVATE && (prot & PROT_WRITE) !== 0;
  if (!file.readable || (writes && !file.writable)) throw new SystemError('EACCES');
  if (!(file.inode instanceof RegularFile)) throw new SystemError('ENODEV');
  return file as OpenFile & { inode: RegularFile };
}

/** The address asked for when it has to be or can be that one, else the lowest free place. */
function chooseStart({ mm }: Process, address: number, size: number, flags: number): number {
  const fixed = (flags & (MapFlag.FIXED | MapFlag.FIXED_NOREPLACE)) !== 0;
  if (fixed) {
    if (address % PAGE_SIZE !== 0) throw new SystemError('EINVAL');
    if (address + size > ADDRESS_LIMIT) throw new SystemError('ENOMEM');
    if ((flags & MapFlag.FIXED_NOREPLACE) !== 0 && !mm.isFree(address, size)) throw new SystemError('EEXIST');
    return address;
  }
  const hint = pageUp(address);
  if (hint !== 0 && mm.isFree(hint, size)) return hint;
  const start = mm.findFree(size);
  if (start === null) throw new SystemError('ENOMEM');
  return start;
}

/** Copies the file's bytes in. Whole pages behind its end cannot be touched. */
function mapFile(
  process: Process,
  { inode }: { inode: RegularFile },
  start: number,
  size: number,
  offset: number,
): void {
  const bytes = inode.contents().subarray(offset, offset + size);
  process.memory.bytes.set(bytes, start);
  const end = pageUp(bytes.length);
  if (end < size) process.mm.unmap(start + end, size - end);
}

function shareFile(
  process: Process,
  file: OpenFile & { inode: RegularFile },
  start: number,
  size: number,
  offset: number,
  prot: number,
): void {
  if ((prot & PROT_WRITE) === 0 && !file.writable) return;
  process.mm.shared.push({ start, length: size, file: file.inode, offset });
}

export function munmap(process: Process, address: number, length: number): number {
  const start = address >>> 0;
  const size = pageUp(length >>> 0);
  if (start % PAGE_SIZE !== 0 || size === 0 || start + size > ADDRESS_LIMIT) throw new SystemError('EINVAL');
  forgetShared(process, start, size);
  process.mm.unmap(start, size);
  return 0;
}

export function mprotect(process: Process, address: number, length: number, prot: number): number {
  const start = address >>> 0;
  const size = pageUp(length >>> 0);
  if (start % PAGE_SIZE !== 0 || (prot & ~(PROT_KNOWN | PROT_GROWS)) !== 0) throw new SystemError('EINVAL');
  if ((prot & PROT_GROWS) !== 0) throw unsupported(process, 'PROT_GROWSDOWN or PROT_GROWSUP');
  if (size === 0) return 0;
  if (start + size > ADDRESS_LIMIT) throw new SystemError('ENOMEM');
  return process.mm.protect(start, size, prot) ? 0 : -Errno.ENOMEM;
}

/** mremap(old address, old size, new size, flags, new address) */
export function mremap(
  process: Process,
  oldAddress: number,
  oldLength: number,
  newLength: number,
  flags: number,
  newAddress: number,
): number {
  const start = oldAddress >>> 0;
  const oldSize = pageUp(oldLength >>> 0);
  const newSize = pageUp(newLength >>> 0);
  const { mm } = process;
  if (start % PAGE_SIZE !== 0 || newSize === 0) throw new SystemError('EINVAL');
  if ((flags & ~(Mremap.MAYMOVE | Mremap.FIXED)) !== 0) throw new SystemError('EINVAL');
  if (oldSize === 0) throw unsupported(process, 'mremap of a shared mapping (old size 0)');
  if (!mm.isMapped(start, oldSize)) throw new SystemError('EFAULT');
  const overlapsShared = mm.shared.some(
    (mapping) => mapping.start < start + oldSize && start < mapping.start + mapping.length,
  );
  if (overlapsShared) throw unsupported(process, 'mremap of a shared file mapping');
  if ((flags & Mremap.FIXED) !== 0)
    return moveMapping(process, start, oldSize, fixedTarget(newAddress, newSize, flags), newSize);
  if (newSize <= oldSize) {
    if (newSize < oldSize) munmap(process, start + newSize, oldSize - newSize);
    return start | 0;
  }
  const growth = newSize - oldSize;
  if (mm.isFree(start + oldSize, growth)) {
    if (!mm.map(start + oldSize, growth, mm.space.protection[start / PAGE_SIZE]! & PROT_KNOWN))
      throw new SystemError('ENOMEM');
    return start | 0;
  }
  if ((flags & Mremap.MAYMOVE) === 0) throw new SystemError('ENOMEM');
  const target = mm.findFree(newSize);
  if (target === null) throw new SystemError('ENOMEM');
  return moveMapping(process, start, oldSize, target, newSize);
}

function fixedTarget(address: number, size: number, flags: number): number {
  const target = address >>> 0;
  const valid = (flags & Mremap.MAYMOVE) !== 0 && target % PAGE_SIZE === 0 && target + size <= ADDRESS_LIMIT;
  if (!valid) throw new SystemError('EINVAL');
  return target;
}

function moveMapping({ mm }: Process, start: number, oldSize: number, target: number, newSize: number): number {
  if (target < start + oldSize && start < target + newSize) throw new SystemError('EINVAL');
  const prot = mm.space.protection[start / PAGE_SIZE]! & PROT_KNOWN;
  if (!mm.map(target, newSize, prot)) throw new SystemError('ENOMEM');
  mm.space.bytes.copyWithin(target, start, start + Math.min(oldSize, newSize));
  mm.unmap(start, oldSize);
  return target | 0;
}

export function msync(process: Process, address: number, length: number): number {
  const start = address >>> 0;
  if (start % PAGE_SIZE !== 0) throw new SystemError('EINVAL');
  if (!process.mm.isMapped(start, length >>> 0)) throw new SystemError('ENOMEM');
  flushShared(process, start, pageUp(length >>> 0));
  return 0;
}

const MADV_DONTNEED = 4;

/** madvise(2): advice is free to ignore, except that MADV_DONTNEED zeroes private memory. */
export function madvise(process: Process, address: number, length: number, advice: number): number {
  const start = address >>> 0;
  const size = pageUp(length >>> 0);
  if (start % PAGE_SIZE !== 0) throw new SystemError('EINVAL');
  if (!process.mm.isMapped(start, size)) throw new SystemError('ENOMEM');
  if (advice === MADV_DONTNEED) process.memory.bytes.fill(0, start, start + size);
  return 0;
}

/** mincore(address, length, vector): everything that is mapped is in memory. */
export function mincore(process: Process, address: number, length: number, vector: number): number {
  const start = address >>> 0;
  if (start % PAGE_SIZE !== 0) throw new SystemError('EINVAL');
  if (!process.mm.isMapped(start, length >>> 0)) throw new SystemError('ENOMEM');
  for (let page = 0; page < pageUp(length >>> 0) / PAGE_SIZE; page++) process.memory.store8(vector + page, 1);
  return 0;
}
