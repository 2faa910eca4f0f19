import * as alu from '../cpu/alu.js';
import type { CpuState } from '../cpu/state.js';
import { Cell, EXIT_VALUES } from './cells.js';
import { Kind, Place, type State } from './state.js';

/** What the status flags follow from. Carry and overflow can come from elsewhere besides (`Place.carry`, `overflow`). */
export const FlagSource = {
  /** They are in the cells. */
  cells: 0,
  /** result = a + b, a - b */
  add: 1,
  sub: 2,
  /** The same with a carry or borrow coming in. */
  adc: 3,
  sbb: 4,
  /** Only the result counts; CF = OF = AF = 0. */
  logic: 5,
} as const;

/** Bits of an exit's description: its address is in the cell `eip`; it says what the flags follow from. */
const COMPUTED_ADDRESS = 1;
const HAS_FLAGS = 2;
const REGISTER_BITS = 4;
/** Words of the longest description: three, and two for each register and each operand of the flags. */
const LONGEST = 3 + 2 * (8 + 5);

/**
 * The places where translated functions can be left, and how to get the registers back there. Code that is left hands over
 * only what it has at hand, unprocessed, in the cells from `Cell.values` on: the entry's stack pointer, the fuel, then the
 * locals that this table asks for. Everything else about the place is known beforehand and written down here, so that an
 * exit takes little code and no time before it happens.
 */
export class Exits {
  private data: Int32Array = new Int32Array(4096);
  private length = 0;
  private starts: Int32Array = new Int32Array(1024);
  private count = 0;
  /** Locals that the last exit hands over: the first so many. */
  readonly handed = new Int32Array(EXIT_VALUES);
  handedCount = 0;

  /**
   * Writes down a place with the address of its next instruction, -1 when that will be in the cell `eip`. `flags`: whether
   * the flags matter. Which locals are to be handed over is in `handed` then. Returns the number of the exit, from 1.
   */
  add(state: State, eip: number | null, flags: boolean): number {
    if (this.count === this.starts.length) this.starts = larger(this.starts);
    if (this.length + LONGEST > this.data.length) this.data = larger(this.data);
    this.starts[this.count++] = this.length;
    this.handedCount = 0;
    this.put(eip ?? 0);
    this.put(state.pending);
    const header = this.length;
    this.put(0);
    let registers = 0;
    for (let dirty = state.dirty; dirty !== 0; dirty &= dirty - 1) {
      const register = 31 - Math.clz32(dirty & -dirty);
      this.place(state, Place.registers + register, register);
      registers++;
    }
    const present = flags && (state.flagSource !== FlagSource.cells || state.kind[Place.carry] !== Kind.cell);
    const kind = (present ? HAS_FLAGS : 0) | (eip === null ? COMPUTED_ADDRESS : 0);
    this.data[header] = kind | (registers << 2) | (state.flagSource << 8) | (state.flagSize << 16);
    if (present) {
      for (let place: number = Place.flagA; place <= Place.overflow; place++) this.place(state, place, 0);
    }
    return this.count;
  }

  private place(state: State, place: number, register: number): void {
    const kind = state.kind[place]!;
    const { data } = this;
    data[this.length++] = register | (kind << REGISTER_BITS);
    if (kind === Kind.local) this.handed[this.handedCount++] = state.value[place]!;
    else if (kind !== Kind.cell) data[this.length++] = state.value[place]!;
  }

  private put(value: number): void {
    this.data[this.length++] = value;
  }

  /** Brings registers, flags and eip to what they were at exit `number`, and the fuel cell up to date. */
  apply(number: number, cells: Int32Array, cpu: CpuState): void {
    reader.start(this.data, this.starts[number - 1]!, cells);
    const eip = reader.next();
    const pending = reader.next();
    const header = reader.next();
    for (let count = (header >> 2) & 0x3f; count > 0; count--) {
      const head = reader.next();
      cpu.regs[head & ((1 << REGISTER_BITS) - 1)] = reader.value(head >> REGISTER_BITS);
    }
    cpu.eip = (header & COMPUTED_ADDRESS) === 0 ? eip >>> 0 : cells[Cell.eip >> 2]! >>> 0;
    cells[Cell.fuel >> 2] = reader.fuel - pending;
    if ((header & HAS_FLAGS) !== 0) restoreFlags(cpu, (header >> 8) & 0xff, header >> 16);
  }
}

/** Reads one exit's description together with the values it left. */
const reader = {
  data: new Int32Array(0) as Int32Array,
  at: 0,
  cells: new Int32Array(0) as Int32Array,
  value_: 0,
  base: 0,
  fuel: 0,

  start(data: Int32Array, at: number, cells: Int32Array): void {
    this.data = data;
    this.at = at;
    this.cells = cells;
    this.base = cells[Cell.values >> 2]!;
    this.fuel = cells[(Cell.values >> 2) + 1]!;
    this.value_ = (Cell.values >> 2) + 2;
  },

  next(): number {
    return this.data[this.at++]!;
  },

  value(kind: number): number {
    if (kind === Kind.local) return this.cells[this.value_++]!;
    return kind === Kind.constant ? this.next() : (this.base + this.next()) | 0;
  },

  /** The next operand of the flags; undefined when there is none. */
  operand(): number | undefined {
    const kind = this.next() >> REGISTER_BITS;
    return kind === Kind.cell ? undefined : this.value(kind);
  },
};

function restoreFlags(cpu: CpuState, source: number, size: number): void {
  const { flags } = cpu;
  const a = reader.operand() ?? 0;
  const b = reader.operand() ?? 0;
  const result = reader.operand();
  const carry = reader.operand();
  const overflow = reader.operand();
  setFlags(flags, source, size, a, b, result);
  if (carry !== undefined && overflow !== undefined) flags.setCarryAndOverflow(carry !== 0, overflow !== 0);
  else if (carry !== undefined) flags.setCarry(carry !== 0);
}

function setFlags(flags: CpuState['flags'], source: number, size: number, a: number, b: number, result?: number): void {
  switch (source) {
    case FlagSource.cells:
      break;
    case FlagSource.add:
      alu.add(flags, a, b, size);
      break;
    case FlagSource.sub:
      alu.sub(flags, a, b, size);
      break;
    case FlagSource.adc:
      flags.setCarry(alu.narrow(a + b, size) !== result);
      alu.adc(flags, a, b, size);
      break;
    case FlagSource.sbb:
      flags.setCarry(alu.narrow(a - b, size) !== result);
      alu.sbb(flags, a, b, size);
      break;
    default:
      alu.logic(flags, result ?? 0);
  }
}

function larger(from: Int32Array): Int32Array {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}
