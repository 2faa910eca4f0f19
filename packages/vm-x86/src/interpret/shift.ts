import * as alu from '../cpu/alu.js';
import { binary } from './arithmetic.js';
import type { Handler, Machine } from './machine.js';

type DoubleShift = (flags: Machine['flags'], a: number, b: number, count: number, size: number) => number;

/** `op0 = operation(op0, op1, op2)`: op1 gives the bits shifted in, op2 the count. */
function double(operation: DoubleShift): Handler {
  return (m, i) => {
    const a = m.readForUpdate(i, i.op0);
    m.writeBack(i.op0, operation(m.flags, a, m.read(i, i.op1), m.read(i, i.op2), i.op0.size));
  };
}

export const shift = {
  shl: binary(alu.shl),
  shr: binary(alu.shr),
  sar: binary(alu.sar),
  rol: binary(alu.rol),
  ror: binary(alu.ror),
  rcl: binary(alu.rcl),
  rcr: binary(alu.rcr),
  shld: double(alu.shld),
  shrd: double(alu.shrd),
};
