import { Control } from './control-flow.js';
import type { Discovery } from './discover.js';
import { makeReducible } from './reducible.js';

/** How a block ends. */
export const End = {
  /** Falls or jumps into `next`. */
  jump: 0,
  /** Goes to `taken` or to `next`, as its last instruction says. */
  branch: 1,
  /** Returns, jumps somewhere unknown, or stops: its last instruction says which. */
  out: 2,
  /** An empty block: control goes to an address outside of the function. */
  leave: 3,
  /** An empty block that sets the selector and goes to `next`. */
  select: 4,
  /** An empty block that goes to `taken` if the selector has its value, else to `next`. */
  test: 5,
} as const;

/** Instructions of one function. What lies beyond is entered through the dispatcher. */
const MAX_INSTRUCTIONS = 6000;
const NOWHERE = -1;

/**
 * The blocks of one function, numbered in reverse postorder from the entry, 0: every block has a greater number than the
 * block that dominates it, and only edges that close a loop lead to a number that is not greater.
 */
export class FunctionGraph {
  count = 0;
  /** Number of a block's first instruction in the discovery, and how many there are. */
  first = new Int32Array(256);
  size = new Int32Array(256);
  end = new Uint8Array(256);
  taken = new Int32Array(256);
  next = new Int32Array(256);
  /** Where the block begins; for `End.leave`, where it leads. */
  address = new Int32Array(256);
  /** For `End.select` and `End.test`: the value of the selector. */
  selector = new Int32Array(256);
  /** The block that dominates a block immediately. */
  dominator = new Int32Array(256);
  /** Children in the tree of dominators that several ways lead to: the greatest number first, then down by `nextMerge`. */
  firstMerge = new Int32Array(256);
  nextMerge = new Int32Array(256);
  /** Edges that come from blocks with smaller numbers. */
  forwardEdges = new Int32Array(256);
  /** 1 for blocks that a loop's last edge leads back to. */
  isLoop = new Uint8Array(256);
  /** Instructions altogether. */
  instructions = 0;

  private scratch = new Int32Array(256);
  private blockOf = new Int32Array(4096).fill(NOWHERE);
  private stamp = new Int32Array(4096);
  private generation = 0;
  /** An edge that closes a loop which has other entries than its head. */
  private badFrom = 0;
  private badTo = 0;

  /** Builds the graph of the function that begins at instruction `entry`. */
  build(code: Discovery, entry: number): void {
    this.collect(code, entry);
    this.number();
    this.countEdges();
    while (!this.dominate()) {
      makeReducible(this, this.badFrom, this.badTo);
      this.number();
      this.countEdges();
    }
    this.listMerges();
  }

  // Collecting: blocks in the order in which they are met.

  private collect(code: Discovery, entry: number): void {
    this.generation++;
    if (this.blockOf.length < code.count) {
      this.blockOf = new Int32Array(code.count * 2);
      this.stamp = new Int32Array(code.count * 2);
    }
    this.count = this.instructions = 0;
    this.blockAt(code, entry);
    for (let block = 0; block < this.count; block++) {
      if (this.end[block] !== End.leave) this.complete(code, block);
    }
  }

  /** The block that begins with instruction `n`. */
  private blockAt(code: Discovery, n: number): number {
    if (this.stamp[n] === this.generation) return this.blockOf[n]!;
    const block = this.addBlock();
    this.stamp[n] = this.generation;
    this.blockOf[n] = block;
    this.first[block] = n;
    this.address[block] = code.address[n]!;
    this.end[block] = this.instructions < MAX_INSTRUCTIONS ? End.out : End.leave;
    return block;
  }

  /** A new block, which leads nowhere yet. */
  addBlock(): number {
    if (this.count === this.end.length) this.grow();
    const block = this.count++;
    this.size[block] = 0;
    this.taken[block] = this.next[block] = NOWHERE;
    return block;
  }

  /** Finds the block's last instruction, and where it leads. */
  private complete(code: Discovery, block: number): void {
    let n = this.first[block]!;
    let size = 1;
    for (;;) {
      const control = code.control[n]!;
      if (control === Control.branch || control === Control.jump || control === Control.ret) break;
      if (control === Control.indirectJump || control === Control.stop) break;
      const next = code.next[n]!;
      if (next !== n + 1 || code.isLeader(next)) {
        this.finish(block, size, End.jump);
        this.link(block, this.blockAt(code, next));
        return;
      }
      n = next;
      size++;
    }
    switch (code.control[n]) {
      case Control.branch:
        this.finish(block, size, End.branch);
        this.link(block, this.blockAt(code, code.next[n]!), this.blockAt(code, code.goal[n]!));
        if (this.taken[block] === this.next[block]) this.end[block] = End.jump;
        break;
      case Control.jump:
        this.finish(block, size, End.jump);
        this.link(block, this.blockAt(code, code.goal[n]!));
        break;
      default:
        this.finish(block, size, End.out);
    }
  }

  /** Notes where a block leads. By a call, since making the successors may have replaced the arrays. */
  private link(block: number, next: number, taken = NOWHERE): void {
    this.next[block] = next;
    this.taken[block] = taken;
  }

  private finish(block: number, size: number, end: number): void {
    this.size[block] = size;
    this.end[block] = end;
    this.instructions += size;
  }

  // Numbering.

  /** Renumbers the blocks in reverse postorder of a depth-first walk. */
  private number(): void {
    const { count } = this;
    const seen = new Uint8Array(count);
    const stack = [0];
    const postorder: number[] = [];
    seen[0] = 1;
    while (stack.length > 0) {
      const block = stack[stack.length - 1]!;
      // `taken` first, so that the path that falls through gets the numbers directly behind the block.
      const successor = this.unseen(this.taken[block]!, seen) ?? this.unseen(this.next[block]!, seen);
      if (successor === undefined) {
        postorder.push(block);
        stack.pop();
      } else {
        seen[successor] = 1;
        stack.push(successor);
      }
    }
    const reached = postorder.length;
    const numbers = new Int32Array(count).fill(NOWHERE);
    for (let n = 0; n < reached; n++) numbers[postorder[n]!] = reached - 1 - n;
    this.permute(numbers, reached);
  }

  private unseen(block: number, seen: Uint8Array): number | undefined {
    return block !== NOWHERE && seen[block] === 0 ? block : undefined;
  }

  /** Brings the blocks into the order of their numbers; those without a number go. */
  private permute(numbers: Int32Array, reached: number): void {
    const { first, size, address, selector, end, taken, next } = this;
    for (const edges of [taken, next]) {
      for (let block = 0; block < this.count; block++) {
        if (edges[block]! >= 0) edges[block] = numbers[edges[block]!]!;
      }
    }
    // A function of its own: seven copies of it within this one took V8 longer to compile than all of the translator to run.
    for (const facts of [first, size, address, selector, end, taken, next]) this.move(facts, numbers);
    this.count = reached;
  }

  private move(facts: Int32Array | Uint8Array, numbers: Int32Array): void {
    const { count } = this;
    if (this.scratch.length < count) this.scratch = new Int32Array(count * 2);
    const { scratch } = this;
    for (let block = 0; block < count; block++) scratch[block] = facts[block]!;
    for (let block = 0; block < count; block++) {
      const to = numbers[block]!;
      if (to >= 0) facts[to] = scratch[block]!;
    }
  }

  private countEdges(): void {
    this.forwardEdges.fill(0, 0, this.count);
    for (let block = 0; block < this.count; block++) {
      for (const successor of [this.taken[block]!, this.next[block]!]) {
        if (successor > block) this.forwardEdges[successor]!++;
      }
    }
  }

  // Dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm).

  /** Finds dominators and loops; false when some loop can be entered other than through its head. */
  private dominate(): boolean {
    const { count, dominator } = this;
    dominator.fill(NOWHERE, 0, count);
    this.isLoop.fill(0, 0, count);
    dominator[0] = 0;
    // In reverse postorder the second pass changes nothing in reducible graphs, which nearly all are.
    for (let changed = true; changed; ) {
      changed = false;
      for (let block = 0; block < count; block++) {
        changed = this.joinDominator(this.taken[block]!, block) || changed;
        changed = this.joinDominator(this.next[block]!, block) || changed;
      }
    }
    for (let block = 0; block < count; block++) {
      if (!this.closesLoop(block, this.taken[block]!) || !this.closesLoop(block, this.next[block]!)) return false;
    }
    return true;
  }

  /** There is an edge from `from` to `block`; true when that changes what dominates `block`. */
  private joinDominator(block: number, from: number): boolean {
    if (block <= 0) return false;
    const known = this.dominator[block]!;
    const joined = known === NOWHERE ? from : this.commonDominator(known, from);
    if (joined === known) return false;
    this.dominator[block] = joined;
    return true;
  }

  commonDominator(a: number, b: number): number {
    let [x, y] = [a, b];
    while (x !== y) {
      if (x > y) x = this.dominator[x]!;
      else y = this.dominator[y]!;
    }
    return x;
  }

  private closesLoop(from: number, to: number): boolean {
    if (to === NOWHERE || to > from) return true;
    this.isLoop[to] = 1;
    if (this.dominates(to, from)) return true;
    this.badFrom = from;
    this.badTo = to;
    return false;
  }

  dominates(a: number, b: number): boolean {
    let block = b;
    while (block > a) block = this.dominator[block]!;
    return block === a;
  }

  private listMerges(): void {
    this.firstMerge.fill(NOWHERE, 0, this.count);
    for (let block = 1; block < this.count; block++) {
      if (this.forwardEdges[block]! < 2) continue;
      const dominator = this.dominator[block]!;
      this.nextMerge[block] = this.firstMerge[dominator]!;
      this.firstMerge[dominator] = block;
    }
  }

  private grow(): void {
    const size = this.end.length * 2;
    const larger = (from: Int32Array): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(size);
      to.set(from);
      return to;
    };
    this.first = larger(this.first);
    this.size = larger(this.size);
    this.taken = larger(this.taken);
    this.next = larger(this.next);
    this.address = larger(this.address);
    this.selector = larger(this.selector);
    this.dominator = larger(this.dominator);
    this.forwardEdges = larger(this.forwardEdges);
    this.firstMerge = larger(this.firstMerge);
    this.nextMerge = larger(this.nextMerge);
    const end = new Uint8Array(size);
    end.set(this.end);
    this.end = end;
    this.isLoop = new Uint8Array(size);
  }
}
