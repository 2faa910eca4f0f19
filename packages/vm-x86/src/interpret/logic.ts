import { logic as setLogicFlags } from '../cpu/alu.js';
import type { Instruction } from '../isa/instruction.js';
import { binary } from './arithmetic.js';
import type { Machine } from './machine.js';

function test(m: Machine, i: Instruction): void {
  setLogicFlags(m.flags, m.read(i, i.op0) & m.read(i, i.op1));
}

function not(m: Machine, i: Instruction): void {
  m.writeBack(i.op0, ~m.readForUpdate(i, i.op0));
}

export const logic = {
  and: binary((flags, a, b) => setLogicFlags(flags, a & b)),
  or: binary((flags, a, b) => setLogicFlags(flags, a | b)),
  xor: binary((flags, a, b) => setLogicFlags(flags, a ^ b)),
  test,
  not,
};
