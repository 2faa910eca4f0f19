import { Reg, Seg } from '../../cpu/state.js';
import { type Instruction, NO_SEGMENT } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Cell } from '../cells.js';
import type { Emitter } from '../emitter.js';
import { Repeat } from '../repeat.js';
import { step, stepRepeated } from './step.js';
import { R } from './value.js';

/**
 * String instructions of one element, upwards; and repeated ones that copy or fill. What else is repeated, goes down or is in
 * other segments is left to the interpreter.
 */
function isPlain(i: Instruction): boolean {
  return i.repeat === 0 && isFlat(i);
}

function isFlat(i: Instruction): boolean {
  return i.addressSize === 4 && (i.segmentPrefix === NO_SEGMENT || i.segmentPrefix < Seg.fs);
}

/** What cannot be done here: `copies` is `Repeat.copies` or 0. */
function stepOrRepeat(e: Emitter, i: Instruction, copies: number): void {
  if (i.repeat !== 0 && isFlat(i)) stepRepeated(e, i, copies | Math.log2(i.op0.size));
  else step(e, i);
}

function exitIfDown(e: Emitter): void {
  e.code.loadAt(Cell.direction);
  e.exitIf(e.eip);
}

function advance(e: Emitter, register: number, size: number): void {
  e.pushRegister(register);
  e.code.constant(size);
  e.code.op(Op.i32Add);
  e.popRegister(register);
}

function movs(e: Emitter, i: Instruction): void {
  if (!isPlain(i)) return stepOrRepeat(e, i, Repeat.copies);
  const { access } = e;
  const { size } = i.op0;
  exitIfDown(e);
  access.locateRegister(Reg.esi);
  access.checkRead(size);
  R.readMemory(e, size);
  access.release();
  access.locateRegister(Reg.edi);
  access.checkWrite(size);
  access.store(size, R.kind, R.value);
  access.release();
  R.release(e);
  advance(e, Reg.esi, size);
  advance(e, Reg.edi, size);
}

function stos(e: Emitter, i: Instruction): void {
  if (!isPlain(i)) return stepOrRepeat(e, i, 0);
  const { access } = e;
  const { size } = i.op0;
  exitIfDown(e);
  R.readRegister(e, Reg.eax, size);
  access.locateRegister(Reg.edi);
  access.checkWrite(size);
  access.store(size, R.kind, R.value);
  access.release();
  R.release(e);
  advance(e, Reg.edi, size);
}

function lods(e: Emitter, i: Instruction): void {
  if (!isPlain(i)) return step(e, i);
  const { access } = e;
  const { size } = i.op0;
  exitIfDown(e);
  access.locateRegister(Reg.esi);
  access.checkRead(size);
  R.readMemory(e, size);
  access.release();
  R.push(e);
  e.popPart(Reg.eax, size);
  R.release(e);
  advance(e, Reg.esi, size);
}

export const strings = { movs, stos, lods, scas: step, cmps: step };
