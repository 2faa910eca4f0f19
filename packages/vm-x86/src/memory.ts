import { ByteSet } from './byte-set.js';
import { VmError } from './errors.js';
import { type Access, PageFault } from './faults.js';

/** log2 of the page size, and the page size in bytes: what i386 Linux uses. */
export const PAGE_SHIFT = 12;
export const PAGE_SIZE = 1 << PAGE_SHIFT;
const PAGE_COUNT = 1 << (32 - PAGE_SHIFT);
/** End of what a process can map (TASK_SIZE of a 32-bit process): no access ever wraps around 4 GiB. */
export const ADDRESS_LIMIT = 0xffffe000;
const WASM_PAGE = 65536;
/** Bytes that exist behind every mapped one: an engine may read whole words where an instruction of 15 bytes can be. */
const SLACK = 16;

/** Protection bits of a page. A mapped page has `MAPPED` set even when nothing is allowed (`PROT_NONE`). */
export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const PROT_EXEC = 4;
export const MAPPED = 8;
/** Set for pages with bytes that somebody watches: a store needs a closer look. See `AddressSpace.watch`. */
const WATCHED = 16;

/** The bits that a page must have, and those that matter, for an access that needs `prot`: a store must not be watched. */
function relevant(prot: number): number {
  return prot | ((prot & PROT_WRITE) << 3);
}

/** Rounds an address or length up to a page boundary, as a number from 0 to 2^32. */
export function pageUp(value: number): number {
  return Math.ceil(value / PAGE_SIZE) * PAGE_SIZE;
}

/** Rounds an address down to a page boundary. */
export function pageDown(value: number): number {
  return Math.floor(value / PAGE_SIZE) * PAGE_SIZE;
}

/**
 * The 32-bit address space of one guest process: flat little-endian bytes, with one protection byte for each 4 KiB page.
 *
 * The bytes live in a WebAssembly memory in which a guest address is the index, so that translated code and the
 * interpreter share them. Addresses are accepted as any JavaScript integer and taken modulo 2^32.
 *
 *     0          stack limit        image            break             mmap base            4 GiB
 *     | unmapped | stack grows down | text data bss  | heap grows up   | mappings ...       |
 */
export class AddressSpace {
  /** The memory itself; `bytes` and `view` are windows on it and are replaced whenever it grows. */
  readonly memory: WebAssembly.Memory;
  bytes: Uint8Array;
  view: DataView;
  /** Protection of each page, by page number (address >>> PAGE_SHIFT). 0 = not mapped. */
  readonly protection: Uint8Array;
  /**
   * The automatically growing stack: pages from `limit` up to `low` become mapped when touched, as in a Linux
   * MAP_GROWSDOWN area, which ends at `top`. `limit` = `low` when there is none.
   */
  stack: { limit: number; low: number; top: number } = { limit: 0, low: 0, top: 0 };
  /** How often the space was emptied to be used anew. */
  uses = 0;
  /** Pages that were mapped, unmapped or got other rights since somebody last looked: from the first to before the end. */
  changes = { first: PAGE_COUNT, end: 0 };
  /** Stores into watched bytes since somebody last looked: pairs of address and size. */
  readonly watchedStores: number[] = [];
  private readonly watched = new ByteSet();

  constructor(memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })) {
    this.memory = memory;
    this.bytes = new Uint8Array(memory.buffer);
    this.view = new DataView(memory.buffer);
    this.protection = new Uint8Array(PAGE_COUNT);
  }

  /** Maps zeroed pages over [start, start + length); `start` page-aligned, `length` rounded up; replaces what was there. */
  map(start: number, length: number, prot: number): void {
    const end = start + pageUp(length);
    // What the memory grows by is zero already, and stays untouched until the guest uses it.
    const used = Math.min(end, this.bytes.length);
    this.reserve(end);
    if (start < used) this.bytes.fill(0, start, used);
    this.setProtection(start / PAGE_SIZE, end / PAGE_SIZE, prot | MAPPED);
  }

  /** Unmaps the pages of [start, start + length). */
  unmap(start: number, length: number): void {
    this.setProtection(start / PAGE_SIZE, (start + pageUp(length)) / PAGE_SIZE, 0);
  }

  private setProtection(first: number, end: number, bits: number): void {
    const { changes } = this;
    this.protection.fill(bits, first, end);
    if (first < changes.first) changes.first = first;
    if (end > changes.end) changes.end = end;
  }

  /** Changes the protection of mapped pages. Returns false, with nothing changed, when some page is not mapped. */
  protect(start: number, length: number, prot: number): boolean {
    const first = start / PAGE_SIZE;
    const last = (start + pageUp(length)) / PAGE_SIZE;
    for (let page = first; page < last; page++) if (this.protection[page] === 0) return false;
    this.setProtection(first, last, prot | MAPPED);
    return true;
  }

  /** True when every page of [start, start + length) is mapped with all bits of `prot`. Grows the stack where that helps. */
  allows(start: number, length: number, prot: number): boolean {
    if (length === 0) return true;
    const begin = start >>> 0;
    if (begin + length > 2 ** 32) return false;
    const last = (begin + length - 1) >>> PAGE_SHIFT;
    for (let page = begin >>> PAGE_SHIFT; page <= last; page++) {
      const bits = this.protection[page]!;
      if ((bits & relevant(prot)) === prot) continue;
      if ((bits & prot) === prot) this.noteStore(begin, length);
      else if (!this.growStack(page, prot)) return false;
    }
    return true;
  }

  /** As `allows`, for those who only look: the stack does not grow, and what is written there is not their doing. */
  shows(start: number, length: number, prot: number): boolean {
    const begin = start >>> 0;
    if (begin + length > 2 ** 32) return false;
    const last = (begin + length - 1) >>> PAGE_SHIFT;
    for (let page = begin >>> PAGE_SHIFT; page <= last; page++)
      if ((this.protection[page]! & prot) !== prot) return false;
    return true;
  }

  /** Copies everything into an empty address space, for fork: same contents, same protections. */
  copyTo(copy: AddressSpace): void {
    copy.protection.set(this.protection.subarray(0, this.reach));
    for (const page of this.watched.pages()) copy.protection[page]! &= ~WATCHED;
    copy.changes = { first: 0, end: PAGE_COUNT };
    copy.stack = { ...this.stack };
    for (let page = this.nextMapped(0); page < this.reach; ) {
      const first = page;
      while (page < this.reach && this.protection[page] !== 0) page++;
      copy.reserve(page * PAGE_SIZE);
      copy.bytes.set(this.bytes.subarray(first * PAGE_SIZE, page * PAGE_SIZE), first * PAGE_SIZE);
      page = this.nextMapped(page);
    }
  }

  /** Unmaps everything, so that the space can serve another process. */
  clear(): void {
    this.setProtection(0, this.reach, 0);
    this.unwatch();
    this.uses++;
    this.stack = { limit: 0, low: 0, top: 0 };
  }

  /**
   * Watches bytes: stores into them are listed in `watchedStores`, whoever makes them. Mapping a page anew, or giving it
   * other rights, ends that for the page; `isWatched` tells.
   */
  watch(start: number, length: number): void {
    this.watched.add(start, length);
    for (let address = pageDown(start); address < start + length; address += PAGE_SIZE) {
      const page = address / PAGE_SIZE;
      if (this.protection[page] !== 0) this.protection[page]! |= WATCHED;
    }
  }

  /** Ends all watching. */
  unwatch(): void {
    for (const page of this.watched.pages()) this.protection[page]! &= ~WATCHED;
    this.watched.clear();
    this.watchedStores.length = 0;
  }

  /** Whether stores into the page are still noticed. */
  isWatched(page: number): boolean {
    return (this.protection[page]! & WATCHED) !== 0;
  }

  /** How many bytes from `address` on, at most `limit`, are not watched; downwards for a `direction` of -1. */
  unwatchedFrom(address: number, direction: 1 | -1, limit: number): number {
    return this.watched.gap(address, direction, limit);
  }

  /** A store into a page with watched bytes. */
  private noteStore(address: number, size: number): void {
    if (this.watched.gap(address, 1, size) < size) this.watchedStores.push(address, size);
  }

  /** No page from this one on is mapped: the memory has not grown that far. */
  private get reach(): number {
    return this.bytes.length / PAGE_SIZE;
  }

  /** The first mapped page from `page` on; `reach` or more when there is none. Looks at four pages at a time. */
  private nextMapped(page: number): number {
    const { protection, reach } = this;
    const words = new Uint32Array(protection.buffer);
    let at = page;
    while (at < reach && (protection[at] !== 0 || at % 4 !== 0)) {
      if (protection[at] !== 0) return at;
      at++;
    }
    while (at < reach && words[at / 4] === 0) at += 4;
    while (at < reach && protection[at] === 0) at++;
    return at;
  }

  load8(address: number): number {
    const a = address >>> 0;
    if ((this.protection[a >>> PAGE_SHIFT]! & PROT_READ) === 0) this.touch(a, 1, 'read');
    return this.bytes[a]!;
  }

  load16(address: number): number {
    const a = address >>> 0;
    this.check(a, 2, PROT_READ, 'read');
    return this.view.getUint16(a, true);
  }

  /** Loads a signed 32-bit word. */
  load32(address: number): number {
    const a = address >>> 0;
    this.check(a, 4, PROT_READ, 'read');
    return this.view.getInt32(a, true);
  }

  store8(address: number, value: number): void {
    const a = address >>> 0;
    if ((this.protection[a >>> PAGE_SHIFT]! & (PROT_WRITE | WATCHED)) !== PROT_WRITE) this.touch(a, 1, 'write');
    this.bytes[a] = value;
  }

  store16(address: number, value: number): void {
    const a = address >>> 0;
    this.check(a, 2, PROT_WRITE, 'write');
    this.view.setUint16(a, value, true);
  }

  store32(address: number, value: number): void {
    const a = address >>> 0;
    this.check(a, 4, PROT_WRITE, 'write');
    this.view.setInt32(a, value, true);
  }

  /** Checks an access before it happens, so that an instruction can fault before it has changed anything. */
  check(address: number, size: number, prot: number, access: Access): void {
    const first = address >>> PAGE_SHIFT;
    const last = ((address + size - 1) >>> 0) >>> PAGE_SHIFT;
    const bits = relevant(prot);
    if ((this.protection[first]! & bits) !== prot) this.touch(address, size, access);
    if (last !== first && (this.protection[last]! & bits) !== prot)
      this.touch((last << PAGE_SHIFT) >>> 0, size, access);
  }

  /**
   * Slow path of an access that its page does not allow: the stack grows, or the access faults. Or the page allows it, but
   * a store there has to be looked at.
   */
  private touch(address: number, size: number, access: Access): void {
    const prot = access === 'write' ? PROT_WRITE : access === 'read' ? PROT_READ : PROT_EXEC;
    if ((this.protection[address >>> PAGE_SHIFT]! & prot) === prot) {
      this.noteStore(address, size);
      return;
    }
    if (!this.growStack(address >>> PAGE_SHIFT, prot)) throw new PageFault(address, size, access);
  }

  private growStack(page: number, prot: number): boolean {
    const { limit, low } = this.stack;
    const address = page * PAGE_SIZE;
    if (address < limit || address >= low || (this.stackRights & prot) !== prot) return false;
    this.extendStack(address);
    return true;
  }

  private get stackRights(): number {
    return this.protection[this.stack.low / PAGE_SIZE]! & ~MAPPED;
  }

  /** Maps the stack's pages down to an address, but not below its limit. */
  extendStack(to: number): void {
    const { limit, low } = this.stack;
    const start = Math.max(pageDown(to), limit);
    if (start >= low) return;
    this.map(start, low - start, this.stackRights);
    this.stack.low = start;
  }

  /** Makes sure the memory reaches at least `end` bytes, and some more so that a word read at the last byte stays inside. */
  private reserve(end: number): void {
    if (end > ADDRESS_LIMIT) throw new VmError('MEMORY_LIMIT', `a mapping would end beyond ${ADDRESS_LIMIT}`);
    if (end + SLACK <= this.bytes.length) return;
    const missing = Math.ceil((end + SLACK - this.bytes.length) / WASM_PAGE);
    try {
      this.memory.grow(missing);
    } catch (cause) {
      throw new VmError('MEMORY_LIMIT', `the host has no memory for ${end} bytes of address space`, { cause });
    }
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
  }
}
