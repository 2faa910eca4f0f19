import { Reg } from '../cpu/state.js';
import { CodeWriter, Op } from '../wasm/index.js';
import { Access, type Pages } from './access.js';
import { Cell } from './cells.js';
import { type Exits, FlagSource } from './exits.js';
import type { FloatingFunctions } from './floating/functions.js';
import { FRAME_BIAS, FRAME_HIGHEST, FRAME_LOWEST, Local, Locals } from './locals.js';
import { Kind, Place, State } from './state.js';
import type { X87Calls } from './x87.js';

/** Functions of every module. */
export interface Imports {
  /** `exits[n]` takes the number of an exit and n values more; returns what a function returns that is being left. */
  readonly exits: readonly number[];
  /** Takes eip, eax, esp, and esp at the entry; goes on from there, and returns what the function returns. */
  readonly leave: number;
  /** System call; execution of one instruction by the interpreter. Both return 0 to go on. */
  readonly syscall: number;
  readonly step: number;
  /** Takes which string instruction is repeated (`Repeat`); as `step` else. */
  readonly repeat: number;
  /** Takes the number of an x87 instruction and the address of its operand; returns 0 to go on. */
  readonly x87: number;
  /** By `Outside`: take an address; return whether it is outside of all ranges that can be accessed. */
  readonly outside: readonly number[];
  /** Takes an address; returns the table slot of the function there, -1 when there is none. */
  readonly resolve: number;
  /** Type of translated functions. */
  readonly type: number;
}

/**
 * Writes the code of one function, while following what is known about registers and stack slots. The emitters of the
 * instructions work on this: they push values onto WebAssembly's stack, and give names to what they leave there.
 */
export class Emitter {
  readonly code = new CodeWriter(1 << 16);
  readonly locals = new Locals();
  readonly state = new State(this.locals);
  readonly access: Access;
  /** Address of the current instruction and of the next one. */
  eip = 0;
  next = 0;
  /** Flags that somebody reads after the current instruction. */
  flagsAfter = 0;
  /** Flags that somebody reads from the current instruction on. */
  flagsBefore = 0;
  /** The instruction before is the cdq that makes edx the sign of eax. */
  previousWidens = false;
  /** Every exit has to restore the flags: a signal handler may look at them. */
  precise = false;
  /** The lowest and the highest offset that the function's check of the stack must cover. */
  lowest = 0;
  highest = 0;

  constructor(
    readonly exits: Exits,
    readonly x87: X87Calls,
    readonly floating: FloatingFunctions,
    readonly imports: Imports,
    readonly pages: Pages,
  ) {
    this.access = new Access(this, pages);
  }

  // Values.

  push(kind: number, value: number): void {
    if (kind === Kind.local) this.code.get(value);
    else if (kind === Kind.constant) this.code.constant(value);
    else {
      this.code.get(Local.entry);
      if (value !== 0) {
        this.code.constant(value);
        this.code.op(Op.i32Add);
      }
    }
  }

  pushPlace(place: number): void {
    this.push(this.state.kind[place]!, this.state.value[place]!);
  }

  /** Gives what is on WebAssembly's stack to a place. */
  pop(place: number): void {
    const local = this.locals.take();
    this.code.set(local);
    this.state.put(place, Kind.local, local);
    this.locals.release(local);
  }

  // Registers of 32 bits.

  /** Makes sure that a register's value is at hand: its kind is not `cell` afterwards. */
  need(register: number): void {
    const { state, code, locals } = this;
    if (state.kind[register] !== Kind.cell) return;
    const local = locals.take();
    code.loadAt(Cell.registers + 4 * register);
    code.set(local);
    state.put(register, Kind.local, local);
    locals.release(local);
  }

  pushRegister(register: number): void {
    this.need(register);
    this.pushPlace(register);
  }

  /** The register takes what is on WebAssembly's stack. */
  popRegister(register: number): void {
    this.pop(register);
    this.state.dirty |= 1 << register;
  }

  putRegister(register: number, kind: number, value: number): void {
    this.state.put(register, kind, value);
    this.state.dirty |= 1 << register;
  }

  /** A register's value as a local: for where a constant or a frame address will not do. */
  localOf(register: number): number {
    this.need(register);
    if (this.state.kind[register] !== Kind.local) {
      this.pushPlace(register);
      const { dirty } = this.state;
      this.pop(register);
      this.state.dirty = dirty;
    }
    return this.state.value[register]!;
  }

  // Registers by size. Narrow values are sign-extended on WebAssembly's stack.

  pushPart(register: number, size: number): void {
    if (size === 4) {
      this.pushRegister(register);
    } else if (size === 2) {
      this.pushRegister(register);
      this.code.op(Op.i32Extend16S);
    } else if (register < 4) {
      this.pushRegister(register);
      this.code.op(Op.i32Extend8S);
    } else {
      this.pushRegister(register - 4);
      this.code.constant(16);
      this.code.op(Op.i32Shl);
      this.code.constant(24);
      this.code.op(Op.i32ShrS);
    }
  }

  /** Writes the low `size` bytes of what is on WebAssembly's stack. */
  popPart(register: number, size: number): void {
    if (size === 4) {
      this.popRegister(register);
      return;
    }
    const { code } = this;
    const high = size === 1 && register >= 4;
    const whole = high ? register - 4 : register;
    const mask = size === 2 ? 0xffff : 0xff;
    code.constant(mask);
    code.op(Op.i32And);
    if (high) {
      code.constant(8);
      code.op(Op.i32Shl);
    }
    this.pushRegister(whole);
    code.constant(~(high ? mask << 8 : mask));
    code.op(Op.i32And);
    code.op(Op.i32Or);
    this.popRegister(whole);
  }

  // Branches within an instruction.

  private readonly forked = new State(this.locals);

  /** What is known now, for `join` behind code that leaves the function. One at a time. */
  fork(): State {
    this.forked.copyFrom(this.state);
    return this.forked;
  }

  join(saved: State): void {
    this.state.copyFrom(saved);
    saved.clear();
  }

  // Exits.

  /**
   * Leaves the function: registers, flags and eip will be what they are now, before the instruction at `eip` (null: at the
   * address in the cell). Code behind it is not reached.
   */
  exit(eip: number | null, flags = this.precise || this.flagsBefore !== 0): void {
    const { code, state, exits, imports } = this;
    const number = exits.add(state, eip, flags);
    const { handed, handedCount } = exits;
    code.constant(number);
    code.get(Local.entry);
    code.get(Local.fuel);
    for (let n = 0; n < handedCount; n++) code.get(handed[n]!);
    code.returnCall(imports.exits[handedCount + 2]!);
  }

  /** The same if what is on WebAssembly's stack is not 0. */
  exitIf(eip: number | null, flags = this.precise || this.flagsBefore !== 0): void {
    this.code.open(Op.if);
    this.exit(eip, flags);
    this.code.close();
  }

  // Cells.

  /** Brings the cells of registers up to date. */
  storeRegisters(mask: number): void {
    const { code, state } = this;
    const stored = state.dirty & mask;
    for (let register = 0; register < 8; register++) {
      if (((stored >> register) & 1) === 0) continue;
      code.constant(0);
      this.pushPlace(register);
      code.access(Op.i32Store, Cell.registers + 4 * register);
    }
    state.dirty &= ~mask;
  }

  /** Forgets what registers hold: it is in the cells. */
  forgetRegisters(mask: number): void {
    for (let register = 0; register < 8; register++) {
      if (((mask >> register) & 1) !== 0) this.state.drop(register);
    }
  }

  storeCell(cell: number, value: number): void {
    this.code.constant(0);
    this.code.constant(value);
    this.code.access(Op.i32Store, cell);
  }

  // Fuel.

  /** Pushes the fuel that is left with all that has been executed. */
  pushFuel(): void {
    this.code.get(Local.fuel);
    if (this.state.pending === 0) return;
    this.code.constant(this.state.pending);
    this.code.op(Op.i32Sub);
  }

  /** Takes what has been executed from the fuel. */
  settleFuel(): void {
    if (this.state.pending === 0) return;
    this.pushFuel();
    this.code.set(Local.fuel);
    this.state.pending = 0;
  }

  storeFuel(): void {
    this.code.constant(0);
    this.pushFuel();
    this.code.access(Op.i32Store, Cell.fuel);
  }

  // Stack slots.

  /** True for offsets that the check at the function's entry covers. */
  isInFrame(offset: number): boolean {
    return offset >= FRAME_LOWEST && offset <= FRAME_HIGHEST;
  }

  /** Offset of an access relative to `Local.base`. */
  frameOffset(offset: number): number {
    if (offset < this.lowest) this.lowest = offset;
    if (offset > this.highest) this.highest = offset;
    return offset + FRAME_BIAS;
  }

  /** Loads from the frame onto WebAssembly's stack. */
  loadFrame(opcode: number, offset: number): void {
    const at = this.frameOffset(offset);
    this.code.get(Local.base);
    this.code.access(opcode, at);
  }

  /** Stores a register's or constant's word into the frame and remembers that it is there. */
  storeSlot(offset: number, kind: number, value: number, pushed: boolean): void {
    const { code, state } = this;
    const at = this.frameOffset(offset);
    code.get(Local.base);
    this.push(kind, value);
    code.access(Op.i32Store, at);
    state.forgetSlots(offset, 4);
    state.put(state.addSlot(offset, pushed), kind, value);
  }

  /** The place that holds the word in the frame at `offset`, loaded if need be. */
  slot(offset: number): number {
    const { state } = this;
    let place = state.findSlot(offset);
    if (place >= 0) {
      if (state.kind[place] === Kind.likelyFrame) this.confirm(place, offset);
      return place;
    }
    this.loadFrame(Op.i32Load, offset);
    place = state.addSlot(offset, false);
    this.pop(place);
    return place;
  }

  /** Makes sure that the slot still holds the frame address stored there; leaves the function if not. */
  private confirm(place: number, offset: number): void {
    const { code, state } = this;
    this.loadFrame(Op.i32Load, offset);
    this.push(Kind.frame, state.value[place]!);
    code.op(Op.i32Ne);
    this.exitIf(this.eip);
    state.kind[place] = Kind.frame;
  }

  // Flags.

  /** The flags follow from an operation; operands are set with `flagOperand`. */
  setFlags(source: number, size: number): void {
    const { state } = this;
    for (let place: number = Place.flagA; place <= Place.overflow; place++) {
      if (state.kind[place] !== Kind.cell) state.drop(place);
    }
    state.flagSource = source;
    state.flagSize = size;
  }

  /** esp as an offset from the entry's, or undefined. */
  get stackOffset(): number | undefined {
    return this.state.kind[Reg.esp] === Kind.frame ? this.state.value[Reg.esp] : undefined;
  }

  get flagsInCells(): boolean {
    return this.state.flagSource === FlagSource.cells;
  }
}
