import { ByteSet } from '../byte-set.js';
import { type AddressSpace, MAPPED, PAGE_SHIFT, PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from '../memory.js';
import { ModuleWriter } from '../wasm/index.js';
import { Control } from './control-flow.js';
import { Discovery, Wanted } from './discover.js';
import type { Linkage } from './emit/control.js';
import { Emitter } from './emitter.js';
import { FloatingFunctions } from './floating/functions.js';
import { FunctionTranslator } from './function.js';
import { FunctionGraph } from './graph.js';
import { addHelpers } from './helpers.js';
import { FlagLiveness } from './liveness.js';
import { Local } from './locals.js';
import type { Program } from './program.js';
import { flagsReadFrom } from './returns.js';

/** Instructions that one batch may hold. */
const MAX_INSTRUCTIONS = 400_000;

/** A run of bytes that were translated. */
interface CodeRun {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/**
 * Functions translated together: a module, where its functions go in the table, and what has to be true of a memory for
 * the module to be right there.
 */
export class Batch {
  /** Addresses of the functions: their table slots count up from `slot`. */
  readonly addresses: readonly number[];

  constructor(
    readonly module: WebAssembly.Module,
    readonly slot: number,
    addresses: number[],
    readonly runs: readonly CodeRun[],
    /** Rights that pages must have, by page. */
    private readonly pages: ReadonlyMap<number, number>,
    /** Bytes of the module, and instructions in it. */
    readonly size: number,
    readonly instructions: number,
    /** Flags that its functions leave right when they return. */
    readonly flagsAtReturn: number,
    /** Instructions of its longest function. */
    readonly longestPath: number,
  ) {
    this.addresses = addresses;
  }

  /** True when the memory holds the code that was translated, with pages that allow what was relied on. */
  fits(space: AddressSpace): boolean {
    for (const [page, rights] of this.pages) if ((space.protection[page]! & rights) !== rights) return false;
    return this.runs.every(({ start, bytes }) => sameBytes(space.bytes, start, bytes));
  }

  /** Has stores into the code noticed. */
  watch(space: AddressSpace): void {
    for (const { start, bytes } of this.runs) space.watch(start, bytes.length);
  }

  /** True when pages have the rights they need and stores into the code are still noticed. */
  isIntact(space: AddressSpace): boolean {
    for (const [page, rights] of this.pages) {
      if ((space.protection[page]! & rights) !== rights) return false;
      if ((rights & PROT_EXEC) !== 0 && !space.isWatched(page)) return false;
    }
    return true;
  }
}

function sameBytes(memory: Uint8Array, start: number, bytes: Uint8Array): boolean {
  if (start + bytes.length > memory.length) return false;
  for (let n = 0; n < bytes.length; n++) if (memory[start + n] !== bytes[n]) return false;
  return true;
}

export interface TranslationRequest {
  readonly roots: readonly number[];
  /** Places that control comes to often: they become roots too unless they are in a function that is translated. */
  readonly places: readonly number[];
  /** Control can come to the roots from anywhere: nobody knows which flags count when they return. */
  readonly open: boolean;
  /** Whether a function that is called is worth it. */
  isWarm(address: number): boolean;
  /** Others are translated as well, up to so many instructions in all. */
  readonly eager: number;
}

/**
 * Translates the functions that begin at `roots`, and the warm ones of those that they call. A root need not be
 * a function: it can be any place that control comes to often.
 */
export function translate(program: Program, space: AddressSpace, request: TranslationRequest): Batch {
  return new Translation(program, space, request).run();
}

class Translation implements Linkage {
  private readonly code: Discovery;
  private readonly pages = new Map<number, number>();
  private flags: FlagLiveness;
  private readonly looked = new ByteSet();
  private readonly lookedRuns: number[] = [];
  /** Flags that functions outside of the code may read. */
  private readonly reads = new Map<number, number>();
  private firstFunction = 0;
  /** Position among the entries, by instruction number. */
  private positions = new Map<number, number>();

  constructor(
    private readonly program: Program,
    private readonly space: AddressSpace,
    private readonly request: TranslationRequest,
  ) {
    const { limit, top } = space.stack;
    this.code = new Discovery(space, {
      instructions: MAX_INSTRUCTIONS,
      isExcluded: (address, length) =>
        (address < top && address + length > limit) || program.isVolatile(address, length),
      isWanted: (address) => {
        if (program.slotAt(address) >= 0) return Wanted.no;
        return request.isWarm(address) ? Wanted.yes : Wanted.maybe;
      },
    });
    this.flags = new FlagLiveness(this.code, this.readBy);
  }

  run(): Batch {
    const { code, program } = this;
    this.discover();
    code.link();
    this.notePops();
    this.flags = new FlagLiveness(code, this.readBy);
    const precise = this.solveFlags();
    code.entries.forEach((n, position) => this.positions.set(n, position));
    const module = new ModuleWriter(code.count * 48);
    const imports = addHelpers(module);
    this.firstFunction = module.nextFunction;
    const floating = new FloatingFunctions(this.firstFunction + code.entries.length, imports.x87);
    const emitter = new Emitter(program.exits, program.x87, floating, imports, this);
    emitter.precise = precise;
    const graph = new FunctionGraph();
    const translator = new FunctionTranslator(emitter, this.space, code, this.flags, graph, this);
    let longestPath = 0;
    const slot = program.reserveSlots(code.entries.length);
    const indices: number[] = [];
    for (const entry of code.entries) {
      emitter.code.length = 0;
      translator.translate(entry);
      longestPath = Math.max(longestPath, graph.instructions);
      indices.push(module.function(imports.type, 1, emitter.locals.count - Local.wide - 1, emitter.code.view()));
    }
    floating.addTo(module);
    module.fillTable(slot, indices);
    const bytes = module.finish();
    const addresses = code.entries.map((n) => code.address[n]! >>> 0);
    const runs = this.codeRuns();
    this.noteReturns();
    return new Batch(
      new WebAssembly.Module(bytes),
      slot,
      addresses,
      runs,
      this.pages,
      bytes.length,
      code.count,
      this.flags.atReturn,
      longestPath,
    );
  }

  private discover(): void {
    const { code, program } = this;
    const { roots, places, eager } = this.request;
    code.run(roots);
    for (const place of [...places].sort((a, b) => a - b)) {
      if (code.at(place) < 0 && program.slotAt(place) < 0) code.run([place]);
    }
    for (const address of code.runDeferred(eager)) program.coldFunctions.add(address);
  }

  /** Finds out which flags count; true when all of them do, everywhere. */
  private solveFlags(): boolean {
    const { code, flags, program, looked } = this;
    let precise = program.precise || code.changesItself;
    if (!precise) {
      flags.solve(this.request.open || code.hasIndirectCalls || code.takesReturnAddress);
      precise = code.storesInto((address, size) => looked.touches(address, size));
    }
    if (precise) flags.assumeAll();
    return precise;
  }

  private readonly readBy = (address: number): number => {
    let flags = this.reads.get(address);
    if (flags === undefined) {
      flags = flagsReadFrom(this.space, address, this.rely);
      this.reads.set(address, flags);
    }
    return flags;
  };

  /** Bytes that are not translated but looked at: they count as code, whose changes are noticed. */
  private readonly rely = (address: number, length: number): boolean => {
    const { limit, top } = this.space.stack;
    if ((address < top && address + length > limit) || this.program.isVolatile(address, length)) return false;
    this.looked.add(address, length);
    this.lookedRuns.push(address * 16 + length);
    return true;
  };

  private notePops(): void {
    const { code, program } = this;
    if (!code.hasPoppingReturns) return;
    for (const entry of code.entries) {
      const pops = code.popsFrom(entry);
      if (pops > 0) program.pops.set(code.address[entry]! >>> 0, pops);
    }
  }

  private noteReturns(): void {
    const { code, flags, program } = this;
    for (let n = 0; n < code.count; n++) {
      if (code.control[n] !== Control.call && code.control[n] !== Control.indirectCall) continue;
      const next = code.next[n]!;
      program.returnPoints.set(code.address[next]! >>> 0, flags.before[next]!);
    }
  }

  /** Bytes of the instructions that were met, in runs. */
  private codeRuns(): CodeRun[] {
    const { code, space } = this;
    const order = new Float64Array(code.count + this.lookedRuns.length);
    order.set(this.lookedRuns, code.count);
    for (let n = 0; n < code.count; n++) order[n] = (code.address[n]! >>> 0) * 16 + code.length[n]!;
    order.sort();
    const runs: CodeRun[] = [];
    let start = 0;
    let end = -1;
    for (const item of order) {
      const address = Math.floor(item / 16);
      const length = item % 16;
      if (length === 0) continue;
      if (address > end) {
        if (end > start) runs.push({ start, bytes: space.bytes.slice(start, end) });
        start = address;
        end = address;
      }
      end = Math.max(end, address + length);
    }
    if (end > start) runs.push({ start, bytes: space.bytes.slice(start, end) });
    for (const run of runs) this.need(run.start, run.bytes.length, PROT_EXEC | MAPPED);
    return runs;
  }

  private need(address: number, size: number, rights: number): void {
    for (let page = address >>> PAGE_SHIFT; page * PAGE_SIZE < address + size; page++) {
      this.pages.set(page, (this.pages.get(page) ?? 0) | rights);
    }
  }

  // What the emitters ask.

  functionAt(address: number): number {
    const position = this.positions.get(this.code.at(address));
    return position === undefined ? -1 : this.firstFunction + position;
  }

  slotOf(address: number, flags: number): number {
    const slot = this.program.slotAt(address);
    return slot >= 0 && (flags & ~this.program.flagsAtReturn(slot)) === 0 ? slot : -1;
  }

  popsOf(address: number): number {
    return this.program.pops.get(address) ?? 0;
  }

  readsFlags(address: number): boolean {
    const n = this.code.at(address);
    return (n < 0 ? this.readBy(address) : this.flags.before[n]) !== 0;
  }

  wantBehindCall(flags: number): void {
    this.program.wantedBehindCalls |= flags;
  }

  canRead(address: number, size: number): boolean {
    return this.canRelyOn(address, size, PROT_READ);
  }

  canWrite(address: number, size: number): boolean {
    if (this.code.covers(address, size) || this.looked.touches(address, size)) return false;
    if (this.space.unwatchedFrom(address, 1, size) < size) return false;
    if (!this.canRelyOn(address, size, PROT_WRITE)) return false;
    this.program.fixedStores.add(address, size);
    return true;
  }

  /** A constant address can be accessed unchecked if its page is part of the program and allows it now. */
  private canRelyOn(address: number, size: number, rights: number): boolean {
    const { protection, stack } = this.space;
    if (address < stack.top && address + size > stack.limit) return false;
    for (let page = address >>> PAGE_SHIFT; page * PAGE_SIZE < address + size; page++) {
      if ((protection[page]! & rights) !== rights) return false;
    }
    this.need(address, size, rights | MAPPED);
    return true;
  }
}
