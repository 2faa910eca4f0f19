import * as arithmetic from '../../cpu/x87/arithmetic.js';
import { fromDouble, fromInteger, fromSingle, roundToInteger } from '../../cpu/x87/convert.js';
import type { Float80 } from '../../cpu/x87/float80.js';
import type { X87 } from '../../cpu/x87/unit.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { PROT_READ } from '../../memory.js';
import type { Handler, Machine } from '../machine.js';
import { A, B, finish, RESULT, underflow, waiting } from './common.js';

/** Loads a real operand of 4 or 8 bytes. */
export function loadReal(m: Machine, i: Instruction, into: Float80): void {
  const address = m.address(i);
  if (i.op0.size === 4) fromSingle(into, m.memory.load32(address));
  else {
    m.memory.check(address, 8, PROT_READ, 'read');
    fromDouble(into, m.memory.load32(address), m.memory.load32(address + 4));
  }
}

/** Loads an integer operand of 2 or 4 bytes. */
export function loadInteger(m: Machine, i: Instruction, into: Float80): void {
  fromInteger(into, m.load(m.address(i), i.op0.size));
}

/** st(0) op memory, into st(0). */
function withMemory(load: typeof loadReal, operation: arithmetic.Operation): Handler {
  return (m, i) => {
    const unit = waiting(m);
    load(m, i, B);
    operate(unit, operation, 0, -1);
    finish(m, i, unit);
  };
}

/** First operand op second operand, into the first; `pop` afterwards. */
function withRegisters(operation: arithmetic.Operation, pop: boolean): Handler {
  return (m, i) => {
    const unit = waiting(m);
    operate(unit, operation, i.op0.register, i.op1.register);
    if (pop && !unit.stopped) unit.pop();
    finish(m, i, unit);
  };
}

/** st(to) op st(from), into st(to); a `from` of -1 means that B has the operand already. */
function operate(unit: X87, operation: arithmetic.Operation, to: number, from: number): void {
  if (unit.isEmpty(to) || (from >= 0 && unit.isEmpty(from))) {
    if (underflow(unit)) unit.write(to, RESULT);
    return;
  }
  unit.read(to, A);
  if (from >= 0) unit.read(from, B);
  operation(unit, A, B, RESULT);
  if (!unit.stopped) unit.write(to, RESULT);
}

function basic(operation: arithmetic.Operation): Handler {
  const registers = withRegisters(operation, false);
  const memory = withMemory(loadReal, operation);
  return (m, i) => (i.op0.kind === OperandKind.memory ? memory(m, i) : registers(m, i));
}

/** A function of st(0), into st(0). */
export function unary(operation: (unit: X87, a: Float80, out: Float80) => void): Handler {
  return (m, i) => {
    const unit = waiting(m);
    if (!unit.isEmpty(0)) {
      operation(unit, unit.read(0, A), RESULT);
      if (!unit.stopped) unit.write(0, RESULT);
    } else if (underflow(unit)) unit.write(0, RESULT);
    finish(m, i, unit);
  };
}

/** Changes the sign of whatever is in st(0): NaNs and unsupported formats are no exception. */
function changeSign(change: (head: number) => number): Handler {
  return (m, i) => {
    const unit = waiting(m);
    const { top } = unit;
    if (!unit.isEmpty(0)) unit.heads[top] = change(unit.heads[top]!);
    else if (underflow(unit)) unit.write(0, RESULT);
    finish(m, i, unit);
  };
}

const { add, multiply, subtract, subtractReversed, divide, divideReversed, squareRoot } = arithmetic;

export const x87Arithmetic = {
  fadd: basic(add),
  fmul: basic(multiply),
  fsub: basic(subtract),
  fsubr: basic(subtractReversed),
  fdiv: basic(divide),
  fdivr: basic(divideReversed),
  faddp: withRegisters(add, true),
  fmulp: withRegisters(multiply, true),
  fsubp: withRegisters(subtract, true),
  fsubrp: withRegisters(subtractReversed, true),
  fdivp: withRegisters(divide, true),
  fdivrp: withRegisters(divideReversed, true),
  fiadd: withMemory(loadInteger, add),
  fimul: withMemory(loadInteger, multiply),
  fisub: withMemory(loadInteger, subtract),
  fisubr: withMemory(loadInteger, subtractReversed),
  fidiv: withMemory(loadInteger, divide),
  fidivr: withMemory(loadInteger, divideReversed),
  fsqrt: unary(squareRoot),
  frndint: unary(roundToInteger),
  fchs: changeSign((head) => head ^ 0x8000),
  fabs: changeSign((head) => head & 0x7fff),
};
