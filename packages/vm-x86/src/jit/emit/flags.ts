import { Op } from '../../wasm/index.js';
import { Cell } from '../cells.js';
import { Status } from '../effects.js';
import type { Emitter } from '../emitter.js';
import { FlagSource } from '../exits.js';
import { pushOverflow } from '../flags.js';
import type { Handler } from './table.js';

/** ah by its number among the registers of one byte. */
const AH = 4;

/** Bits of ah (CF, PF, AF, ZF, SF), by how far they are from the lowest. */
const Bit = { carry: 0, parity: 2, half: 4, zero: 6, sign: 7 } as const;

/** Flags that are in ah, as `Flags` keeps them; OF stays. Compilers compare floating-point numbers with that. */
function sahf(e: Emitter): void {
  const { code, locals } = e;
  const ah = locals.take();
  const overflow = locals.take();
  if ((e.flagsAfter & Status.o) !== 0) pushOverflow(e);
  else code.constant(0);
  code.set(overflow);
  e.pushPart(AH, 1);
  code.set(ah);
  const bit = (from: number, to: number): void => {
    code.get(ah);
    code.constant(from);
    code.op(Op.i32ShrU);
    code.constant(1);
    code.op(Op.i32And);
    code.constant(to);
    code.op(Op.i32Shl);
  };
  code.constant(0);
  bit(Bit.zero, 0);
  code.op(Op.i32Eqz);
  code.access(Op.i32Store, Cell.flagResult);
  code.constant(0);
  bit(Bit.carry, 31);
  // The carry into the sign bit differs from the one out of it when there was an overflow.
  bit(Bit.carry, 30);
  code.get(overflow);
  code.constant(30);
  code.op(Op.i32Shl);
  code.op(Op.i32Xor);
  code.op(Op.i32Or);
  bit(Bit.half, 3);
  code.op(Op.i32Or);
  // 0 has even parity and 1 has odd; neither has the sign.
  bit(Bit.parity, 8);
  bit(Bit.zero, 8);
  code.op(Op.i32Xor);
  code.op(Op.i32Or);
  bit(Bit.sign, 0);
  code.op(Op.i32Or);
  code.access(Op.i32Store, Cell.flagCarries);
  locals.release(ah);
  locals.release(overflow);
  e.setFlags(FlagSource.cells, 4);
}

export const flags: Readonly<Record<string, Handler>> = { sahf };
