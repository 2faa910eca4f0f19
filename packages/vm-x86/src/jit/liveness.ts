import { Reg } from '../cpu/state.js';
import { Control } from './control-flow.js';
import type { Discovery } from './discover.js';
import { Status } from './effects.js';
import type { FunctionGraph } from './graph.js';

/**
 * Which status flags are read after each instruction before they are written again, over all functions at once: a call
 * hands its flags to the callee, and every `ret` may return to behind every call.
 */
export class FlagLiveness {
  /** By instruction: flags that count in front of it. */
  readonly before: Uint8Array;
  /** Flags that count after a `ret`. */
  atReturn = 0;

  /** `readBy`: flags that a function which is not among the code may read, by its address. */
  constructor(
    private readonly code: Discovery,
    private readonly readBy: (address: number) => number,
  ) {
    this.before = new Uint8Array(code.count);
  }

  /** Everything counts everywhere: when a signal handler may look at the flags of any instruction. */
  assumeAll(): void {
    this.before.fill(Status.all);
    this.atReturn = Status.all;
  }

  /** `open`: nobody knows what comes after a `ret`. */
  solve(open: boolean): void {
    if (open) this.atReturn = Status.all;
    const { before } = this;
    const { count, control, flagKills, flagReads, next } = this.code;
    for (let changed = true; changed; ) {
      changed = false;
      for (let n = count - 1; n >= 0; n--) {
        const after = control[n] === Control.plain ? before[next[n]!]! : this.after(n);
        const flags = (after & ~flagKills[n]!) | flagReads[n]!;
        if (flags === before[n]) continue;
        before[n] = flags;
        changed = true;
      }
    }
  }

  /** Flags that count behind an instruction. */
  after(n: number): number {
    const { code, before } = this;
    switch (code.control[n]) {
      case Control.branch:
        return before[code.goal[n]!]! | before[code.next[n]!]!;
      case Control.jump:
        return before[code.goal[n]!]!;
      case Control.call: {
        this.returnTo(code.next[n]!);
        const entry = code.goal[n]!;
        return entry < 0 ? this.readBy(code.target[n]! >>> 0) : before[entry]!;
      }
      case Control.indirectCall:
        this.returnTo(code.next[n]!);
        return Status.all;
      case Control.ret:
        return this.atReturn;
      case Control.indirectJump:
      case Control.stop:
        return Status.all;
      default:
        return before[code.next[n]!]!;
    }
  }

  private returnTo(n: number): void {
    this.atReturn |= this.before[n]!;
  }
}

/** What calls into other functions do with registers: all are in cells then but eax and esp, which are handed over. */
const HANDED_OVER = (1 << Reg.eax) | (1 << Reg.esp);

/**
 * Registers of one function: which are read on some way from a block's beginning before they are written, and which may
 * differ from their cells there.
 */
export class RegisterLiveness {
  /** Registers read behind a call, by its number. */
  usedBehind = new Uint8Array(1024);
  /** By block. */
  usedAtStart = new Int32Array(256);
  dirtyAtStart = new Int32Array(256);

  private reserve(instructions: number, blocks: number): void {
    if (this.usedBehind.length < instructions) this.usedBehind = new Uint8Array(instructions);
    if (this.usedAtStart.length < blocks) {
      this.usedAtStart = new Int32Array(blocks * 2);
      this.dirtyAtStart = new Int32Array(blocks * 2);
    }
  }

  solve(code: Discovery, graph: FunctionGraph): void {
    this.reserve(code.count, graph.count);
    this.usedAtStart.fill(0, 0, graph.count);
    this.dirtyAtStart.fill(0, 0, graph.count);
    this.dirtyAtStart[0] = HANDED_OVER;
    for (let changed = true; changed; ) {
      changed = false;
      for (let block = graph.count - 1; block >= 0; block--) {
        const used = this.usedFrom(code, graph, block);
        if (used === this.usedAtStart[block]) continue;
        this.usedAtStart[block] = used;
        changed = true;
      }
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (let block = 0; block < graph.count; block++) {
        const dirty = this.dirtyBehind(code, graph, block);
        changed = this.join(graph.taken[block]!, dirty) || changed;
        changed = this.join(graph.next[block]!, dirty) || changed;
      }
    }
  }

  private join(block: number, dirty: number): boolean {
    if (block < 0) return false;
    const joined = this.dirtyAtStart[block]! | dirty;
    if (joined === this.dirtyAtStart[block]) return false;
    this.dirtyAtStart[block] = joined;
    return true;
  }

  private usedFrom(code: Discovery, graph: FunctionGraph, block: number): number {
    const taken = graph.taken[block]!;
    const next = graph.next[block]!;
    let used = (taken < 0 ? 0 : this.usedAtStart[taken]!) | (next < 0 ? 0 : this.usedAtStart[next]!);
    const first = graph.first[block]!;
    for (let n = first + graph.size[block]! - 1; n >= first; n--) {
      switch (code.control[n]) {
        case Control.call:
        case Control.indirectCall:
          this.usedBehind[n] = used;
          used = HANDED_OVER | code.reads[n]!;
          break;
        case Control.ret:
          used = HANDED_OVER;
          break;
        case Control.syscall:
          used &= ~(1 << Reg.eax);
          break;
        case Control.step:
        case Control.stop:
          used = 0;
          break;
        default:
          used = (used & ~code.writes[n]!) | code.reads[n]!;
      }
    }
    return used;
  }

  private dirtyBehind(code: Discovery, graph: FunctionGraph, block: number): number {
    let dirty = this.dirtyAtStart[block]!;
    const first = graph.first[block]!;
    const end = first + graph.size[block]!;
    for (let n = first; n < end; n++) {
      switch (code.control[n]) {
        case Control.call:
        case Control.indirectCall:
          dirty = HANDED_OVER;
          break;
        case Control.syscall:
        case Control.step:
          dirty = 0;
          break;
        default:
          dirty |= code.writes[n]!;
      }
    }
    return dirty;
  }
}
