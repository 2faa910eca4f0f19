/**
 * The machine's only source of "random" bytes, the same in every run: the generator sfc32 (Chris Doty-Humphrey), seeded
 * with constants. For /dev/urandom and getrandom(2); worthless as a secret.
 */
export class RandomStream {
  private a = 0x66756c6c;
  private b = 0x736f7572;
  private c = 0x63652121;
  private counter = 1;
  private word = 0;
  private left = 0;

  constructor(seed = 0) {
    this.a ^= seed;
    for (let i = 0; i < 12; i++) this.next();
  }

  fill(bytes: Uint8Array, at: number, count: number): void {
    for (let i = 0; i < count; i++) {
      if (this.left === 0) {
        this.word = this.next();
        this.left = 4;
      }
      bytes[at + i] = this.word;
      this.word >>>= 8;
      this.left--;
    }
  }

  private next(): number {
    const result = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result;
  }
}
