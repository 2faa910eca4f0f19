/** Registers by number, as encodings have them. */
export const R = { eax: 0, ecx: 1, edx: 2, ebx: 3, esp: 4, ebp: 5, esi: 6, edi: 7 } as const;

/** A memory operand: [base + index * 2^scale + displacement]. */
export interface Memory {
  readonly base?: number;
  readonly index?: number;
  readonly scale?: number;
  readonly displacement: number;
}

interface Reference {
  readonly at: number;
  readonly label: number;
  readonly relative: boolean;
}

/** Collects machine code with labels. */
export class Assembler {
  private readonly bytes: number[] = [];
  private readonly places: (number | undefined)[] = [];
  private readonly references: Reference[] = [];

  constructor(readonly origin: number) {}

  get here(): number {
    return this.origin + this.bytes.length;
  }

  emit(...bytes: number[]): void {
    for (const byte of bytes) this.bytes.push(byte & 0xff);
  }

  word(value: number): void {
    this.emit(value, value >> 8, value >> 16, value >> 24);
  }

  /** A label that will be placed later. */
  label(): number {
    this.places.push(undefined);
    return this.places.length - 1;
  }

  place(label: number): void {
    this.places[label] = this.here;
  }

  /** The address of a label that has been placed. */
  addressOf(label: number): number {
    return this.places[label]!;
  }

  /** A 32-bit displacement to a label, from the end of these four bytes. */
  relative(label: number): void {
    this.references.push({ at: this.bytes.length, label, relative: true });
    this.word(0);
  }

  absolute(label: number): void {
    this.references.push({ at: this.bytes.length, label, relative: false });
    this.word(0);
  }

  /** ModRM byte, SIB byte and displacement; `field` is the register or the digit in the middle. */
  modrm(field: number, operand: number | Memory): void {
    if (typeof operand === 'number') {
      this.emit(0xc0 | (field << 3) | operand);
      return;
    }
    const { base, index, scale = 0, displacement } = operand;
    if (base === undefined && index === undefined) {
      this.emit((field << 3) | 5);
      this.word(displacement);
      return;
    }
    if (base === undefined) {
      this.emit((field << 3) | 4, (scale << 6) | (index! << 3) | 5);
      this.word(displacement);
      return;
    }
    const short = displacement >= -128 && displacement < 128;
    const mod = displacement === 0 && base !== R.ebp ? 0x00 : short ? 0x40 : 0x80;
    if (index === undefined && base !== R.esp) this.emit(mod | (field << 3) | base);
    else this.emit(mod | (field << 3) | 4, (scale << 6) | ((index ?? R.esp) << 3) | base);
    if (mod === 0x40) this.emit(displacement);
    else if (mod === 0x80) this.word(displacement);
  }

  /** The code, with all references resolved. */
  finish(): Uint8Array {
    const code = Uint8Array.from(this.bytes);
    const view = new DataView(code.buffer);
    for (const { at, label, relative } of this.references) {
      const address = this.places[label];
      if (address === undefined) throw new Error(`label ${label} was never placed`);
      view.setInt32(at, relative ? address - (this.origin + at + 4) : address, true);
    }
    return code;
  }
}
