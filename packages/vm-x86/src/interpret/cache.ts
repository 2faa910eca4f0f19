import { GuestFault, PageFault, Vector } from '../faults.js';
import { DecodeStatus, decode, MAX_LENGTH } from '../isa/decode.js';
import { Instruction } from '../isa/instruction.js';
import { type AddressSpace, PAGE_SHIFT, PAGE_SIZE, PROT_EXEC, pageDown } from '../memory.js';
import { handlerOf } from './handlers.js';
import type { Handler } from './machine.js';

const NO_BYTES = new Uint8Array(0);

/**
 * Slots of the cache at first and at most, powers of two, one for each address modulo it. It grows because a short program
 * would wait for a large one longer than it runs (25 ms of 230 for the whole process), while with 2^16 a program of a
 * megabyte, such as a shell, lost a tenth of its time to instructions that displaced each other.
 */
const FEWEST_SLOTS = 1 << 10;
const MOST_SLOTS = 1 << 18;

/**
 * A decoded instruction together with the bytes it was decoded from. They are compared with memory before every
 * execution, which keeps programs that rewrite their code right, however near to each other code and variables are.
 *
 * The first eight bytes are kept as the two words that lie at the address, with masks of the bytes that count.
 */
export class CachedInstruction extends Instruction {
  execute: Handler = () => {};
  word0 = 0;
  mask0 = 0;
  word1 = 0;
  mask1 = 0;
  /** Bytes from the ninth on. */
  tail = NO_BYTES;
  /** False until it holds an instruction. */
  valid = false;
}

/** Decoded instructions by address (direct-mapped). One cache serves many processes: what counts is address and bytes. */
export class InstructionCache {
  private readonly scratch = new CachedInstruction();
  private slots = new Array<CachedInstruction>(FEWEST_SLOTS).fill(this.scratch);
  /** Instructions that took the slot of another one since the cache has this size. */
  private displaced = 0;

  /**
   * The instruction at `eip`. Throws what fetching or decoding it raises: a page fault, an invalid opcode, a general
   * protection fault.
   */
  fetch(memory: AddressSpace, eip: number): CachedInstruction {
    const cached = this.slots[eip & (this.slots.length - 1)]!;
    return cached.address === eip && cached.valid && isCurrent(cached, memory, eip) ? cached : this.decode(memory, eip);
  }

  private decode(memory: AddressSpace, eip: number): CachedInstruction {
    const entry = this.slotFor(eip);
    entry.valid = false;
    const end = executableEnd(memory, eip);
    switch (decode(entry, memory.bytes, eip, end, eip)) {
      case DecodeStatus.invalid:
        throw new GuestFault(Vector.invalidOpcode, 'invalid opcode');
      case DecodeStatus.tooLong:
        throw new GuestFault(Vector.generalProtection, `instruction longer than ${MAX_LENGTH} bytes`);
      case DecodeStatus.truncated:
        throw new PageFault(end, 1, 'execute');
      default:
    }
    entry.execute = handlerOf(entry);
    remember(entry, memory, eip);
    return entry;
  }

  private slotFor(eip: number): CachedInstruction {
    const slot = eip & (this.slots.length - 1);
    const entry = this.slots[slot]!;
    if (entry === this.scratch) {
      this.slots[slot] = new CachedInstruction();
      return this.slots[slot];
    }
    if (entry.address !== eip && ++this.displaced > this.slots.length >> 2 && this.slots.length < MOST_SLOTS) {
      this.grow();
      return this.slotFor(eip);
    }
    return entry;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Array<CachedInstruction>(slots.length * 4).fill(this.scratch);
    this.displaced = 0;
    for (const entry of slots) if (entry !== this.scratch) this.slots[entry.address & (this.slots.length - 1)] = entry;
  }
}

/** End of the executable bytes at `eip`, as far as an instruction can reach. */
function executableEnd(memory: AddressSpace, eip: number): number {
  memory.check(eip, 1, PROT_EXEC, 'execute');
  const pageEnd = pageDown(eip) + PAGE_SIZE;
  if (pageEnd - eip >= MAX_LENGTH || !memory.allows(pageEnd, 1, PROT_EXEC)) return pageEnd;
  return pageEnd + PAGE_SIZE;
}

/** Keeps the bytes that the entry was decoded from. */
function remember(entry: CachedInstruction, { view, bytes }: AddressSpace, eip: number): void {
  const { length } = entry;
  entry.mask0 = length >= 4 ? -1 : (1 << (length * 8)) - 1;
  entry.word0 = view.getInt32(eip, true) & entry.mask0;
  entry.mask1 = length >= 8 ? -1 : length <= 4 ? 0 : (1 << ((length - 4) * 8)) - 1;
  entry.word1 = length <= 4 ? 0 : view.getInt32(eip + 4, true) & entry.mask1;
  entry.tail = length <= 8 ? NO_BYTES : bytes.slice(eip + 8, eip + length);
  entry.valid = true;
}

/** True when the bytes are still those decoded, on pages that are still executable. */
function isCurrent(entry: CachedInstruction, { view, bytes, protection }: AddressSpace, eip: number): boolean {
  const last = (entry.next - 1) >>> PAGE_SHIFT;
  if ((protection[eip >>> PAGE_SHIFT]! & protection[last]! & PROT_EXEC) === 0) return false;
  if (((view.getInt32(eip, true) ^ entry.word0) & entry.mask0) !== 0) return false;
  if (entry.length <= 4) return true;
  if (((view.getInt32(eip + 4, true) ^ entry.word1) & entry.mask1) !== 0) return false;
  const { tail } = entry;
  for (let n = 0; n < tail.length; n++) if (bytes[eip + 8 + n] !== tail[n]) return false;
  return true;
}
