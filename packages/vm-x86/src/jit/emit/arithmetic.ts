import { narrow } from '../../cpu/alu.js';
import { Reg } from '../../cpu/state.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Status } from '../effects.js';
import type { Emitter } from '../emitter.js';
import { FlagSource } from '../exits.js';
import { flagsOf, flagsOfResult, pushCarry } from '../flags.js';
import { Local } from '../locals.js';
import { Kind, Place } from '../state.js';
import { step } from './step.js';
import type { Handler } from './table.js';
import { A, B, R, writeBack } from './value.js';

/** Reads both operands into A and B; the first will be written when `updates`. */
function operands(e: Emitter, i: Instruction, updates: boolean): void {
  const { access } = e;
  const { op0, op1 } = i;
  if (op0.kind === OperandKind.memory) {
    access.locate(i);
    if (updates) access.checkWrite(op0.size);
    else access.checkRead(op0.size);
  } else if (op1.kind === OperandKind.memory) {
    access.locate(i);
    access.checkRead(op1.size);
  }
  A.read(e, op0);
  B.read(e, op1);
}

function done(e: Emitter): void {
  A.release(e);
  B.release(e);
  R.release(e);
  e.access.release();
}

/** R = A + B or A - B, computed now if possible. */
function combine(e: Emitter, opcode: number, size: number): void {
  if (A.kind === Kind.constant && B.kind === Kind.constant) {
    const sum = opcode === Op.i32Add ? A.value + B.value : A.value - B.value;
    R.set(e, Kind.constant, narrow(sum | 0, size));
  } else if (A.kind === Kind.frame && B.kind === Kind.constant && size === 4) {
    R.set(e, Kind.frame, (opcode === Op.i32Add ? A.value + B.value : A.value - B.value) | 0);
  } else if (A.kind === Kind.constant && B.kind === Kind.frame && opcode === Op.i32Add && size === 4) {
    R.set(e, Kind.frame, (A.value + B.value) | 0);
  } else {
    A.push(e);
    B.push(e);
    e.code.op(opcode);
    extend(e, size);
    R.pop(e);
  }
}

export function extend(e: Emitter, size: number): void {
  if (size < 4) e.code.op(size === 1 ? Op.i32Extend8S : Op.i32Extend16S);
}

/** Flags of A and B under `source`, with the result R. */
function setFlags(e: Emitter, source: number, size: number): void {
  flagsOf(e, source, size, A.kind, A.value, B.kind, B.value);
  e.state.put(Place.flagResult, R.kind, R.value);
}

function sum(opcode: number, source: number): Handler {
  return (e, i) => {
    operands(e, i, true);
    combine(e, opcode, i.op0.size);
    setFlags(e, source, i.op0.size);
    writeBack(e, i.op0, R);
    done(e);
  };
}

/** adc, sbb: the carry comes in. */
function sumWithCarry(opcode: number, source: number): Handler {
  return (e, i) => {
    const { size } = i.op0;
    operands(e, i, true);
    A.push(e);
    B.push(e);
    e.code.op(opcode);
    pushCarry(e);
    e.code.op(opcode);
    extend(e, size);
    R.pop(e);
    setFlags(e, source, size);
    writeBack(e, i.op0, R);
    done(e);
  };
}

function cmp(e: Emitter, i: Instruction): void {
  operands(e, i, false);
  flagsOf(e, FlagSource.sub, i.op0.size, A.kind, A.value, B.kind, B.value);
  done(e);
}

/** inc, dec: by one, and CF stays. */
function count(opcode: number, source: number): Handler {
  return (e, i) => {
    const { state, locals } = e;
    const { op0 } = i;
    if (op0.kind === OperandKind.memory) {
      e.access.locate(i);
      e.access.checkWrite(op0.size);
    }
    A.read(e, op0);
    B.set(e, Kind.constant, 1);
    combine(e, opcode, op0.size);
    const carry = (e.flagsAfter & Status.c) !== 0 ? locals.take() : -1;
    if (carry >= 0) {
      pushCarry(e);
      e.code.set(carry);
    }
    setFlags(e, source, op0.size);
    if (carry >= 0) {
      state.put(Place.carry, Kind.local, carry);
      locals.release(carry);
    }
    writeBack(e, op0, R);
    done(e);
  };
}

function neg(e: Emitter, i: Instruction): void {
  const { op0 } = i;
  if (op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkWrite(op0.size);
  }
  B.read(e, op0);
  A.set(e, Kind.constant, 0);
  combine(e, Op.i32Sub, op0.size);
  setFlags(e, FlagSource.sub, op0.size);
  writeBack(e, op0, R);
  done(e);
}

// Multiplication.

/** Pushes the 64-bit product of A and B. */
function product(e: Emitter, extension: number): void {
  A.push(e);
  e.code.op(extension);
  B.push(e);
  e.code.op(extension);
  e.code.op(Op.i64Mul);
}

/** Flags of a product in `Local.wide` with the low half R: CF = OF = the high half is not what `signed` extension makes. */
function productFlags(e: Emitter, signed: boolean): void {
  const { code, state, locals } = e;
  flagsOfResult(e, 4, R.kind, R.value);
  if ((e.flagsAfter & (Status.c | Status.o)) === 0) return;
  const misfit = locals.take();
  R.push(e);
  code.op(signed ? Op.i64ExtendI32S : Op.i64ExtendI32U);
  code.get(Local.wide);
  code.op(Op.i64Ne);
  code.set(misfit);
  state.put(Place.carry, Kind.local, misfit);
  state.put(Place.overflow, Kind.local, misfit);
  locals.release(misfit);
}

/** mul, and imul of one operand: edx:eax = eax * operand. */
function multiplyPair(extension: number, signed: boolean): Handler {
  return (e, i) => {
    const { code } = e;
    if (i.op0.size !== 4) return step(e, i);
    readSingle(e, i, B);
    A.readRegister(e, Reg.eax, 4);
    product(e, extension);
    code.set(Local.wide);
    code.get(Local.wide);
    code.op(Op.i32WrapI64);
    R.pop(e);
    code.get(Local.wide);
    code.constant64(32);
    code.op(Op.i64ShrU);
    code.op(Op.i32WrapI64);
    e.popRegister(Reg.edx);
    productFlags(e, signed);
    e.putRegister(Reg.eax, R.kind, R.value);
    done(e);
  };
}

function readSingle(e: Emitter, i: Instruction, value: typeof A): void {
  if (i.op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkRead(i.op0.size);
  }
  value.read(e, i.op0);
}

const multiplySignedPair = multiplyPair(Op.i64ExtendI32S, true);

function imul(e: Emitter, i: Instruction): void {
  if (i.op1.kind === OperandKind.none) return multiplySignedPair(e, i);
  if (i.op0.size !== 4) return step(e, i);
  const { access, code } = e;
  if (i.op1.kind === OperandKind.memory) {
    access.locate(i);
    access.checkRead(4);
  }
  A.read(e, i.op1);
  B.read(e, i.op2.kind === OperandKind.none ? i.op0 : i.op2);
  if ((e.flagsAfter & (Status.c | Status.o)) === 0) {
    A.push(e);
    B.push(e);
    code.op(Op.i32Mul);
    R.pop(e);
  } else {
    product(e, Op.i64ExtendI32S);
    code.set(Local.wide);
    code.get(Local.wide);
    code.op(Op.i32WrapI64);
    R.pop(e);
  }
  productFlags(e, true);
  writeBack(e, i.op0, R);
  done(e);
}

// Division. What faults is left to the interpreter.

function div(e: Emitter, i: Instruction): void {
  if (i.op0.size !== 4) return step(e, i);
  const { code, state } = e;
  readSingle(e, i, B);
  exitUnlessDivisor(e, 0);
  e.need(Reg.edx);
  A.readRegister(e, Reg.eax, 4);
  if (state.kind[Reg.edx] === Kind.constant && state.value[Reg.edx] === 0) {
    divide32(e, Op.i32DivU, Op.i32RemU);
  } else {
    // The quotient fits if the high half of the dividend is less than the divisor.
    e.pushPlace(Reg.edx);
    B.push(e);
    code.op(Op.i32GeU);
    e.exitIf(e.eip);
    divide64(e, Op.i64DivU, Op.i64RemU, Op.i64ExtendI32U);
  }
  done(e);
}

function idiv(e: Emitter, i: Instruction): void {
  if (i.op0.size !== 4) return step(e, i);
  const { code, locals } = e;
  readSingle(e, i, B);
  // By 0 and by -1: the quotients that may not exist.
  exitUnlessDivisor(e, 1);
  e.need(Reg.edx);
  A.readRegister(e, Reg.eax, 4);
  if (e.previousWidens) {
    divide32(e, Op.i32DivS, Op.i32RemS);
  } else {
    const fits = locals.take();
    pushDividend(e);
    B.push(e);
    code.op(Op.i64ExtendI32S);
    code.op(Op.i64DivS);
    code.set(Local.wide);
    code.get(Local.wide);
    code.op(Op.i32WrapI64);
    code.tee(fits);
    code.op(Op.i64ExtendI32S);
    code.get(Local.wide);
    code.op(Op.i64Ne);
    e.exitIf(e.eip);
    locals.release(fits);
    divide64(e, Op.i64DivS, Op.i64RemS, Op.i64ExtendI32S);
  }
  done(e);
}

/** Leaves the function when the divisor B is one of the `1 + most` numbers from -`most` to 0. */
function exitUnlessDivisor(e: Emitter, most: number): void {
  const { code } = e;
  if (B.kind === Kind.constant && (B.value > 0 || B.value < -most)) return;
  B.push(e);
  if (most === 0) {
    code.op(Op.i32Eqz);
  } else {
    code.constant(most);
    code.op(Op.i32Add);
    code.constant(most);
    code.op(Op.i32LeU);
  }
  e.exitIf(e.eip);
}

/** eax, edx = quotient and remainder of A by B. */
function divide32(e: Emitter, quotient: number, remainder: number): void {
  const { code } = e;
  A.push(e);
  B.push(e);
  code.op(remainder);
  A.push(e);
  B.push(e);
  code.op(quotient);
  e.popRegister(Reg.eax);
  e.popRegister(Reg.edx);
}

function pushDividend(e: Emitter): void {
  const { code } = e;
  e.pushPlace(Reg.edx);
  code.op(Op.i64ExtendI32U);
  code.constant64(32);
  code.op(Op.i64Shl);
  A.push(e);
  code.op(Op.i64ExtendI32U);
  code.op(Op.i64Or);
}

/** eax, edx = quotient and remainder of edx:A by B. */
function divide64(e: Emitter, quotient: number, remainder: number, extension: number): void {
  const { code } = e;
  pushDividend(e);
  code.set(Local.wide);
  for (const opcode of [remainder, quotient]) {
    code.get(Local.wide);
    B.push(e);
    code.op(extension);
    code.op(opcode);
    code.op(Op.i32WrapI64);
  }
  e.popRegister(Reg.eax);
  e.popRegister(Reg.edx);
}

/** cbw, cwde. */
function cbw(e: Emitter, i: Instruction): void {
  e.pushPart(Reg.eax, i.operandSize >> 1);
  e.popPart(Reg.eax, i.operandSize);
}

/** cwd, cdq. */
function cwd(e: Emitter, i: Instruction): void {
  e.pushPart(Reg.eax, i.operandSize);
  e.code.constant(31);
  e.code.op(Op.i32ShrS);
  e.popPart(Reg.edx, i.operandSize);
}

export const arithmetic = {
  add: sum(Op.i32Add, FlagSource.add),
  sub: sum(Op.i32Sub, FlagSource.sub),
  adc: sumWithCarry(Op.i32Add, FlagSource.adc),
  sbb: sumWithCarry(Op.i32Sub, FlagSource.sbb),
  cmp,
  inc: count(Op.i32Add, FlagSource.add),
  dec: count(Op.i32Sub, FlagSource.sub),
  neg,
  mul: multiplyPair(Op.i64ExtendI32U, false),
  imul,
  div,
  idiv,
  cbw,
  cwd,
};
