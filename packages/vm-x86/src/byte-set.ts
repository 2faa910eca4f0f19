const PAGE_SHIFT = 12;
const PAGE_SIZE = 1 << PAGE_SHIFT;

/** A set of addresses: bytes of code, of variables. They come in runs, on few pages. */
export class ByteSet {
  private readonly members = new Map<number, Uint8Array>();

  /** Numbers of the pages with members. */
  pages(): Iterable<number> {
    return this.members.keys();
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  add(start: number, length: number): void {
    for (let address = start; address < start + length; ) {
      const page = Math.floor(address / PAGE_SIZE);
      let bytes = this.members.get(page);
      if (bytes === undefined) {
        bytes = new Uint8Array(PAGE_SIZE);
        this.members.set(page, bytes);
      }
      const end = Math.min(start + length, (page + 1) * PAGE_SIZE);
      bytes.fill(1, address % PAGE_SIZE, ((end - 1) % PAGE_SIZE) + 1);
      address = end;
    }
  }

  has(address: number): boolean {
    return this.members.get(address >>> PAGE_SHIFT)?.[address & (PAGE_SIZE - 1)] === 1;
  }

  /** True when one of the bytes from `address` on is a member. */
  touches(address: number, length: number): boolean {
    return this.gap(address, 1, length) < length;
  }

  /** How many bytes from `address` on, at most `limit`, are not members; downwards for a `direction` of -1. */
  gap(address: number, direction: 1 | -1, limit: number): number {
    if (this.isFar(address, address + direction * (limit - 1))) return limit;
    let page = -1;
    let bytes: Uint8Array | undefined;
    for (let n = 0; n < limit; n++) {
      const at = address + direction * n;
      if (at >>> PAGE_SHIFT !== page) {
        page = at >>> PAGE_SHIFT;
        bytes = this.members.get(page);
      }
      if (bytes?.[at & (PAGE_SIZE - 1)] === 1) return n;
    }
    return limit;
  }

  /** True when two neighbouring addresses are on pages without members. Most are. */
  private isFar(one: number, other: number): boolean {
    const { members } = this;
    if (members.size === 0) return true;
    const page = one >>> PAGE_SHIFT;
    const last = other >>> PAGE_SHIFT;
    return Math.abs(last - page) <= 1 && !members.has(page) && (last === page || !members.has(last));
  }

  clear(): void {
    this.members.clear();
  }
}
