import { syscallNumbers } from '../../../src/linux/syscalls/names.js';

const BASE = 0x08048000;
const HEADERS = 84;
/** Opcode of `mov r32, imm32` and ModRM byte of `mov r32, [disp32]` for ebx, ecx, edx, esi, edi, ebp. */
const REGISTERS = [3, 1, 2, 6, 7, 5];

/** A place in the program's data. As an argument it is its address; `.value` is what is stored there. */
export class Place {
  constructor(
    readonly offset: number,
    readonly indirect = false,
  ) {}

  /** The 32-bit word at the place, when the program runs. */
  get value(): Place {
    return new Place(this.offset, true);
  }

  plus(bytes: number): Place {
    return new Place(this.offset + bytes, this.indirect);
  }
}

export type Argument = number | Place;

/**
 * Writes small i386 programs: system calls, one after the other. The result of every `call` is recorded; the recorded words
 * are written to standard output when the program ends, so that a test can compare them, also with a native run.
 */
export class GuestProgram {
  private readonly code: number[] = [];
  private readonly data: number[] = [];
  /** Where an absolute address of the data has to be filled in. */
  private readonly fixups: { at: number; offset: number }[] = [];
  private readonly results: Place;
  private count = 0;

  constructor(private readonly flags = 7) {
    this.results = this.space(4 * 128);
  }

  /** A zero-terminated string. */
  text(text: string): Place {
    return this.bytes([...new TextEncoder().encode(text), 0]);
  }

  bytes(bytes: readonly number[]): Place {
    while (this.data.length % 4 !== 0) this.data.push(0);
    const place = new Place(this.data.length);
    this.data.push(...bytes);
    return place;
  }

  space(size: number): Place {
    return this.bytes(new Array<number>(size).fill(0));
  }

  /** Words; places among them become addresses. */
  words(...words: Argument[]): Place {
    const place = this.space(words.length * 4);
    words.forEach((word, i) => {
      this.set(place.plus(i * 4), word);
    });
    return place;
  }

  /** A system call whose result is recorded; returns where. */
  call(name: string, ...args: Argument[]): Place {
    this.plain(name, ...args);
    return this.record();
  }

  /** A system call whose result is not recorded. */
  plain(name: string, ...args: Argument[]): this {
    const number = syscallNumbers.get(name);
    if (number === undefined) throw new Error(`no system call ${name}`);
    args.forEach((argument, i) => {
      this.load(REGISTERS[i]!, argument);
    });
    this.load(0, number);
    return this.raw(0xcd, 0x80);
  }

  /** Records eax. */
  record(): Place {
    const place = this.results.plus(4 * this.count++);
    this.raw(0xa3);
    this.address(place);
    return place;
  }

  /** Records a word in memory. */
  recordWord(place: Place): void {
    this.load(0, place.value);
    this.record();
  }

  /** Stores a word when the program runs. */
  set(place: Place, value: Argument): this {
    this.load(0, value);
    this.raw(0xa3);
    return this.address(place);
  }

  /** Stores eax. */
  save(place: Place): this {
    this.raw(0xa3);
    return this.address(place);
  }

  /** Does `body` when eax is 0: in the child, behind a fork. */
  ifZero(body: () => void): this {
    this.raw(0x85, 0xc0, 0x0f, 0x85, 0, 0, 0, 0);
    const hole = this.code.length;
    body();
    this.patch(hole - 4, this.code.length - hole);
    return this;
  }

  /** Repeats `body` until it leaves a negative number in eax. */
  untilNegative(body: () => void): this {
    const start = this.code.length;
    body();
    this.raw(0x85, 0xc0, 0x0f, 0x89, 0, 0, 0, 0);
    this.patch(this.code.length - 4, start - this.code.length);
    return this;
  }

  /** Code that is not reached but by its address, such as a signal handler; returns where it stands. */
  routine(body: () => void): Place {
    this.raw(0xe9, 0, 0, 0, 0);
    const hole = this.code.length;
    const place = new Place(-1 - this.code.length);
    body();
    this.patch(hole - 4, this.code.length - hole);
    return place;
  }

  raw(...bytes: number[]): this {
    this.code.push(...bytes);
    return this;
  }

  /** Writes the results and then `extra` bytes from places to standard output, and ends. */
  finish(...extra: [Place, number][]): Uint8Array {
    this.plain('write', 1, this.results, this.count * 4);
    for (const [place, size] of extra) this.plain('write', 1, place, size);
    return this.exit(0);
  }

  exit(code: Argument): Uint8Array {
    this.plain('exit', code);
    return this.build();
  }

  /** The address of a place, as an operand in the middle of raw code. */
  addressOf(place: Place): this {
    return this.address(place);
  }

  get codeLength(): number {
    return this.code.length;
  }

  /** The number of results that `finish` writes. */
  get resultCount(): number {
    return this.count;
  }

  build(): Uint8Array {
    const dataStart = HEADERS + this.code.length;
    const image = Uint8Array.from([...new Array<number>(HEADERS).fill(0), ...this.code, ...this.data]);
    const view = new DataView(image.buffer);
    image.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 3]);
    const header16 = { 16: 2, 18: 3, 40: 52, 42: 32, 44: 1 };
    for (const [at, value] of Object.entries(header16)) view.setUint16(Number(at), value, true);
    view.setUint32(20, 1, true);
    view.setUint32(24, BASE + HEADERS, true);
    view.setUint32(28, 52, true);
    [1, 0, BASE, BASE, image.length, image.length, this.flags, 4096].forEach((word, i) => {
      view.setUint32(52 + i * 4, word, true);
    });
    for (const { at, offset } of this.fixups) {
      const target = offset < 0 ? HEADERS + (-1 - offset) : dataStart + offset;
      view.setUint32(HEADERS + at, BASE + target, true);
    }
    return image;
  }

  /** mov register, argument */
  private load(register: number, argument: Argument): this {
    if (typeof argument === 'number') return this.raw(0xb8 + register, ...word(argument));
    if (argument.indirect) this.raw(0x8b, (register << 3) | 5);
    else this.raw(0xb8 + register);
    return this.address(argument);
  }

  private address(place: Place): this {
    this.fixups.push({ at: this.code.length, offset: place.offset });
    return this.raw(0, 0, 0, 0);
  }

  private patch(at: number, value: number): void {
    word(value).forEach((byte, i) => {
      this.code[at + i] = byte;
    });
  }
}

function word(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
}
