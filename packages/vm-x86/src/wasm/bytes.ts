/** Growing bytes with the integer encodings of WebAssembly: LEB128, little end first, seven bits to a byte. */
export class ByteWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** The bytes written so far; valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Makes sure that `count` bytes can be written without looking. */
  reserve(count: number): void {
    if (this.length + count > this.bytes.length) this.grow(count);
  }

  protected grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = value;
  }

  /** An unsigned integer below 2^32. */
  unsigned(value: number): void {
    if (this.length + 5 > this.bytes.length) this.grow(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** A signed 32-bit integer. */
  signed(value: number): void {
    if (this.length + 5 > this.bytes.length) this.grow(5);
    const { bytes } = this;
    let at = this.length;
    let rest = value | 0;
    // The last byte is the one whose bit 6 already says what the sign is.
    for (; rest < -64 || rest > 63; rest >>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
    bytes[at++] = rest & 0x7f;
    this.length = at;
  }

  /** Room for a number that is known later: five bytes whatever its size. Returns where, for `patchSigned`. */
  placeholder(): number {
    const at = this.length;
    this.reserve(5);
    this.length += 5;
    this.patchSigned(at, 0);
    return at;
  }

  /** Puts a signed 32-bit integer where `placeholder` left room. */
  patchSigned(at: number, value: number): void {
    for (let n = 0; n < 4; n++) this.bytes[at + n] = ((value >> (7 * n)) & 0x7f) | 0x80;
    this.bytes[at + 4] = (value >> 28) & 0x7f;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A text as UTF-8 with its length in front. */
  name(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.unsigned(bytes.length);
    this.append(bytes);
  }
}
