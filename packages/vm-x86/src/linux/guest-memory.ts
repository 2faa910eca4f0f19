import { ADDRESS_LIMIT, type AddressSpace, PAGE_SIZE, pageDown } from '../memory.js';
import { Errno, SystemError } from './abi/errno.js';
import { PATH_MAX } from './abi/files.js';

/**
 * How many of `count` bytes from `address` on a transfer can use: all, or those in front of the first page that does not
 * allow it. EFAULT, as a negative number, when that is not a single one.
 */
export function accessible(space: AddressSpace, address: number, count: number, prot: number): number {
  if (space.allows(address, count, prot)) return count;
  const start = address >>> 0;
  if (start + count > ADDRESS_LIMIT) return -Errno.EFAULT;
  let end = start;
  while (space.allows(end, 1, prot)) end = pageDown(end) + PAGE_SIZE;
  return end === start ? -Errno.EFAULT : end - start;
}

/** Fails with EFAULT unless all of the range can be used. */
export function requireAccess(space: AddressSpace, address: number, count: number, prot: number): void {
  if (!space.allows(address, count, prot)) throw new SystemError('EFAULT');
}

/** The zero-terminated byte string at `address`; fails when there is no zero within `limit` bytes. */
export function readString(
  space: AddressSpace,
  address: number,
  limit: number,
  tooLong: 'ENAMETOOLONG' | 'E2BIG',
): string {
  let text = '';
  for (let at = address >>> 0; text.length < limit; at++) {
    const byte = space.load8(at);
    if (byte === 0) return text;
    text += String.fromCharCode(byte);
  }
  throw new SystemError(tooLong);
}

export function readPath(space: AddressSpace, address: number): string {
  return readString(space, address, PATH_MAX, 'ENAMETOOLONG');
}

/** A zero-terminated array of pointers to strings, such as argv; null stands for an empty one. */
export function readStrings(space: AddressSpace, address: number, limit: number): string[] {
  const strings: string[] = [];
  if (address === 0) return strings;
  let total = 0;
  for (let at = address; ; at += 4) {
    const pointer = space.load32(at);
    if (pointer === 0) return strings;
    const text = readString(space, pointer, limit, 'E2BIG');
    total += text.length + 5;
    if (total > limit * 16) throw new SystemError('E2BIG');
    strings.push(text);
  }
}

export function writeString(space: AddressSpace, address: number, text: string): void {
  for (let i = 0; i < text.length; i++) space.store8(address + i, text.charCodeAt(i));
  space.store8(address + text.length, 0);
}

export function writeBytes(space: AddressSpace, address: number, text: string): void {
  for (let i = 0; i < text.length; i++) space.store8(address + i, text.charCodeAt(i));
}

/** Stores 32-bit words one behind the other. */
export function writeWords(space: AddressSpace, address: number, words: readonly number[]): void {
  words.forEach((word, i) => {
    space.store32(address + i * 4, word);
  });
}

/** Stores a 64-bit value, low word first. */
export function store64(space: AddressSpace, address: number, value: number): void {
  space.store32(address, value % 2 ** 32);
  space.store32(address + 4, Math.floor(value / 2 ** 32));
}
