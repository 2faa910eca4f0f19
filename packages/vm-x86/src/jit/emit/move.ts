import { Reg, Seg } from '../../cpu/state.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import type { Emitter } from '../emitter.js';
import { Kind } from '../state.js';
import { step } from './step.js';
import { A, B, R, writeBack } from './value.js';

function done(e: Emitter): void {
  A.release(e);
  B.release(e);
  R.release(e);
  e.access.release();
}

/** Moves to and from segment registers are rare; a segment's base can change by them. */
function isSegmentMove({ op0, op1 }: Instruction): boolean {
  return op0.kind > OperandKind.memory || op1.kind > OperandKind.immediate;
}

function mov(e: Emitter, i: Instruction): void {
  const { op0, op1 } = i;
  if (isSegmentMove(i)) return step(e, i);
  if (op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkWrite(op0.size);
  } else if (op1.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkRead(op1.size);
  }
  A.read(e, op1);
  writeBack(e, op0, A);
  done(e);
}

function extending(signed: boolean) {
  return (e: Emitter, i: Instruction): void => {
    const { op0, op1 } = i;
    const { code } = e;
    if (op1.kind === OperandKind.memory) {
      e.access.locate(i);
      e.access.checkRead(op1.size);
      e.access.load(op1.size, signed);
    } else {
      e.pushPart(op1.register, op1.size);
      if (!signed) {
        code.constant(op1.size === 1 ? 0xff : 0xffff);
        code.op(Op.i32And);
      }
    }
    R.pop(e);
    writeBack(e, op0, R);
    done(e);
  };
}

/** The offset, without the base of its segment. */
function lea(e: Emitter, i: Instruction): void {
  if (i.op0.size !== 4 || i.addressSize !== 4) return step(e, i);
  const { segment } = i;
  i.segment = Seg.ds;
  const { access } = e;
  access.locate(i);
  i.segment = segment;
  e.putRegister(i.op0.register, access.kind, access.value);
  access.release();
}

function xchg(e: Emitter, i: Instruction): void {
  const { op0, op1 } = i;
  if (op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkWrite(op0.size);
  }
  A.read(e, op0);
  B.read(e, op1);
  writeBack(e, op0, B);
  writeBack(e, op1, A);
  done(e);
}

// Stack.

function push(e: Emitter, i: Instruction): void {
  const { op0 } = i;
  if (i.operandSize !== 4 || op0.kind === OperandKind.segment) return step(e, i);
  if (op0.kind === OperandKind.memory) {
    e.access.locate(i);
    e.access.checkRead(4);
  }
  A.read(e, op0);
  e.access.release();
  pushValue(e, A.kind, A.value);
  done(e);
}

/** Puts a word on the stack; may leave the function before it has changed anything. */
export function pushValue(e: Emitter, kind: number, value: number): void {
  const { access } = e;
  const offset = e.stackOffset;
  if (offset !== undefined && e.isInFrame(offset - 4)) {
    e.storeSlot(offset - 4, kind, value, true);
    e.putRegister(Reg.esp, Kind.frame, offset - 4);
    return;
  }
  access.locateRegister(Reg.esp, -4);
  access.checkWrite(4);
  access.store(4, kind, value);
  e.putRegister(Reg.esp, access.kind, access.value);
  access.release();
}

/** Reads the word on top of the stack into `A`; may leave the function. esp is not changed. */
function readTop(e: Emitter): void {
  const { access } = e;
  access.locateRegister(Reg.esp);
  access.checkRead(4);
  A.readMemory(e, 4);
  access.release();
}

/** Adds to esp, leaving the flags alone. */
export function moveStack(e: Emitter, by: number): void {
  const offset = e.stackOffset;
  if (offset !== undefined) {
    e.putRegister(Reg.esp, Kind.frame, offset + by);
    return;
  }
  e.pushRegister(Reg.esp);
  e.code.constant(by);
  e.code.op(Op.i32Add);
  e.popRegister(Reg.esp);
}

function pop(e: Emitter, i: Instruction): void {
  const { op0 } = i;
  if (i.operandSize !== 4 || op0.kind === OperandKind.segment) return step(e, i);
  readTop(e);
  if (op0.kind === OperandKind.register) {
    moveStack(e, 4);
    e.putRegister(op0.register, A.kind, A.value);
    return done(e);
  }
  // esp counts as already increased in the address of the destination.
  if (i.base === Reg.esp) {
    A.release(e);
    return step(e, i);
  }
  e.access.locate(i);
  e.access.checkWrite(4);
  e.access.store(4, A.kind, A.value);
  moveStack(e, 4);
  done(e);
}

/** esp = ebp, pop ebp. */
function leave(e: Emitter, i: Instruction): void {
  if (i.operandSize !== 4) return step(e, i);
  const { access, state } = e;
  access.locateRegister(Reg.ebp);
  access.checkRead(4);
  A.readMemory(e, 4);
  access.release();
  e.putRegister(Reg.esp, state.kind[Reg.ebp]!, state.value[Reg.ebp]!);
  moveStack(e, 4);
  e.putRegister(Reg.ebp, A.kind, A.value);
  done(e);
}

export const moves = {
  mov,
  movzx: extending(false),
  movsx: extending(true),
  lea,
  xchg,
  push,
  pop,
  leave,
};
