import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Status } from '../effects.js';
import type { Emitter } from '../emitter.js';
import { flagsOfResult, popCarry, pushCarry, pushCondition } from '../flags.js';
import { Kind, Place } from '../state.js';
import { step } from './step.js';
import type { Handler } from './table.js';
import { A, B, R, writeBack } from './value.js';

function done(e: Emitter): void {
  A.release(e);
  B.release(e);
  R.release(e);
  e.access.release();
}

/** bt and its kin: CF = the bit, which is then changed by `change` (xor with the mask for btc, …). */
function bitTest(change: 'none' | 'set' | 'reset' | 'complement'): Handler {
  return (e, i) => {
    const { code } = e;
    const { op0, op1 } = i;
    const inMemory = op0.kind === OperandKind.memory;
    // A bit string in memory reaches as far as the register says.
    if (op0.size < 4 || (inMemory && op1.kind === OperandKind.register)) return step(e, i);
    if (inMemory) {
      e.access.locate(i);
      if (change === 'none') e.access.checkRead(4);
      else e.access.checkWrite(4);
    }
    A.read(e, op0);
    B.read(e, op1);
    A.push(e);
    B.push(e);
    code.op(Op.i32ShrU);
    code.constant(1);
    code.op(Op.i32And);
    R.pop(e);
    const carry = R.value;
    e.locals.refer(carry);
    R.release(e);
    if (change !== 'none') {
      A.push(e);
      code.constant(1);
      B.push(e);
      code.op(Op.i32Shl);
      if (change === 'reset') {
        code.constant(-1);
        code.op(Op.i32Xor);
      }
      code.op(change === 'set' ? Op.i32Or : change === 'reset' ? Op.i32And : Op.i32Xor);
      R.pop(e);
      writeBack(e, op0, R);
    }
    code.get(carry);
    popCarry(e);
    e.locals.release(carry);
    done(e);
  };
}

/** bsf, bsr of words: of 0, the destination stays and ZF is set. */
function scan(reverse: boolean): Handler {
  return (e, i) => {
    const { code } = e;
    if (i.op0.size < 4 || (e.flagsAfter & Status.all & ~Status.z) !== 0) return step(e, i);
    if (i.op1.kind === OperandKind.memory) {
      e.access.locate(i);
      e.access.checkRead(4);
    }
    B.read(e, i.op1);
    A.read(e, i.op0);
    if (reverse) {
      code.constant(31);
      B.push(e);
      code.op(Op.i32Clz);
      code.op(Op.i32Sub);
    } else {
      B.push(e);
      code.op(Op.i32Ctz);
    }
    A.push(e);
    B.push(e);
    code.op(Op.select);
    R.pop(e);
    flagsOfResult(e, 4, B.kind, B.value);
    writeBack(e, i.op0, R);
    done(e);
  };
}

function bswap(e: Emitter, i: Instruction): void {
  const { code } = e;
  if (i.operandSize !== 4) return step(e, i);
  A.read(e, i.op0);
  // Bytes 0 and 2 go up by a rotation by 8 to the right, bytes 1 and 3 down by one to the left.
  A.push(e);
  code.constant(8);
  code.op(Op.i32Rotr);
  code.constant(0xff00ff00 | 0);
  code.op(Op.i32And);
  A.push(e);
  code.constant(8);
  code.op(Op.i32Rotl);
  code.constant(0x00ff00ff);
  code.op(Op.i32And);
  code.op(Op.i32Or);
  R.pop(e);
  writeBack(e, i.op0, R);
  done(e);
}

export function setcc(e: Emitter, i: Instruction): void {
  if (i.op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkWrite(1);
  }
  pushCondition(e, i.opcode);
  R.pop(e);
  writeBack(e, i.op0, R);
  done(e);
}

/** The source is read, and faults, in both cases. */
export function cmov(e: Emitter, i: Instruction): void {
  const { code } = e;
  const { size } = i.op0;
  if (i.op1.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkRead(size);
  }
  B.read(e, i.op1);
  A.read(e, i.op0);
  B.push(e);
  A.push(e);
  pushCondition(e, i.opcode);
  code.op(Op.select);
  R.pop(e);
  writeBack(e, i.op0, R);
  done(e);
}

/** Flag instructions that change CF alone. */
function setCarry(value: number): Handler {
  return (e) => {
    e.state.put(Place.carry, Kind.constant, value);
  };
}

function cmc(e: Emitter): void {
  pushCarry(e);
  e.code.op(Op.i32Eqz);
  popCarry(e);
}

export const bits = {
  bt: bitTest('none'),
  bts: bitTest('set'),
  btr: bitTest('reset'),
  btc: bitTest('complement'),
  bsf: scan(false),
  bsr: scan(true),
  bswap,
  clc: setCarry(0),
  stc: setCarry(1),
  cmc,
};
