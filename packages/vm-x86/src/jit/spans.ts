import { type AddressSpace, PAGE_SHIFT, PAGE_SIZE, PROT_READ, PROT_WRITE } from '../memory.js';
import { Cell } from './cells.js';
import { FRAME_HIGHEST, FRAME_NEAR } from './locals.js';

/** An address range, `end` excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const EMPTY: Range = { start: 0, end: 0 };

/**
 * The address ranges that translated code compares addresses with. They are few and contiguous: the stack; the largest
 * range of writable pages besides, which is data and heap; the second largest. Whatever lies elsewhere takes the slow way.
 */
export class Spans {
  private heap = EMPTY;
  private other = EMPTY;
  private readable = EMPTY;
  private otherReadable = EMPTY;

  /** The space is used for something else: what will happen to it is new. */
  forget(space: AddressSpace): void {
    this.heap = this.other = this.readable = this.otherReadable = EMPTY;
    space.changes.first = Number.MAX_SAFE_INTEGER;
    space.changes.end = 0;
  }

  /** Takes notice of changes in the space. `code`: ranges that must not be written, ascending. */
  update(space: AddressSpace, code: readonly Range[], cells: Int32Array, all: boolean): void {
    const { changes } = space;
    const { first, end } = changes;
    changes.first = Number.MAX_SAFE_INTEGER;
    changes.end = 0;
    if (all || !this.onlyGrew(space, first * PAGE_SIZE, end * PAGE_SIZE)) this.scan(space, code);
    this.write(space, cells);
  }

  /** True when all that happened is that the heap was extended, or the stack. */
  private onlyGrew(space: AddressSpace, start: number, end: number): boolean {
    if (end <= start || (start >= space.stack.limit && end <= space.stack.top)) return true;
    if (start !== this.heap.end || start !== this.readable.end || end === start) return false;
    const grown = extent(space, start, PROT_WRITE, 1);
    if (grown < end) return false;
    this.heap = { start: this.heap.start, end: grown };
    this.readable = { start: this.readable.start, end: Math.max(grown, extent(space, start, PROT_READ, 1)) };
    return true;
  }

  /** Looks at all pages. */
  private scan(space: AddressSpace, code: readonly Range[]): void {
    const { protection, stack } = space;
    const pages = Math.floor(space.bytes.length / PAGE_SIZE);
    this.heap = this.other = EMPTY;
    for (let page = 0; page < pages; page++) {
      const start = page;
      while (page < pages && (protection[page]! & PROT_WRITE) !== 0 && page * PAGE_SIZE !== stack.limit) page++;
      if (page === start) continue;
      const range = withoutCode({ start: start * PAGE_SIZE, end: page * PAGE_SIZE }, code);
      if (start * PAGE_SIZE < stack.top && page * PAGE_SIZE > stack.limit) continue;
      if (size(range) > size(this.heap)) {
        this.other = this.heap;
        this.heap = range;
      } else if (size(range) > size(this.other)) this.other = range;
    }
    this.readable = around(space, this.heap.start);
    this.otherReadable = around(space, this.other.start);
  }

  private write(space: AddressSpace, cells: Int32Array): void {
    const { stack } = space;
    const stackRange = { start: stack.low, end: stack.top };
    put(cells, Cell.readLow, this.readable);
    put(cells, Cell.read2Low, stackRange);
    put(cells, Cell.read3Low, this.otherReadable);
    put(cells, Cell.writeLow, this.heap);
    put(cells, Cell.writeStackLow, stackRange);
    put(cells, Cell.write2Low, this.other);
  }
}

function size({ start, end }: Range): number {
  return end - start;
}

/** Three cells: where the range begins, and how many places in it have one byte, or a whole word. */
function put(cells: Int32Array, cell: number, range: Range): void {
  cells[cell >> 2] = range.start;
  cells[(cell >> 2) + 1] = size(range);
  cells[(cell >> 2) + 2] = Math.max(0, size(range) - 3);
}

/** Where the pages with a right end, from an address on; `direction` -1 looks downwards. */
function extent(space: AddressSpace, address: number, right: number, direction: 1 | -1): number {
  const { protection } = space;
  let page = address >>> PAGE_SHIFT;
  if (direction < 0) {
    while (page > 0 && (protection[page - 1]! & right) !== 0) page--;
  } else {
    while (page < protection.length && (protection[page]! & right) !== 0) page++;
  }
  return page * PAGE_SIZE;
}

/** The readable pages around an address; nothing around 0. */
function around(space: AddressSpace, address: number): Range {
  if (address === 0) return EMPTY;
  return { start: extent(space, address, PROT_READ, -1), end: extent(space, address, PROT_READ, 1) };
}

/** The largest part of a range that has no code in it. */
function withoutCode(range: Range, code: readonly Range[]): Range {
  let best = EMPTY;
  let start = range.start;
  for (const run of code) {
    if (run.end <= range.start) continue;
    if (run.start >= range.end) break;
    if (run.start - start > size(best)) best = { start, end: run.start };
    start = Math.max(start, run.end);
  }
  if (range.end - start > size(best)) best = { start, end: range.end };
  return best;
}

/** The part of the stack that frames may use, down to `lowest`. */
export function setStack(space: AddressSpace, cells: Int32Array, lowest: number): void {
  const { low, top } = space.stack;
  const start = Math.max(low, lowest);
  cells[Cell.stackLow >> 2] = start;
  cells[Cell.stackSpan >> 2] = Math.max(0, top - FRAME_HIGHEST - 4 - start);
  cells[Cell.stackSpanNear >> 2] = Math.max(0, top - FRAME_NEAR - 4 - start);
}
