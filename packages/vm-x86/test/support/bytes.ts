/** `89 e5` */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The bytes that hexadecimal text shows; spaces do not matter. */
export function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Unsigned 32-bit numbers from a seed, the same on every host (xorshift32 on a mixed seed). */
export function random(seed: number): () => number {
  let state = Math.imul(seed | 0, 0x9e3779b1) ^ 0x6a09e667 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** The same as numbers below `n`. */
export function randomBelow(seed: number): (n: number) => number {
  const next = random(seed);
  return (n) => next() % n;
}
