import { holds } from '../../cpu/flags.js';
import * as convert from '../../cpu/x87/convert.js';
import type { Float80 } from '../../cpu/x87/float80.js';
import { Status, type X87 } from '../../cpu/x87/unit.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { PROT_READ, PROT_WRITE } from '../../memory.js';
import type { Handler, Machine } from '../machine.js';
import { loadReal } from './arithmetic.js';
import { A, finish, finishKeepingC1, push, RESULT, underflow, waiting } from './common.js';

/** Bytes of a number in the register format. */
const EXTENDED = 10;

// Loading.

function fld(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  if (i.op0.kind === OperandKind.x87) loadRegister(unit, i.op0.register);
  else if (i.op0.size === EXTENDED) loadExtended(m, i, unit);
  else {
    loadReal(m, i, A);
    if (!unit.isEmpty(7)) push(unit, A);
    else {
      convert.loadReal(unit, A);
      if (!unit.stopped) push(unit, A);
    }
  }
  finish(m, i, unit);
}

function loadRegister(unit: X87, index: number): void {
  if (unit.isEmpty(index)) {
    if (!underflow(unit)) return;
    unit.push();
    unit.write(0, RESULT);
  } else if (unit.isEmpty(7)) {
    unit.push();
    unit.copyRegister(index + 1, 0);
  } else push(unit, RESULT);
}

/** Nothing is looked at: every pattern of bits can be loaded. */
function loadExtended(m: Machine, i: Instruction, unit: X87): void {
  const address = m.address(i);
  m.memory.check(address, EXTENDED, PROT_READ, 'read');
  const low = m.memory.load32(address);
  const high = m.memory.load32(address + 4);
  const head = m.memory.load16(address + 8);
  if (!unit.isEmpty(7)) {
    push(unit, RESULT);
    return;
  }
  unit.push();
  unit.writeRaw(0, head, high, low);
}

function fild(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  if (i.op0.size === 8) {
    const address = m.address(i);
    m.memory.check(address, 8, PROT_READ, 'read');
    convert.fromInteger64(A, m.memory.load32(address), m.memory.load32(address + 4));
  } else convert.fromInteger(A, m.load(m.address(i), i.op0.size));
  push(unit, A);
  finish(m, i, unit);
}

function fbld(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  const address = m.address(i);
  m.memory.check(address, EXTENDED, PROT_READ, 'read');
  const { memory } = m;
  push(unit, convert.fromDecimal(A, memory.load32(address), memory.load32(address + 4), memory.load16(address + 8)));
  finish(m, i, unit);
}

/** Pushes a constant. */
export function constant(value: (unit: X87, out: Float80) => void): Handler {
  return (m, i) => {
    const unit = waiting(m);
    value(unit, A);
    push(unit, A);
    finish(m, i, unit);
  };
}

// Storing. `pop` is what tells fstp from fst.

/** Where a result of 2 to 8 bytes goes, checked as a whole; not looked at when an exception that is not masked keeps it back. */
function destination(m: Machine, i: Instruction): number {
  const address = m.writableAddress(i);
  m.memory.check(address, i.op0.size, PROT_WRITE, 'write');
  return address;
}

function store(pop: boolean): Handler {
  return (m, i) => {
    const unit = waiting(m);
    if (i.op0.kind === OperandKind.x87) storeRegister(unit, i.op0.register);
    else if (i.op0.size === EXTENDED) storeExtended(m, i, unit);
    else storeReal(m, i, unit);
    if (pop && !isHeldBack(unit, i)) unit.pop();
    finish(m, i, unit);
  };
}

/** Other than a register's, a result that goes to memory is also held back when it is out of range. */
const RANGE = Status.overflow | Status.underflow;

function isHeldBack(unit: X87, { op0 }: Instruction): boolean {
  return unit.stopped || (op0.kind === OperandKind.memory && unit.unmasked(RANGE));
}

function storeRegister(unit: X87, index: number): void {
  if (!unit.isEmpty(0)) unit.copyRegister(0, index);
  else if (underflow(unit)) unit.write(index, RESULT);
}

function storeExtended(m: Machine, i: Instruction, unit: X87): void {
  const { top } = unit;
  if (!unit.isEmpty(0)) writeExtended(m, i, unit.heads[top]!, unit.highs[top]!, unit.lows[top]!);
  else if (underflow(unit)) writeExtended(m, i, 0xffff, RESULT.high, RESULT.low);
}

/**
 * Ten bytes go to memory in two pieces, as processors do it: when the second page does not allow its part, the first eight
 * bytes have been stored. Executing the instruction again stores them again.
 */
function writeExtended(m: Machine, i: Instruction, head: number, high: number, low: number): void {
  const { memory } = m;
  const address = m.writableAddress(i);
  memory.check(address, 8, PROT_WRITE, 'write');
  memory.store32(address, low);
  memory.store32(address + 4, high);
  memory.store16(address + 8, head);
}

function storeReal(m: Machine, i: Instruction, unit: X87): void {
  const { size } = i.op0;
  if (unit.isEmpty(0)) underflow(unit);
  else if (size === 4) convert.toSingle(unit, unit.read(0, A), RESULT);
  else convert.toDouble(unit, unit.read(0, A), RESULT);
  if (isHeldBack(unit, i)) {
    // What was not stored was not rounded.
    unit.raised &= ~Status.precision;
    unit.roundedUp = false;
    return;
  }
  const address = destination(m, i);
  if (size === 4) m.memory.store32(address, convert.singleWord(RESULT));
  else {
    m.memory.store32(address, convert.doubleLow(RESULT));
    m.memory.store32(address + 4, convert.doubleHigh(RESULT));
  }
}

function storeInteger(pop: boolean): Handler {
  return (m, i) => {
    const unit = waiting(m);
    const { size } = i.op0;
    if (unit.isEmpty(0)) {
      underflow(unit);
      convert.toInteger(unit, RESULT, RESULT, size * 8);
    } else convert.toInteger(unit, unit.read(0, A), RESULT, size * 8);
    if (!unit.stopped) {
      const address = destination(m, i);
      m.store(address, Math.min(size, 4), RESULT.low);
      if (size === 8) m.memory.store32(address + 4, RESULT.high);
      if (pop) unit.pop();
    }
    finish(m, i, unit);
  };
}

function fbstp(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  if (!unit.isEmpty(0)) convert.toDecimal(unit, unit.read(0, A), RESULT);
  else if (underflow(unit)) convert.toDecimal(unit, RESULT, RESULT);
  if (!unit.stopped) {
    writeExtended(m, i, RESULT.exponent, RESULT.high, RESULT.low);
    unit.pop();
  }
  finish(m, i, unit);
}

// Between registers.

/** Empty registers count as indefinite NaNs. */
function fxch(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  const other = i.op1.register;
  if (unit.isEmpty(0) || unit.isEmpty(other)) {
    if (underflow(unit)) for (const index of [0, other]) if (unit.isEmpty(index)) unit.write(index, RESULT);
  }
  if (!unit.stopped) exchange(unit, unit.register(0), unit.register(other));
  finish(m, i, unit);
}

function exchange({ heads, highs, lows }: X87, a: number, b: number): void {
  for (const array of [heads, highs, lows]) {
    const value = array[a]!;
    array[a] = array[b]!;
    array[b] = value;
  }
}

/** Conditions by the low two bits of the reg field (b, e, be, u); the opcode db negates them. */
const CONDITIONS = [0x2, 0x4, 0x6, 0xa];

/** The condition of an fcmov, as jcc has them. */
export function conditionOf({ modrm, opcode }: Instruction): number {
  return CONDITIONS[(modrm >> 3) & 3]! | (opcode & 1);
}

function fcmov(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  if (unit.isEmpty(0) || unit.isEmpty(i.op1.register)) {
    if (underflow(unit)) unit.write(0, RESULT);
  } else if (holds(m.flags, conditionOf(i))) unit.copyRegister(i.op1.register, 0);
  finishKeepingC1(m, i, unit);
}

/** fstp into a register that does not mind st(0) being empty: "no conditional exception". */
function fstpnce(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  if (!unit.isEmpty(0)) unit.copyRegister(0, i.op0.register);
  unit.pop();
  finish(m, i, unit);
}

export const x87Transfer = {
  fld,
  fst: store(false),
  fstp: store(true),
  fstpnce,
  fild,
  fist: storeInteger(false),
  fistp: storeInteger(true),
  fbld,
  fbstp,
  fxch,
  fcmovb: fcmov,
  fcmove: fcmov,
  fcmovbe: fcmov,
  fcmovu: fcmov,
  fcmovnb: fcmov,
  fcmovne: fcmov,
  fcmovnbe: fcmov,
  fcmovnu: fcmov,
};
