import { Flag, STATUS_FLAGS } from '../../cpu/flags.js';
import { compare, Order } from '../../cpu/x87/arithmetic.js';
import { Float80, Kind } from '../../cpu/x87/float80.js';
import { CONDITION_CODES, Status, type X87 } from '../../cpu/x87/unit.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import type { Handler, Machine } from '../machine.js';
import { loadInteger, loadReal } from './arithmetic.js';
import { A, B, finish, finishKeepingC1, waiting } from './common.js';

const ORDER_CODES = Status.c0 | Status.c2 | Status.c3;

/** C3, C2 and C0 stand where sahf takes ZF, PF and CF from. */
function codesOf(order: Order): number {
  if (order === Order.less) return Status.c0;
  if (order === Order.equal) return Status.c3;
  return order === Order.greater ? 0 : ORDER_CODES;
}

function flagsOf(order: Order): number {
  if (order === Order.less) return Flag.cf;
  if (order === Order.equal) return Flag.zf;
  return order === Order.greater ? 0 : Flag.zf | Flag.pf | Flag.cf;
}

/** Compares st(0) with st(`other`), or with B where `other` is -1. */
function compareTop(unit: X87, other: number, ordered: boolean): Order {
  if (unit.isEmpty(0) || (other >= 0 && unit.isEmpty(other))) {
    unit.raiseStackFault(false);
    return Order.unordered;
  }
  unit.read(0, A);
  if (other >= 0) unit.read(other, B);
  return compare(unit, A, B, ordered);
}

function pop(unit: X87, times: number): void {
  for (let n = 0; n < times; n++) unit.pop();
}

/** fcom, fucom and their popping relatives: the result goes to the condition codes. */
function toCodes(ordered: boolean, pops: number, load = loadReal): Handler {
  return (m, i) => {
    const unit = waiting(m);
    const inMemory = i.op0.kind === OperandKind.memory;
    if (inMemory) load(m, i, B);
    const other = inMemory ? -1 : i.op1.kind === OperandKind.x87 ? i.op1.register : 1;
    const order = compareTop(unit, other, ordered);
    unit.setCodes(ORDER_CODES, codesOf(order));
    if (!unit.stopped) pop(unit, pops);
    finish(m, i, unit);
  };
}

/** fcomi and relatives: the result goes to EFLAGS. */
function toFlags(ordered: boolean, pops: number): Handler {
  return (m, i) => {
    const unit = waiting(m);
    const order = compareTop(unit, i.op1.register, ordered);
    m.flags.status = (m.flags.status & ~STATUS_FLAGS) | flagsOf(order);
    if (!unit.stopped) pop(unit, pops);
    finishKeepingC1(m, i, unit);
  };
}

const ZERO = new Float80();

function ftst(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  B.copy(ZERO);
  unit.setCodes(ORDER_CODES, codesOf(compareTop(unit, -1, true)));
  finish(m, i, unit);
}

/** C3, C2, C0 for each kind; C1 is the sign. */
const CLASSES: Readonly<Record<Kind, number>> = {
  [Kind.unsupported]: 0,
  [Kind.quietNaN]: Status.c0,
  [Kind.signallingNaN]: Status.c0,
  [Kind.normal]: Status.c2,
  [Kind.infinity]: Status.c2 | Status.c0,
  [Kind.zero]: Status.c3,
  [Kind.denormal]: Status.c3 | Status.c2,
};

/** Looks at an empty register too: that is a class of its own, with the sign of what was there. */
function fxam(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  unit.read(0, A);
  const codes = unit.isEmpty(0) ? Status.c3 | Status.c0 : CLASSES[A.kind];
  unit.roundedUp = A.sign === 1;
  unit.setCodes(CONDITION_CODES, codes);
  finish(m, i, unit);
}

export const x87Compare = {
  fcom: toCodes(true, 0),
  fcomp: toCodes(true, 1),
  fcompp: toCodes(true, 2),
  fucom: toCodes(false, 0),
  fucomp: toCodes(false, 1),
  fucompp: toCodes(false, 2),
  ficom: toCodes(true, 0, loadInteger),
  ficomp: toCodes(true, 1, loadInteger),
  fcomi: toFlags(true, 0),
  fcomip: toFlags(true, 1),
  fucomi: toFlags(false, 0),
  fucomip: toFlags(false, 1),
  ftst,
  fxam,
};
