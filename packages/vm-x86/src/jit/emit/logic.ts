import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import type { Emitter } from '../emitter.js';
import { flagsOfResult } from '../flags.js';
import { Kind } from '../state.js';
import type { Handler } from './table.js';
import { A, B, R, writeBack } from './value.js';

function operands(e: Emitter, i: Instruction, updates: boolean): void {
  const { access } = e;
  if (i.op0.kind === OperandKind.memory) {
    access.locate(i);
    if (updates) access.checkWrite(i.op0.size);
    else access.checkRead(i.op0.size);
  } else if (i.op1.kind === OperandKind.memory) {
    access.locate(i);
    access.checkRead(i.op1.size);
  }
  A.read(e, i.op0);
  B.read(e, i.op1);
}

function done(e: Emitter): void {
  A.release(e);
  B.release(e);
  R.release(e);
  e.access.release();
}

/** R = A op B. */
function combine(e: Emitter, opcode: number, compute: (a: number, b: number) => number): void {
  if (A.kind === Kind.constant && B.kind === Kind.constant) R.set(e, Kind.constant, compute(A.value, B.value));
  else if (A.kind === B.kind && A.value === B.value) sameOperands(e, opcode);
  else {
    A.push(e);
    B.push(e);
    e.code.op(opcode);
    R.pop(e);
  }
}

/** `xor eax, eax` is 0; `and`, `or` and `test` of a register with itself are the register. */
function sameOperands(e: Emitter, opcode: number): void {
  if (opcode === Op.i32Xor) R.set(e, Kind.constant, 0);
  else R.set(e, A.kind, A.value);
}

function binary(opcode: number, compute: (a: number, b: number) => number): Handler {
  return (e, i) => {
    operands(e, i, true);
    combine(e, opcode, compute);
    flagsOfResult(e, i.op0.size, R.kind, R.value);
    writeBack(e, i.op0, R);
    done(e);
  };
}

function test(e: Emitter, i: Instruction): void {
  operands(e, i, false);
  combine(e, Op.i32And, (a, b) => a & b);
  flagsOfResult(e, i.op0.size, R.kind, R.value);
  done(e);
}

function not(e: Emitter, i: Instruction): void {
  const { op0 } = i;
  if (op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkWrite(op0.size);
  }
  A.read(e, op0);
  A.push(e);
  e.code.constant(-1);
  e.code.op(Op.i32Xor);
  R.pop(e);
  writeBack(e, op0, R);
  done(e);
}

export const logic = {
  and: binary(Op.i32And, (a, b) => a & b),
  or: binary(Op.i32Or, (a, b) => a | b),
  xor: binary(Op.i32Xor, (a, b) => a ^ b),
  test,
  not,
};
