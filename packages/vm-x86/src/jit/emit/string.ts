import { Reg, Seg } from '../../cpu/state.js';
import { type Instruction, NO_SEGMENT } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Cell } from '../cells.js';
import type { Emitter } from '../emitter.js';
import { step } from './step.js';
import { R } from './value.js';

/**
 * String instructions of one element, upwards. Repeated ones are left to the interpreter, which moves many elements at
 * once; so are those that go down, or in other segments.
 */
function isPlain(i: Instruction): boolean {
  return i.repeat === 0 && i.addressSize === 4 && (i.segmentPrefix === NO_SEGMENT || i.segmentPrefix < Seg.fs);
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
  if (!isPlain(i)) return step(e, i);
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
  if (!isPlain(i)) return step(e, i);
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
