import { Flag } from '../cpu/flags.js';
import { unusualSegments } from '../cpu/segments.js';
import { type CpuState, Reg, Seg } from '../cpu/state.js';
import type { Engine, GuestContext, Trap } from '../engine.js';
import type { AddressSpace } from '../memory.js';
import { Cell, Slot, TARGET_ENTRIES, Unwind } from './cells.js';
import { forgetUnit } from './floating/unit.js';
import { Names } from './helpers.js';
import type { Program } from './program.js';
import { Spans, setStack } from './spans.js';
import { closeWindows, openWindows } from './windows.js';

/** Bytes of stack that translated functions may use before their nesting is undone: WebAssembly's own stack is small. */
const WINDOW = 0x6000;
/** Words of the page that holds the cells. */
const CELL_WORDS = 1024;
/** Functions that may be interpreted for translated code, one within the other: each takes some of the host's stack. */
const MAX_DEPTH = 50;
/** Most fuel that is given at once. */
const MAX_FUEL = 1 << 30;

const SYSCALL: Trap = { kind: 'syscall' };
const YIELDED: Trap = { kind: 'yielded' };

type Enter = (slot: number, esp: number, eax: number, fuel: number) => void;

/** A program in one memory: its instances, as far as they were made. */
interface Attachment {
  readonly table: WebAssembly.Table;
  enter: Enter | null;
  count: number;
}

/** The translated code of one address space: its instances, the cells, and the ways in and out. */
export class Guest {
  /** What is executed in the space; null until it is known. */
  program: Program | null = null;
  /** Instructions interpreted since the space was given to a program, or something was translated. */
  interpreted = 0;
  /** Where the program began. */
  start = 0;
  /** `AddressSpace.uses` at that time; -1 before. */
  use = -1;
  /** Flags are right at every exit. */
  precise = false;
  /** Places that are not translated to which control came often since something was translated. */
  readonly hot: number[] = [];
  /** What made the code leave, if it was a trap. */
  trap: Trap | null = null;
  private cells: Int32Array;
  private readonly attachments = new WeakMap<Program, Attachment>();
  private attached: Attachment | null = null;
  /** Batches of the program that fit this memory: the first so many. */
  private usable = 0;
  private readonly spans = new Spans();
  private context: GuestContext | null = null;
  /** `cpu.instructions` when the fuel of the code that runs is used up, and when code was entered last. */
  fuelEnd = 0;
  private entered = 0;
  /** What `enter` was called with, and the longest path that it reckoned with. */
  private limit = 0;
  private pause = 0;
  private longestPath = 0;
  /** Functions that are interpreted for translated code, one within the other. */
  private depth = 0;
  private error: unknown = null;

  constructor(
    readonly space: AddressSpace,
    private readonly interpreter: Engine,
    /** Goes on with a function until esp is `frame`, behind its return address; false when that did not happen. */
    private readonly finish: (guest: Guest, context: GuestContext, frame: number) => boolean,
  ) {
    this.cells = new Int32Array(space.memory.buffer, 0, CELL_WORDS);
    forgetUnit(this.cells);
  }

  /** Forgets what the space was used for: it holds something else now, which begins at `start`. */
  detach(start: number): void {
    this.use = this.space.uses;
    this.program = null;
    this.attached = null;
    this.usable = 0;
    this.interpreted = 0;
    this.hot.length = 0;
    this.start = start;
    this.space.unwatch();
    this.spans.forget(this.space);
  }

  /** Uses a program, as far as its batches fit the memory. */
  attach(program: Program): void {
    this.program = program;
    const known = this.attachments.get(program);
    // What is in use already goes on being so.
    if (known === undefined || known !== this.attached) {
      this.attached = known ?? { table: newTable(), enter: null, count: 0 };
      this.attachments.set(program, this.attached);
      this.usable = 0;
    }
    this.extend();
  }

  /** Uses batches that were added to the program, and instantiates what is not there yet. */
  private extend(): void {
    const { space, usable } = this;
    const program = this.program!;
    const attached = this.attached!;
    while (this.usable < program.batches.length) {
      const batch = program.batches[this.usable]!;
      if (!batch.fits(space)) break;
      if (this.usable === attached.count) {
        const missing = batch.slot + batch.addresses.length - attached.table.length;
        if (missing > 0) attached.table.grow(missing + 64);
        const instance = this.instantiate(batch.module, attached.table);
        attached.enter ??= instance.exports[Names.enter] as Enter;
        attached.count++;
      }
      batch.watch(space);
      this.usable++;
    }
    if (this.usable === usable && usable > 0) return;
    this.refreshCells();
    this.forgetTargets();
    this.spans.update(space, program.codeRanges, this.cells, true);
  }

  /** Empties the table of indirect targets: an address that belongs to another entry is never found. */
  private forgetTargets(): void {
    const first = Cell.targets >> 2;
    this.cells.fill(0, first, first + 2 * TARGET_ENTRIES);
    this.cells[first] = 1;
  }

  private instantiate(module: WebAssembly.Module, table: WebAssembly.Table): WebAssembly.Instance {
    return new WebAssembly.Instance(module, {
      [Names.module]: {
        [Names.memory]: this.space.memory,
        [Names.table]: table,
        [Names.syscall]: () => this.syscall(),
        [Names.step]: () => this.step(),
        [Names.x87]: (number: number, address: number) =>
          this.program!.x87.execute(number, address, this.context!, this.cells),
        [Names.cold]: () => this.cold(),
        [Names.finish]: (entry: number) => this.finishFrom(entry),
        [Names.resolve]: (address: number) => this.resolve(address),
      },
    });
  }

  /** Table slot of the translated code at an address; -1 when there is none. */
  slotAt(address: number): number {
    const { program } = this;
    if (program === null) return -1;
    const slot = program.slotAt(address);
    if (slot < 0 || slot < this.slots) return slot;
    // Another process has found it; this one has to look whether it has the same code.
    this.extend();
    return slot < this.slots ? slot : -1;
  }

  /** True when part of the program does not fit: another process has translated code that is not here. */
  get isPartial(): boolean {
    return this.program !== null && this.usable < this.program.batches.length;
  }

  /** Table slots that can be used here. */
  private get slots(): number {
    if (this.usable === 0) return 0;
    const { slot, addresses } = this.program!.batches[this.usable - 1]!;
    return slot + addresses.length;
  }

  /** Takes notice of what happened to the memory; false when the code in it is no longer what was translated. */
  isIntact(): boolean {
    const { space, program } = this;
    if (space.watchedStores.length > 0) return false;
    if (space.changes.end === 0 || program === null) return true;
    for (let n = 0; n < this.usable; n++) if (!program.batches[n]!.isIntact(space)) return false;
    this.refreshCells();
    this.spans.update(space, program.codeRanges, this.cells, false);
    return true;
  }

  /** The cells live in the memory's buffer, which is another one after it has grown. */
  private refreshCells(): void {
    if (this.cells.length === 0) this.cells = new Int32Array(this.space.memory.buffer, 0, CELL_WORDS);
  }

  /**
   * Runs translated code from the function in `slot` on until it comes back: at most up to `limit` instructions, and not
   * much further than `pause`. False when so little is left that only the interpreter can stop in time.
   */
  enter(context: GuestContext, slot: number, limit: number, pause: number): boolean {
    this.context = context;
    this.limit = limit;
    this.pause = pause;
    this.longestPath = this.program!.longestPath;
    setStack(this.space, this.cells, (context.cpu.regs[Reg.esp]! >>> 0) - WINDOW);
    return this.call(context, slot);
  }

  /** The same within a function that is interpreted for translated code. False when its frames have to be left. */
  enterAgain(context: GuestContext, slot: number): boolean {
    return this.call(context, slot) && this.trap === null;
  }

  /** True when a function was not entered because too many nest: it can be once their frames are left. */
  get nestsTooDeep(): boolean {
    return this.cells[Cell.stackLow >> 2]! >>> 0 > this.space.stack.low;
  }

  private call({ cpu }: GuestContext, slot: number): boolean {
    const { cells, limit, pause, longestPath } = this;
    if (this.program!.longestPath > longestPath) return false;
    // The fuel is looked at before it is used up for good: a function's length too late at most.
    const fuel = Math.min(MAX_FUEL, pause - cpu.instructions, limit - cpu.instructions - longestPath);
    if (fuel <= 0) return false;
    this.trap = null;
    this.entered = cpu.instructions;
    this.store(cpu);
    this.fuelEnd = cpu.instructions + fuel;
    cells[Cell.fuel >> 2] = fuel;
    cells[Cell.unwind >> 2] = Unwind.none;
    cells[Cell.pops >> 2] = 0;
    this.attached!.enter!(slot, cpu.regs[Reg.esp]!, cpu.regs[Reg.eax]!, fuel);
    this.left(cpu);
    return true;
  }

  /** Translated code has come back. */
  private left(cpu: CpuState): void {
    this.refreshCells();
    const { cells } = this;
    const unwind = cells[Cell.unwind >> 2]!;
    if (this.error !== null) {
      const { error } = this;
      this.error = null;
      throw error;
    }
    if (unwind !== Unwind.outside) this.arrive(cpu);
  }

  /** Registers, flags, eip and count are taken from what an exit has left. */
  private arrive(cpu: CpuState): void {
    this.refreshCells();
    const { cells } = this;
    const unwind = cells[Cell.unwind >> 2]!;
    this.closeWindows();
    this.load(cpu);
    if (unwind > 0) this.program!.exits.apply(unwind, cells, cpu);
    else cpu.eip = cells[Cell.eip >> 2]! >>> 0;
    cpu.instructions = this.fuelEnd - cells[Cell.fuel >> 2]!;
  }

  /** Registers and flags from the process into the cells. */
  private store(cpu: CpuState): void {
    const { cells } = this;
    const { flags, regs, segmentBases } = cpu;
    for (let register = 0; register < 8; register++) cells[(Cell.registers >> 2) + register] = regs[register]!;
    cells[Cell.flagResult >> 2] = flags.result;
    cells[Cell.flagCarries >> 2] = flags.carries;
    cells[Cell.direction >> 2] = flags.control & Flag.df;
    cells[Cell.fsBase >> 2] = segmentBases[Seg.fs]!;
    cells[Cell.gsBase >> 2] = segmentBases[Seg.gs]!;
  }

  /** And back. */
  private load(cpu: CpuState): void {
    const { cells } = this;
    const { flags, regs } = cpu;
    for (let register = 0; register < 8; register++) regs[register] = cells[(Cell.registers >> 2) + register]!;
    flags.result = cells[Cell.flagResult >> 2]!;
    flags.carries = cells[Cell.flagCarries >> 2]!;
    flags.control = (flags.control & ~Flag.df) | cells[Cell.direction >> 2]!;
    this.program!.x87.takeUnit(cpu, cells);
  }

  // What translated code calls. An answer other than 0 makes it come back.

  private syscall(): number {
    const context = this.context!;
    this.loadAll(context.cpu);
    if (context.systemCall === undefined) {
      this.trap = SYSCALL;
      return this.leave();
    }
    if (!this.systemCall(context) || !this.isIntact() || this.mustSharpen(context)) return this.leave();
    this.cells[Cell.registers >> 2] = context.cpu.regs[Reg.eax]!;
    openWindows(context, this.space.bytes, this.cells);
    return 0;
  }

  /** What translated code has read and written by itself becomes known to the kernel. */
  private closeWindows(): void {
    closeWindows(this.context!, this.space.bytes, this.cells, this.fuelEnd);
  }

  /** Lets the kernel do a system call; false when the process does not simply go on. */
  systemCall(context: GuestContext): boolean {
    try {
      if (context.systemCall!()) return true;
      this.trap = YIELDED;
    } catch (error) {
      // An exception must not pass through WebAssembly: it costs microseconds there.
      this.error = error;
    }
    return false;
  }

  /** A signal handler could see flags that the program leaves out. */
  private mustSharpen(context: GuestContext): boolean {
    return context.handlesSignals === true && !this.precise;
  }

  /** Whether translated code that was left for something else can go on: nothing it relies on has changed. */
  canGoOn(context: GuestContext): boolean {
    const { cpu } = context;
    return cpu.instructions < this.fuelEnd && this.isIntact() && !isUnusual(cpu) && !this.mustSharpen(context);
  }

  /** Executes a function that is not translated, while the frames of its callers stand. */
  private cold(): number {
    const { cpu } = this.context!;
    this.loadAll(cpu);
    this.program!.coldFunctions.add(cpu.eip);
    return this.inPlace(cpu.regs[Reg.esp]!);
  }

  /** A function is being left: goes on with it until it returns, while the frames of its callers stand. */
  private finishFrom(entry: number): number {
    const { cpu } = this.context!;
    this.arrive(cpu);
    // Entering it again would lead here again: nothing of it was executed. Its frame does not fit into the stack, say.
    if (cpu.instructions === this.entered) return this.leave();
    return this.inPlace(entry);
  }

  /** `entry`: esp at the function's entry. */
  private inPlace(entry: number): number {
    const { fuelEnd } = this;
    const { cpu } = this.context!;
    if (this.depth === MAX_DEPTH) return this.leave();
    this.depth++;
    let returned = false;
    try {
      returned = this.finish(this, this.context!, (entry >>> 0) + 4);
    } catch (error) {
      this.error = error;
    }
    this.depth--;
    this.fuelEnd = fuelEnd;
    if (!returned || cpu.instructions >= fuelEnd) return this.leave();
    this.store(cpu);
    const { cells } = this;
    cells[Cell.unwind >> 2] = Unwind.none;
    cells[Cell.pops >> 2] = 0;
    cells[Cell.eip >> 2] = cpu.eip;
    cells[Cell.fuel >> 2] = fuelEnd - cpu.instructions;
    return 0;
  }

  /** Lets the interpreter execute one instruction. */
  private step(): number {
    const context = this.context!;
    const { cpu } = context;
    this.loadAll(cpu);
    try {
      const trap = this.interpreter.run(context, cpu.instructions + 1);
      if (trap.kind !== 'limit') {
        this.trap = trap;
        return this.leave();
      }
    } catch (error) {
      this.error = error;
      return this.leave();
    }
    if (!this.isIntact() || isUnusual(cpu)) return this.leave();
    this.store(cpu);
    this.cells[Cell.fuel >> 2] = this.fuelEnd - cpu.instructions;
    return 0;
  }

  private leave(): number {
    this.refreshCells();
    this.cells[Cell.unwind >> 2] = Unwind.outside;
    return 1;
  }

  private loadAll(cpu: CpuState): void {
    this.closeWindows();
    this.load(cpu);
    cpu.eip = this.cells[Cell.eip >> 2]! >>> 0;
    cpu.instructions = this.fuelEnd - this.cells[Cell.fuel >> 2]!;
  }

  /**
   * Table slot of an indirect call's target; remembered for the next time. `Slot.cold` for one that is not translated; -1
   * when the caller has to be left.
   */
  private resolve(address: number): number {
    const slot = this.slotAt(address >>> 0);
    const program = this.program!;
    // Fuel was given out for paths that are no longer than this.
    if (program.longestPath > this.longestPath) return -1;
    if (slot < 0 || !program.isCallable(slot)) {
      this.cells[Cell.eip >> 2] = address;
      return Slot.cold;
    }
    const entry = (Cell.targets >> 2) + 2 * (address & (TARGET_ENTRIES - 1));
    this.cells[entry] = address;
    this.cells[entry + 1] = slot;
    return slot;
  }
}

/** Translated code takes es, ss and ds for flat and writable; cs cannot be anything else than flat. */
export function isUnusual(cpu: CpuState): boolean {
  const flat = (1 << Seg.es) | (1 << Seg.ss) | (1 << Seg.ds);
  return (unusualSegments(cpu) & flat) !== 0;
}

function newTable(): WebAssembly.Table {
  return new WebAssembly.Table({ element: 'anyfunc', initial: 64 });
}
