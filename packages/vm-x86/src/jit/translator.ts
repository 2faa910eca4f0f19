import { type CpuState, Reg } from '../cpu/state.js';
import type { Engine, GuestContext, Trap } from '../engine.js';
import { type AddressSpace, PROT_READ } from '../memory.js';
import type { TranslationRequest } from './batch.js';
import { Status } from './effects.js';
import { Guest, isUnusual } from './guest.js';
import { Program } from './program.js';
import { flagsReadFrom } from './returns.js';

const LIMIT: Trap = { kind: 'limit' };

/** No address of a stack is as high. */
const NO_FRAME = 2 ** 32;

/** Instructions that are interpreted before something is translated, at the beginning and again after each translation. */
const WARM_UP = 5000;
/** After so many translations it takes twice as many: the more is translated already, the less is left to gain. */
const PATIENCE = 2;
/**
 * The longer a program runs already, the longer it will run, and the more is translated before it is called: one instruction
 * for so many executed, up to a limit.
 */
const EAGERNESS = 4;
const MOST_EAGER = 30_000;
/** What a change from one engine to the other costs, in instructions that could be interpreted meanwhile. */
const CHANGE_COST = 10;
/** Bytes of modules that are kept for programs that nobody runs at the moment. */
const KEPT_BYTES = 64 * 2 ** 20;
/** How often control must come to a place, other than from the instruction before it, for it to be translated. */
const HOT = 20;
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
  readonly translated = { modules: 0, bytes: 0, milliseconds: 0 };
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
      if (slot < 0 && this.warm(guest, cpu)) slot = this.entryFor(guest, context);
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
      guest = new Guest(memory, this.interpreter, (again, caller, frame) => this.finish(again, caller, frame));
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
    if (!memory.shows(esp, 4, PROT_READ)) return -1;
    const from = memory.load32(esp) >>> 0;
    const wanted = program.returnPoints.get(from) ?? flagsReadFrom(memory, from);
    return (wanted & ~left) === 0 ? slot : -1;
  }

  /**
   * Goes on from eip on with a function that translated code has called, until it has returned to its caller: esp is then
   * `frame`. False when something comes between, and all frames of translated code have to be left.
   */
  private finish(guest: Guest, context: GuestContext, frame: number): boolean {
    const { cpu } = context;
    const { program } = guest;
    while (guest.program === program && guest.canGoOn(context)) {
      const esp = cpu.regs[Reg.esp]! >>> 0;
      if (esp >= frame) return esp === frame;
      let slot = this.entryFor(guest, context);
      if (slot < 0 && this.warm(guest, cpu)) slot = this.entryFor(guest, context);
      const { instructions } = cpu;
      if (slot >= 0 && !guest.enterAgain(context, slot)) return false;
      if (cpu.instructions !== instructions) continue;
      if ((slot >= 0 && guest.nestsTooDeep) || !this.interpretWithin(context, guest, frame)) return false;
    }
    return false;
  }

  /** Interprets a part of such a function; system calls are done on the way. False when the frames have to be left. */
  private interpretWithin(context: GuestContext, guest: Guest, frame: number): boolean {
    const trap = this.interpret(context, guest, guest.fuelEnd, frame);
    if (trap.kind === 'limit') return true;
    if (trap.kind === 'syscall' && context.systemCall !== undefined) return guest.systemCall(context);
    guest.trap = trap;
    return false;
  }

  /** Interprets at least one instruction, and on until control comes to translated code or esp to `frame`. */
  private interpret(context: GuestContext, guest: Guest, limit: number, frame = NO_FRAME): Trap {
    const { cpu } = context;
    let counted = cpu.instructions - CHANGE_COST;
    const count = (): void => {
      guest.interpreted += cpu.instructions - counted;
      counted = cpu.instructions;
    };
    const trap = this.interpreter.runTo(context, limit, (address) => {
      count();
      return cpu.regs[Reg.esp]! >>> 0 >= frame || guest.slotAt(address) >= 0 || this.warm(guest, cpu);
    });
    count();
    return trap;
  }

  /** Control came to a place that is not translated. True when it is now. */
  private warm(guest: Guest, { eip, instructions }: CpuState): boolean {
    const { stack } = guest.space;
    if (eip >= stack.limit && eip < stack.top) return false;
    const counter = eip & (COUNTERS - 1);
    const heat = Math.min(this.visits[counter]! + 1, 255);
    this.visits[counter] = heat;
    if (heat === this.hot) guest.hot.push(eip);
    const batches = guest.program?.batches.length ?? 0;
    if (guest.interpreted < this.warmUp * (1 + batches / PATIENCE)) return false;
    if (guest.program === null || guest.isPartial) {
      guest.program = this.remember(new Program(guest.precise));
      this.translate(guest, { roots: [guest.start], open: false }, instructions);
    } else if (heat >= this.hot) this.translate(guest, { roots: [eip], open: true }, instructions);
    else return false;
    return guest.slotAt(eip) >= 0;
  }

  /** `executed`: instructions of the process so far. */
  private translate(guest: Guest, { roots, open }: Pick<TranslationRequest, 'roots' | 'open'>, executed: number): void {
    const { space } = guest;
    const program = guest.program!;
    const isWarm = (address: number): boolean => this.warmUp === 0 || this.visits[address & (COUNTERS - 1)] !== 0;
    const eager = Math.min(executed / EAGERNESS, MOST_EAGER);
    const start = performance.now();
    const { size } = program.translate(space, {
      roots: [...program.takeWarm(isWarm), ...roots],
      places: guest.hot,
      open,
      isWarm,
      eager,
    });
    this.translated.modules++;
    this.translated.bytes += size;
    this.translated.milliseconds += performance.now() - start;
    for (const place of guest.hot) this.visits[place & (COUNTERS - 1)] = 1;
    guest.hot.length = 0;
    guest.interpreted = 0;
    guest.attach(program);
  }
}
