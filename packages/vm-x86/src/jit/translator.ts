import { Reg } from '../cpu/state.js';
import type { Engine, GuestContext, Trap } from '../engine.js';
import { type AddressSpace, PROT_READ } from '../memory.js';
import { Status } from './effects.js';
import { Guest, isUnusual } from './guest.js';
import { Program } from './program.js';
import { flagsReadFrom } from './returns.js';

const LIMIT: Trap = { kind: 'limit' };

/** Instructions that a program is interpreted for before anything of it is translated. */
const WARM_UP = 1_000_000;
/** Bytes of modules that are kept for programs that nobody runs at the moment. */
const KEPT_BYTES = 64 * 2 ** 20;
/** How often control must come to a place, other than from the instruction before it, for it to be translated. */
const HOT = 50;
/** Counters of how often control came to places, by the low bits of their addresses: a power of two. */
const COUNTERS = 1 << 14;
/** Translated code is this much faster than what `pause` is meant for. */
const PAUSE_FACTOR = 16;

/** What executes everything that is not translated. */
export interface Stepper extends Engine {
  /** As `run`, but also comes back when control was transferred to an address that `stops` wants. */
  runTo(context: GuestContext, limit: number, stops: (address: number) => boolean): Trap;
}

export interface TranslatorOptions {
  /** Executes what is not translated. */
  readonly interpreter: Stepper;
  /** Instructions to interpret before translating; for tests. */
  readonly warmUp?: number;
  readonly hot?: number;
  /** Translates so that flags are right at every exit; for tests. */
  readonly precise?: boolean;
}

/**
 * The fast engine: translates guest code to WebAssembly, function by function, and leaves rare instructions, cold code and
 * everything out of the ordinary to the interpreter.
 */
export class Translator implements Engine {
  readonly name = 'jit';
  private readonly interpreter: Stepper;
  private readonly warmUp: number;
  private readonly hot: number;
  private readonly precise: boolean;
  private readonly guests = new WeakMap<AddressSpace, Guest>();
  private readonly programs: Program[] = [];
  private readonly visits = new Uint8Array(COUNTERS);

  constructor({ interpreter, warmUp = WARM_UP, hot = HOT, precise = false }: TranslatorOptions) {
    this.interpreter = interpreter;
    this.warmUp = warmUp;
    this.hot = hot;
    this.precise = precise;
  }

  run(context: GuestContext, limit: number, pause = limit): Trap {
    const { cpu } = context;
    const guest = this.guestOf(context);
    const end = cpu.instructions + PAUSE_FACTOR * (pause - cpu.instructions);
    while (cpu.instructions < limit && cpu.instructions < end) {
      if (isUnusual(cpu)) return this.interpreter.run(context, limit, pause);
      if (!guest.isIntact()) this.renew(guest, context);
      if (context.handlesSignals === true && !guest.precise) this.sharpen(guest);
      const before = cpu.instructions;
      let slot = this.entryFor(guest, context);
      if (slot < 0 && this.warm(guest, cpu.eip)) slot = this.entryFor(guest, context);
      if (slot >= 0 && guest.enter(context, slot, limit, end)) {
        if (guest.trap !== null) return guest.trap;
        if (cpu.instructions !== before) continue;
      }
      const trap = this.interpret(context, guest, Math.min(limit, end));
      if (trap.kind !== 'limit') return trap;
    }
    return LIMIT;
  }

  private guestOf({ memory, cpu }: GuestContext): Guest {
    let guest = this.guests.get(memory);
    if (guest?.use === memory.uses) return guest;
    if (guest === undefined) {
      guest = new Guest(memory, this.interpreter);
      this.guests.set(memory, guest);
    }
    guest.detach(cpu.eip);
    guest.precise = this.precise;
    this.attachKnown(guest);
    this.visits.fill(0);
    return guest;
  }

  /** From now on flags have to be right everywhere. */
  private sharpen(guest: Guest): void {
    guest.detach(guest.start);
    guest.precise = true;
    this.attachKnown(guest);
  }

  private attachKnown(guest: Guest): void {
    const { space, precise } = guest;
    const known = this.programs.findIndex((program) => program.precise === precise && program.fits(space));
    if (known >= 0) guest.attach(this.use(known));
  }

  /** The program used last stands first. */
  private use(index: number): Program {
    const [program] = this.programs.splice(index, 1);
    return this.remember(program!);
  }

  private remember(program: Program): Program {
    this.programs.unshift(program);
    let kept = 0;
    for (let total = 0; kept < this.programs.length && total <= KEPT_BYTES; kept++) total += this.programs[kept]!.size;
    this.programs.length = kept;
    return program;
  }

  /** The program has changed its code: what changes is interpreted from now on, the rest is translated again. */
  private renew(guest: Guest, { cpu }: GuestContext): void {
    const { program, space } = guest;
    const changed = program?.without(space.watchedStores) ?? null;
    guest.detach(cpu.eip);
    guest.program = changed;
    guest.precise ||= changed?.precise === true;
  }

  /** Table slot to go on with; -1 when the interpreter has to. */
  private entryFor(guest: Guest, { cpu, memory }: GuestContext): number {
    const slot = guest.slotAt(cpu.eip);
    if (slot < 0) return slot;
    const program = guest.program!;
    const left = program.flagsAtReturn(slot);
    if (left === Status.all) return slot;
    // Whoever called the function must not expect flags that it does not leave.
    const esp = cpu.regs[Reg.esp]!;
    if (!memory.allows(esp, 4, PROT_READ)) return -1;
    const from = memory.load32(esp) >>> 0;
    const wanted = program.returnPoints.get(from) ?? flagsReadFrom(memory, from);
    return (wanted & ~left) === 0 ? slot : -1;
  }

  /** Interprets until control comes to translated code: at least one instruction. */
  private interpret(context: GuestContext, guest: Guest, limit: number): Trap {
    const { cpu } = context;
    const before = cpu.instructions - guest.interpreted;
    const trap = this.interpreter.runTo(context, limit, (address) => {
      guest.interpreted = cpu.instructions - before;
      this.visits[address & (COUNTERS - 1)] = 1;
      return guest.slotAt(address) >= 0 || this.warm(guest, address);
    });
    guest.interpreted = cpu.instructions - before;
    return trap;
  }

  /** Control came to a place that is not translated. True when it is now. */
  private warm(guest: Guest, eip: number): boolean {
    if (guest.interpreted < this.warmUp) return false;
    this.visits[eip & (COUNTERS - 1)] = 1;
    if (guest.program === null || guest.isPartial) {
      guest.program = this.remember(new Program(guest.precise));
      return this.translate(guest, guest.start, false) && guest.slotAt(eip) >= 0;
    }
    const heat = (guest.heat.get(eip) ?? 0) + 1;
    guest.heat.set(eip, heat);
    // The more is translated already, the less is left to gain.
    const { length } = guest.program.batches;
    return heat === this.hot * (1 + (length >> 2)) && this.translate(guest, eip, true);
  }

  private translate(guest: Guest, root: number, open: boolean): boolean {
    const { space } = guest;
    const program = guest.program!;
    const { stack } = space;
    if (root >= stack.limit && root < stack.top) return false;
    // Functions that were never called while all was interpreted will hardly be called often.
    const isWarm = (address: number): boolean => this.warmUp === 0 || this.visits[address & (COUNTERS - 1)] !== 0;
    // The place that is hot need not be a function.
    const roots = [...program.takeWarm(isWarm), root];
    program.translate(space, { roots, open, isWarm });
    guest.heat.clear();
    guest.attach(program);
    return true;
  }
}
