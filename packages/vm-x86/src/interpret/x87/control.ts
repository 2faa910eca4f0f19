import { Reg } from '../../cpu/state.js';
import {
  environmentSize,
  loadEnvironment,
  loadState,
  stateSize,
  storeEnvironment,
  storeState,
} from '../../cpu/x87/environment.js';
import { EXCEPTIONS } from '../../cpu/x87/unit.js';
import type { Access } from '../../faults.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { PROT_READ, PROT_WRITE } from '../../memory.js';
import type { Handler, Machine } from '../machine.js';
import { finish, finishKeepingC1, waiting } from './common.js';

// Instructions with an n do not wait: they can be used to look at, or to get rid of, a pending exception.

function nothing(): void {}

function fwait(m: Machine): void {
  waiting(m);
}

function fnclex({ cpu }: Machine): void {
  cpu.x87.clearExceptions();
}

function fninit({ cpu }: Machine): void {
  cpu.x87.initialize();
}

function fldcw(m: Machine, i: Instruction): void {
  waiting(m).control = m.load(m.address(i), 2);
}

function fnstcw(m: Machine, i: Instruction): void {
  m.store(m.writableAddress(i), 2, m.cpu.x87.control);
}

function fnstsw(m: Machine, i: Instruction): void {
  const { status } = m.cpu.x87;
  if (i.op0.kind === OperandKind.memory) m.store(m.writableAddress(i), 2, status);
  else m.writeRegister(Reg.eax, 2, status);
}

function fnop(m: Machine, i: Instruction): void {
  finishKeepingC1(m, i, waiting(m));
}

/** Turns the stack without moving what is in the registers. */
function turn(by: number): Handler {
  return (m, i) => {
    const unit = waiting(m);
    unit.top = (unit.top + by) & 7;
    finish(m, i, unit);
  };
}

function ffree(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  unit.free(i.op0.register);
  finish(m, i, unit);
}

function ffreep(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  unit.free(i.op0.register);
  unit.pop();
  finish(m, i, unit);
}

// Environment and whole state, in the 16-bit or the 32-bit format by the operand size.

/** Processors try the first word and the last byte before they transfer anything: that shows in the address of a fault. */
function check({ memory }: Machine, i: Instruction, address: number, size: number, prot: number, access: Access): void {
  memory.check(address, i.operandSize, prot, access);
  memory.check((address + size - 1) >>> 0, 1, prot, access);
}

function fnstenv(m: Machine, i: Instruction): void {
  const address = m.writableAddress(i);
  check(m, i, address, environmentSize(i.operandSize), PROT_WRITE, 'write');
  storeEnvironment(m.cpu.x87, m.memory, address, i.operandSize);
  m.cpu.x87.control |= EXCEPTIONS;
}

function fnsave(m: Machine, i: Instruction): void {
  const address = m.writableAddress(i);
  check(m, i, address, stateSize(i.operandSize), PROT_WRITE, 'write');
  storeState(m.cpu.x87, m.memory, address, i.operandSize);
  m.cpu.x87.initialize();
}

function fldenv(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  const address = m.address(i);
  check(m, i, address, environmentSize(i.operandSize), PROT_READ, 'read');
  loadEnvironment(unit, m.memory, address, i.operandSize);
}

function frstor(m: Machine, i: Instruction): void {
  const unit = waiting(m);
  const address = m.address(i);
  check(m, i, address, stateSize(i.operandSize), PROT_READ, 'read');
  loadState(unit, m.memory, address, i.operandSize);
}

export const x87Control = {
  fwait,
  fnop,
  fnclex,
  fninit,
  fneni: nothing,
  fndisi: nothing,
  fnsetpm: nothing,
  fldcw,
  fnstcw,
  fnstsw,
  fincstp: turn(1),
  fdecstp: turn(-1),
  ffree,
  ffreep,
  fnstenv,
  fnsave,
  fldenv,
  frstor,
};
