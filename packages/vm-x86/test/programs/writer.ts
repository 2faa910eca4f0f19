import { random } from '../support/bytes.js';
import { Assembler, type Memory, R } from './assembler.js';
import { CODE, DATA, DATA_SIZE } from './layout.js';

const CORNERS = [0, 1, -1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fffffff, -0x80000000];
/** Registers that statements compute with. */
export const FREE = [R.eax, R.ecx, R.edx, R.ebx, R.esi, R.edi];

/** How a function treats ebp and its arguments. */
export type Manner = 'frame' | 'bare' | 'caller-frame';

export interface GuestFunction {
  readonly label: number;
  readonly manner: Manner;
  readonly pops: number;
  readonly arguments: number;
}

/** What a random program is like. */
export interface Traits {
  /** It may fault. */
  readonly wild: boolean;
  /** It does not look at flags that processors differ in. */
  readonly defined: boolean;
  /** It uses the floating-point unit. */
  readonly floating: boolean;
}

/** A random program while it is written: what there is so far, chance, and the operands that statements share. */
export class ProgramWriter {
  readonly next: () => number;
  readonly a = new Assembler(CODE);
  readonly functions: GuestFunction[] = [];
  /** Labels of what is called and jumped to through memory. */
  readonly table: number[] = [];
  current: GuestFunction | null = null;
  /** Bytes pushed since the frame was made, bytes of locals. */
  pushed = 0;
  locals = 0;
  /** How deep statements lie in statements, and how many of those around are loops. */
  depth = 0;
  loops = 0;

  /** `statements` writes some of them, in the function with the number `index` or, below 0, outside of all. */
  constructor(
    seed: number,
    readonly traits: Traits,
    readonly statements: (count: number, index: number) => void,
  ) {
    this.next = random(seed);
  }

  chance(percent: number): boolean {
    return this.next() % 100 < percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.next() % list.length]!;
  }

  register(): number {
    return this.pick(FREE);
  }

  value(): number {
    return this.chance(50) ? this.pick(CORNERS) : this.chance(50) ? this.next() | 0 : (this.next() % 256) - 128;
  }

  dataWord(offset: number): Memory {
    return { displacement: DATA + offset };
  }

  moveImmediate(register: number, value: number): void {
    this.a.emit(0xb8 + register);
    this.a.word(value);
  }

  storeImmediate(place: Memory, value: number): void {
    this.a.emit(0xc7);
    this.a.modrm(0, place);
    this.a.word(value);
  }

  /** A place in memory that may be used: a variable, a local, an argument, or something that a pointer leads to. */
  place(): Memory {
    const { a, current } = this;
    // Not the last words: the loop counters.
    const offset = this.next() % (DATA_SIZE - 700);
    const choice = this.next() % 100;
    if (choice < 25) return this.dataWord(offset & ~3);
    if (choice < 30) return this.dataWord(offset);
    if (choice < 55 && this.locals > 0)
      return { base: R.esp, displacement: this.pushed + (this.next() % (this.locals - 3)) };
    if (choice < 65 && this.locals > 0 && current?.manner === 'frame' && this.locals > 16)
      return { base: R.ebp, displacement: -8 - 4 * (this.next() % ((this.locals - 8) / 4)) };
    if (choice < 72 && current !== null && current.arguments > 0) return this.argument(current);
    const pointer = this.register();
    if (choice < 80) {
      a.emit(0x81); // and pointer, 0x7ff
      a.modrm(4, pointer);
      a.word(0x7ff);
      return { base: pointer, displacement: DATA + (this.next() % 0x200) };
    }
    if (choice < 90) {
      a.emit(0x81);
      a.modrm(4, pointer);
      a.word(0xff);
      return { index: pointer, scale: this.next() % 3, displacement: DATA + (this.next() % 0x100) };
    }
    if (choice < 96 && this.locals > 0) {
      a.emit(0x8d); // lea pointer, [esp + local]
      a.modrm(pointer, { base: R.esp, displacement: this.pushed + (this.next() % (this.locals - 3)) });
      return { base: pointer, displacement: 0 };
    }
    if (this.traits.wild && choice < 98) return { base: pointer, displacement: this.value() };
    this.moveImmediate(pointer, DATA + offset);
    return { base: pointer, displacement: this.next() % 4 };
  }

  /** The same for operands of several words, which must not reach into what lies behind a local. */
  widePlace(size: number): Memory {
    if (size <= 4 || this.chance(5)) return this.place();
    const offset = this.next() % (DATA_SIZE - 720);
    if (this.chance(40)) return this.dataWord(offset);
    if (this.chance(40) && this.locals > 16)
      return { base: R.esp, displacement: this.pushed + (this.next() % (this.locals - 12)) };
    const pointer = this.register();
    this.moveImmediate(pointer, DATA + offset);
    return { base: pointer, displacement: this.next() % 8 };
  }

  /** The i-th argument, relative to what the function's manner offers. */
  argument(guest: GuestFunction): Memory {
    const n = this.next() % guest.arguments;
    if (guest.manner === 'frame') return { base: R.ebp, displacement: 8 + 4 * n };
    if (guest.manner === 'caller-frame') return { base: R.ebp, displacement: -4 - 4 * n };
    return this.dataWord(4 * n);
  }

  /** A byte register other than those in esp and ebp, which do not exist; ah, ch, dh, bh are there. */
  byteRegister(): number {
    return this.next() % 8;
  }

  /** A simple place, which needs no instruction of its own. */
  variable(): Memory {
    return this.dataWord(this.next() % (DATA_SIZE - 700));
  }

  /** Overwrites flags that the instruction in front leaves undefined: processors differ in them. */
  defineFlags(): void {
    if (this.traits.defined) this.a.emit(0x85, 0xc0); // test eax, eax
  }
}
