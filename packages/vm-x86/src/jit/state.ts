import type { Locals } from './locals.js';

/**
 * What the translator knows at a point of a function: where the value of every register, of some stack slots, and of the
 * status flags is.
 */

/** Where a value is. */
export const Kind = {
  /** A register: in its cell. */
  cell: 0,
  /** In a local, which keeps it as long as somebody refers to it. */
  local: 1,
  /** A number known now. */
  constant: 2,
  /** The stack pointer at the function's entry plus a number known now. */
  frame: 3,
  /** A stack slot: in memory only, but if nobody tampered with it, it is the entry's stack pointer plus the number. */
  likelyFrame: 4,
} as const;

/** Stack slots that are followed at one time. */
const SLOTS = 48;

/** Places of values in the arrays of `State`. */
export const Place = {
  /** eax .. edi. */
  registers: 0,
  /** Operands and result of the instruction that set the flags; CF and OF where they come from elsewhere. */
  flagA: 8,
  flagB: 9,
  flagResult: 10,
  carry: 11,
  overflow: 12,
  slots: 13,
} as const;

const PLACES = Place.slots + SLOTS;

/** What the translator knows at one point. */
export class State {
  /** Where each value is (`Kind`), and which local, number or offset. */
  readonly kind = new Uint8Array(PLACES);
  readonly value = new Int32Array(PLACES);
  /** Registers whose cells are out of date, one bit each. */
  dirty = 0;
  /** Offsets of the slots from the entry's stack pointer. */
  readonly slotOffset = new Int32Array(SLOTS);
  /** 1 for slots that a push made: they are not variables, and hardly anybody changes them behind the program's back. */
  readonly slotPushed = new Uint8Array(SLOTS);
  slotCount = 0;
  /** The operation that the flags follow from (`FlagSource`), and the size of its operands. */
  flagSource = 0;
  flagSize = 4;
  /** Instructions executed since the local that counts them was brought up to date. */
  pending = 0;

  constructor(private readonly locals: Locals) {}

  /** Forgets everything; registers are in their cells. */
  clear(): void {
    const { kind } = this;
    const end = Place.slots + this.slotCount;
    for (let place = 0; place < end; place++) if (kind[place] !== Kind.cell) this.drop(place);
    this.slotCount = 0;
    this.dirty = 0;
    this.flagSource = 0;
    this.pending = 0;
  }

  copyFrom(other: State): void {
    this.clear();
    const end = Place.slots + other.slotCount;
    for (let place = 0; place < end; place++) {
      const kind = other.kind[place]!;
      const value = other.value[place]!;
      this.kind[place] = kind;
      this.value[place] = value;
      if (kind === Kind.local) this.locals.refer(value);
    }
    for (let slot = 0; slot < other.slotCount; slot++) {
      this.slotOffset[slot] = other.slotOffset[slot]!;
      this.slotPushed[slot] = other.slotPushed[slot]!;
    }
    this.slotCount = other.slotCount;
    this.dirty = other.dirty;
    this.flagSource = other.flagSource;
    this.flagSize = other.flagSize;
    this.pending = other.pending;
  }

  /** Puts a value into a place. */
  put(place: number, kind: number, value: number): void {
    if (kind === Kind.local) this.locals.refer(value);
    if (this.kind[place] === Kind.local) this.locals.release(this.value[place]!);
    this.kind[place] = kind;
    this.value[place] = value;
  }

  /** Empties a place. */
  drop(place: number): void {
    if (this.kind[place] === Kind.local) this.locals.release(this.value[place]!);
    this.kind[place] = Kind.cell;
  }

  // Slots.

  /** The place of the slot at `offset`, or -1. */
  findSlot(offset: number): number {
    const { slotOffset } = this;
    for (let slot = this.slotCount - 1; slot >= 0; slot--) if (slotOffset[slot] === offset) return Place.slots + slot;
    return -1;
  }

  /** A place for the slot at `offset`; of too many, the oldest is forgotten. */
  addSlot(offset: number, pushed: boolean): number {
    let slot = this.findSlot(offset) - Place.slots;
    if (slot < 0) {
      if (this.slotCount === SLOTS) this.removeSlot(0);
      slot = this.slotCount++;
      this.slotOffset[slot] = offset;
      this.kind[Place.slots + slot] = Kind.cell;
    }
    this.slotPushed[slot] = pushed ? 1 : 0;
    return Place.slots + slot;
  }

  /** Forgets the slots that [offset, offset + size) touches. */
  forgetSlots(offset: number, size: number): void {
    for (let slot = this.slotCount - 1; slot >= 0; slot--) {
      const start = this.slotOffset[slot]!;
      if (start < offset + size && offset < start + 4) this.removeSlot(slot);
    }
  }

  /** Something unknown was stored: of the slots, only pushed frame addresses are remembered, as likely. */
  doubtSlots(): void {
    for (let slot = this.slotCount - 1; slot >= 0; slot--) {
      const place = Place.slots + slot;
      const kind = this.kind[place]!;
      if (kind === Kind.frame && this.slotPushed[slot] === 1) this.kind[place] = Kind.likelyFrame;
      else if (kind !== Kind.likelyFrame) this.removeSlot(slot);
    }
  }

  private removeSlot(slot: number): void {
    this.drop(Place.slots + slot);
    const last = --this.slotCount;
    if (slot === last) return;
    this.slotOffset[slot] = this.slotOffset[last]!;
    this.slotPushed[slot] = this.slotPushed[last]!;
    this.kind[Place.slots + slot] = this.kind[Place.slots + last]!;
    this.value[Place.slots + slot] = this.value[Place.slots + last]!;
    this.kind[Place.slots + last] = Kind.cell;
  }
}
