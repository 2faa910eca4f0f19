import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Status } from '../effects.js';
import type { Emitter } from '../emitter.js';
import { FlagSource } from '../exits.js';
import { flagsOfResult, popCarry, popOverflow, storeFlags } from '../flags.js';
import { Kind, Place } from '../state.js';
import { extend } from './arithmetic.js';
import { step } from './step.js';
import type { Handler } from './table.js';
import { A, B, R, writeBack } from './value.js';

type ShiftKind = 'shl' | 'shr' | 'sar';

const OPCODES = { shl: Op.i32Shl, shr: Op.i32ShrU, sar: Op.i32ShrS } as const;

/** Reads op0 into A, for an instruction that replaces it. */
function readDestination(e: Emitter, i: Instruction): void {
  if (i.op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkWrite(i.op0.size);
  }
  A.read(e, i.op0);
}

function done(e: Emitter): void {
  A.release(e);
  B.release(e);
  R.release(e);
  e.access.release();
}

/** Pushes A as the shift needs it: what comes in from above is 0 for shr. */
function pushShifted(e: Emitter, kind: ShiftKind, size: number): void {
  A.push(e);
  if (kind !== 'shr' || size === 4) return;
  e.code.constant(size === 1 ? 0xff : 0xffff);
  e.code.op(Op.i32And);
}

/** R = A shifted by the count in B, which is not 0 unless nobody asks for flags. */
function shiftBy(e: Emitter, kind: ShiftKind, size: number): void {
  pushShifted(e, kind, size);
  B.push(e);
  e.code.op(OPCODES[kind]);
  extend(e, size);
  R.pop(e);
}

function shift(kind: ShiftKind): Handler {
  return (e, i) => {
    const { op0, op1 } = i;
    if (op1.kind === OperandKind.immediate) {
      const count = op1.value & 31;
      if (count === 0 || (op0.size < 4 && count >= 8 * op0.size)) return step(e, i);
      readDestination(e, i);
      B.set(e, Kind.constant, count);
      shiftBy(e, kind, op0.size);
      setFlags(e, kind, op0.size);
      writeBack(e, op0, R);
      return done(e);
    }
    shiftByRegister(e, i, kind);
  };
}

/** By cl: a count of 0 leaves all flags alone. */
function shiftByRegister(e: Emitter, i: Instruction, kind: ShiftKind): void {
  const { op0 } = i;
  if (op0.size < 4) return step(e, i);
  const { code } = e;
  const flagsWanted = (e.flagsAfter & Status.all) !== 0;
  if (flagsWanted) storeFlags(e);
  readDestination(e, i);
  e.pushRegister(1);
  code.constant(31);
  code.op(Op.i32And);
  B.pop(e);
  shiftBy(e, kind, op0.size);
  if (flagsWanted) {
    B.push(e);
    code.open(Op.if);
    setFlags(e, kind, op0.size);
    storeFlags(e);
    code.close();
  } else {
    e.setFlags(FlagSource.cells, 4);
  }
  writeBack(e, op0, R);
  done(e);
}

/** Flags of R = A shifted by B; CF and OF only when somebody asks. */
function setFlags(e: Emitter, kind: ShiftKind, size: number): void {
  flagsOfResult(e, size, R.kind, R.value);
  if ((e.flagsAfter & (Status.c | Status.o)) === 0) return;
  pushShiftCarry(e, kind, size);
  popCarry(e);
  if ((e.flagsAfter & Status.o) === 0) return;
  pushShiftOverflow(e, kind);
  popOverflow(e);
}

/** The last bit shifted out. */
function pushShiftCarry(e: Emitter, kind: ShiftKind, size: number): void {
  const { code } = e;
  pushShifted(e, kind, size);
  if (kind === 'shl') {
    // bit (bits - count)
    code.constant(8 * size);
    B.push(e);
    code.op(Op.i32Sub);
  } else {
    B.push(e);
    code.constant(1);
    code.op(Op.i32Sub);
  }
  code.op(OPCODES[kind === 'sar' ? 'sar' : 'shr']);
  code.constant(1);
  code.op(Op.i32And);
}

/** What a shift by one defines, for every count: see the ALU. */
function pushShiftOverflow(e: Emitter, kind: ShiftKind): void {
  const { code } = e;
  if (kind === 'sar') {
    code.constant(0);
    return;
  }
  const word = kind === 'shl' ? R : A;
  word.push(e);
  code.constant(31);
  code.op(Op.i32ShrU);
  if (kind === 'shr') return;
  e.pushPlace(Place.carry);
  code.op(Op.i32Xor);
}

/** rol, ror: only CF and OF change. */
function rotate(opcode: number): Handler {
  return (e, i) => {
    const { code } = e;
    const { op0, op1 } = i;
    const constant = op1.kind === OperandKind.immediate;
    const flagsWanted = (e.flagsAfter & (Status.c | Status.o)) !== 0;
    if (op0.size < 4 || (constant && (op1.value & 31) === 0) || (!constant && flagsWanted)) return step(e, i);
    readDestination(e, i);
    A.push(e);
    if (constant) code.constant(op1.value & 31);
    else e.pushRegister(1);
    code.op(opcode);
    R.pop(e);
    // ZF, SF and PF stay what they were, so what is known about the flags does too.
    if (flagsWanted) rotateFlags(e, opcode);
    writeBack(e, op0, R);
    done(e);
  };
}

/** CF is the bit that went around; OF tells whether the two top bits (rol: the top bit and CF) differ. */
function rotateFlags(e: Emitter, opcode: number): void {
  const { code } = e;
  R.push(e);
  if (opcode === Op.i32Rotl) {
    code.constant(1);
    code.op(Op.i32And);
  } else {
    code.constant(31);
    code.op(Op.i32ShrU);
  }
  popCarry(e);
  R.push(e);
  code.constant(opcode === Op.i32Rotl ? 31 : 30);
  code.op(Op.i32ShrU);
  code.constant(1);
  code.op(Op.i32And);
  e.pushPlace(Place.carry);
  code.op(Op.i32Xor);
  popOverflow(e);
}

/** shld, shrd of words, through a 64-bit shift of both. */
function double(left: boolean): Handler {
  return (e, i) => {
    const { code } = e;
    const { op0, op1, op2 } = i;
    const constant = op2.kind === OperandKind.immediate;
    const flagsWanted = e.flagsAfter !== 0;
    if (op0.size < 4 || (constant && (op2.value & 31) === 0) || (!constant && flagsWanted)) return step(e, i);
    readDestination(e, i);
    B.read(e, op1);
    const [high, low] = left ? [A, B] : [B, A];
    high.push(e);
    code.op(Op.i64ExtendI32U);
    code.constant64(32);
    code.op(Op.i64Shl);
    low.push(e);
    code.op(Op.i64ExtendI32U);
    code.op(Op.i64Or);
    pushCount(e, i, constant);
    code.op(left ? Op.i64Shl : Op.i64ShrU);
    if (left) {
      code.constant64(32);
      code.op(Op.i64ShrU);
    }
    code.op(Op.i32WrapI64);
    R.pop(e);
    if (flagsWanted) doubleFlags(e, left, op2.value & 31);
    else if (!constant) e.setFlags(FlagSource.cells, 4);
    writeBack(e, op0, R);
    done(e);
  };
}

function pushCount(e: Emitter, i: Instruction, constant: boolean): void {
  const { code } = e;
  if (constant) {
    code.constant64(i.op2.value & 31);
    return;
  }
  e.pushRegister(1);
  code.constant(31);
  code.op(Op.i32And);
  code.op(Op.i64ExtendI32U);
}

function doubleFlags(e: Emitter, left: boolean, count: number): void {
  const { code } = e;
  flagsOfResult(e, 4, R.kind, R.value);
  A.push(e);
  code.constant(left ? 32 - count : count - 1);
  code.op(Op.i32ShrU);
  code.constant(1);
  code.op(Op.i32And);
  popCarry(e);
  R.push(e);
  A.push(e);
  code.op(Op.i32Xor);
  code.constant(31);
  code.op(Op.i32ShrU);
  popOverflow(e);
}

export const shifts = {
  shl: shift('shl'),
  shr: shift('shr'),
  sar: shift('sar'),
  rol: rotate(Op.i32Rotl),
  ror: rotate(Op.i32Rotr),
  shld: double(true),
  shrd: double(false),
};
