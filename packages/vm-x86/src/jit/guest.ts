import { Flag } from '../cpu/flags.js';
import { unusualSegments } from '../cpu/segments.js';
import { type CpuState, Reg, Seg } from '../cpu/state.js';
import type { Engine, GuestContext, Trap } from '../engine.js';
import type { AddressSpace } from '../memory.js';
import { Cell, TARGET_ENTRIES, Unwind } from './cells.js';
import { Names } from './helpers.js';
import type { Program } from './program.js';
import { Spans, setStack } from './spans.js';

/** Bytes of stack that translated functions may use before their nesting is undone: WebAssembly's own stack is small. */
const WINDOW = 0x6000;
/** Words of the page that holds the cells. */
const CELL_WORDS = 1024;
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
  /** Instructions interpreted since the space was given to a program, and where that began. */
  interpreted = 0;
  start = 0;
  /** `AddressSpace.uses` at that time; -1 before. */
  use = -1;
  /** Flags are right at every exit. */
  precise = false;
  /** How often control came to places that are not translated. */
  readonly heat = new Map<number, number>();
  /** What made the code leave, if it was a trap. */
  trap: Trap | null = null;
  private cells: Int32Array;
  private readonly attachments = new WeakMap<Program, Attachment>();
  private attached: Attachment | null = null;
  /** Batches of the program that fit this memory: the first so many. */
  private usable = 0;
  private readonly spans = new Spans();
  private context: GuestContext | null = null;
  /** `cpu.instructions` plus what the fuel cell says is left. */
  private fuelBase = 0;
  private error: unknown = null;

  constructor(
    readonly space: AddressSpace,
    private readonly interpreter: Engine,
  ) {
    this.cells = new Int32Array(space.memory.buffer, 0, CELL_WORDS);
  }

  /** Forgets what the space was used for: it holds something else now, which begins at `start`. */
  detach(start: number): void {
    this.use = this.space.uses;
    this.program = null;
    this.attached = null;
    this.interpreted = 0;
    this.start = start;
    this.heat.clear();
    this.space.unwatch();
    this.spans.forget(this.space);
  }

  /** Uses a program, as far as its batches fit the memory. */
  attach(program: Program): void {
    this.program = program;
    this.attached = this.attachments.get(program) ?? { table: newTable(), enter: null, count: 0 };
    this.attachments.set(program, this.attached);
    this.usable = 0;
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
    const { cpu } = context;
    const { cells, space } = this;
    // The fuel is looked at before it is used up for good: a function's length too late at most.
    const fuel = Math.min(MAX_FUEL, pause - cpu.instructions, limit - cpu.instructions - this.program!.longestPath);
    if (fuel <= 0) return false;
    this.context = context;
    this.trap = null;
    this.store(cpu);
    const esp = cpu.regs[Reg.esp]!;
    setStack(space, cells, (esp >>> 0) - WINDOW);
    this.fuelBase = cpu.instructions + fuel;
    cells[Cell.fuel >> 2] = fuel;
    cells[Cell.unwind >> 2] = Unwind.none;
    this.attached!.enter!(slot, esp, cpu.regs[Reg.eax]!, fuel);
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
    if (unwind === Unwind.outside) return;
    this.load(cpu);
    if (unwind > 0) this.program!.exits.apply(unwind, cells, cpu);
    else cpu.eip = cells[Cell.eip >> 2]! >>> 0;
    cpu.instructions = this.fuelBase - cells[Cell.fuel >> 2]!;
  }

  /** Registers and flags from the process into the cells. */
  private store(cpu: CpuState): void {
    const { cells } = this;
    const { flags, segmentBases } = cpu;
    cells.set(cpu.regs.subarray(0, 8), Cell.registers >> 2);
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
  }

  // What translated code calls. An answer other than 0 makes it come back.

  private syscall(): number {
    const context = this.context!;
    const { cpu } = context;
    this.loadAll(cpu);
    if (context.systemCall === undefined) {
      this.trap = SYSCALL;
      return this.leave();
    }
    try {
      if (!context.systemCall()) {
        this.trap = YIELDED;
        return this.leave();
      }
    } catch (error) {
      this.error = error;
      return this.leave();
    }
    if (!this.isIntact() || (context.handlesSignals === true && !this.precise)) return this.leave();
    this.cells[Cell.registers >> 2] = cpu.regs[Reg.eax]!;
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
      // An exception must not pass through WebAssembly: it costs microseconds there.
      this.error = error;
      return this.leave();
    }
    if (!this.isIntact() || isUnusual(cpu)) return this.leave();
    this.store(cpu);
    this.cells[Cell.fuel >> 2] = this.fuelBase - cpu.instructions;
    return 0;
  }

  private leave(): number {
    this.refreshCells();
    this.cells[Cell.unwind >> 2] = Unwind.outside;
    return 1;
  }

  private loadAll(cpu: CpuState): void {
    this.load(cpu);
    cpu.eip = this.cells[Cell.eip >> 2]! >>> 0;
    cpu.instructions = this.fuelBase - this.cells[Cell.fuel >> 2]!;
  }

  /** Table slot of an indirect call's target; remembered for the next time. */
  private resolve(address: number): number {
    const slot = this.slotAt(address >>> 0);
    if (slot >= 0 && !this.program!.isCallable(slot)) return -1;
    if (slot >= 0) {
      const entry = (Cell.targets >> 2) + 2 * (address & (TARGET_ENTRIES - 1));
      this.cells[entry] = address;
      this.cells[entry + 1] = slot;
    }
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
