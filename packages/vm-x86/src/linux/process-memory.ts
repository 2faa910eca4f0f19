import {
  ADDRESS_LIMIT,
  type AddressSpace,
  PAGE_SHIFT,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
  pageDown,
  pageUp,
} from '../memory.js';
import type { RegularFile } from './fs/regular-file.js';

/**
 * Where mmap looks for room, upwards: high enough that the heap below may reach 900 MB, low enough that the flat memory
 * stays small.
 */
export const MMAP_BASE = 0x40000000;

/** Bytes a process may map unless the machine is told otherwise: all that 32 bits offer. */
export const DEFAULT_MEMORY_LIMIT = ADDRESS_LIMIT;

/** A writable shared mapping of a file: memory and file are brought together when it matters (see `SharedMappings`). */
export interface SharedMapping {
  readonly start: number;
  readonly length: number;
  readonly file: RegularFile;
  readonly offset: number;
}

/** The memory of a process as the kernel sees it: the address space, the heap, and the rules about protection. */
export class ProcessMemory {
  /** The heap: [start, end) as brk(2) counts, not rounded to pages. */
  heap = { start: 0, end: 0 };
  /**
   * READ_IMPLIES_EXEC: set for a program without PT_GNU_STACK, as a 64-bit Linux kernel does for i386 programs. Every
   * readable page is then executable, whatever was asked for.
   */
  readImpliesExec = false;
  shared: SharedMapping[] = [];
  private mappedBytes = 0;

  constructor(
    readonly space: AddressSpace,
    /** Bytes that may be mapped. */
    private readonly limit: number = DEFAULT_MEMORY_LIMIT,
  ) {}

  clone(space: AddressSpace): ProcessMemory {
    const copy = new ProcessMemory(space, this.limit);
    copy.heap = { ...this.heap };
    copy.readImpliesExec = this.readImpliesExec;
    copy.shared = [...this.shared];
    copy.mappedBytes = this.mappedBytes;
    return copy;
  }

  /**
   * What asking for `prot` really allows: the i386 has no page that can be written or executed but not read. Only a page
   * that was asked to be readable becomes executable by READ_IMPLIES_EXEC.
   */
  protection(prot: number): number {
    if (prot === 0) return 0;
    const exec = this.readImpliesExec && (prot & PROT_READ) !== 0 ? PROT_EXEC : 0;
    return prot | PROT_READ | exec;
  }

  /** Maps zeroed pages over [start, start + length), replacing what was there. False when the limit forbids it. */
  map(start: number, length: number, prot: number): boolean {
    const size = pageUp(length);
    const added = size - this.mappedIn(start, size);
    if (this.mappedBytes + added > this.limit || start + size > ADDRESS_LIMIT) return false;
    this.space.map(start, size, this.protection(prot));
    this.mappedBytes += added;
    return true;
  }

  unmap(start: number, length: number): void {
    const size = pageUp(length);
    this.mappedBytes -= this.mappedIn(start, size);
    this.space.unmap(start, size);
  }

  /** False when some page is not mapped. */
  protect(start: number, length: number, prot: number): boolean {
    return this.space.protect(start, length, this.protection(prot));
  }

  isMapped(start: number, length: number): boolean {
    return this.mappedIn(start, length) === pageUp(length);
  }

  isFree(start: number, length: number): boolean {
    return start + length <= ADDRESS_LIMIT && this.mappedIn(start, length) === 0 && !this.touchesStack(start, length);
  }

  /** The lowest free range of `length` bytes in the mapping area; null when there is none. */
  findFree(length: number): number | null {
    const { protection } = this.space;
    const needed = pageUp(length) >>> PAGE_SHIFT;
    const end = Math.floor(ADDRESS_LIMIT / PAGE_SIZE);
    let free = 0;
    for (let page = MMAP_BASE >>> PAGE_SHIFT; page < end; page++) {
      free = protection[page] === 0 ? free + 1 : 0;
      if (free === needed) return (page + 1 - needed) * PAGE_SIZE;
    }
    return null;
  }

  /** brk(2): moves the end of the heap; answers the new end, or the old one when it cannot be moved there. */
  moveBreak(end: number): number {
    const { heap } = this;
    if (end < heap.start) return heap.end;
    const from = pageUp(heap.end);
    const to = pageUp(end);
    if (to > from) {
      if (!this.isFree(from, to - from) || !this.map(from, to - from, PROT_READ | PROT_WRITE)) return heap.end;
    } else if (to < from) {
      this.unmap(to, from - to);
    }
    heap.end = end;
    return end;
  }

  /** True when a growing stack could come into the range. */
  private touchesStack(start: number, length: number): boolean {
    const { limit, low } = this.space.stack;
    return start < low && start + length > limit;
  }

  private mappedIn(start: number, length: number): number {
    const { protection } = this.space;
    const end = pageUp(start + length) / PAGE_SIZE;
    let pages = 0;
    for (let page = pageDown(start) / PAGE_SIZE; page < end; page++) if (protection[page] !== 0) pages++;
    return pages * PAGE_SIZE;
  }
}
