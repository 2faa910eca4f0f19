import { BIAS } from '../../cpu/x87/float80.js';
import { DOUBLE, SINGLE } from '../../cpu/x87/round.js';
import { HALF, SIGN } from './parts.js';

/** A format of IEEE 754 in memory: bits of the fraction, the largest exponent, and the difference of the exponents' biases. */
export interface Real {
  readonly load: string;
  readonly store: string;
  readonly bits: number;
  readonly fraction: number;
  readonly highest: number;
  readonly bias: number;
}

export const REALS: Readonly<Record<4 | 8, Real>> = {
  4: { load: 'i64Load32U', store: 'i64Store32', bits: 32, fraction: 23, highest: 0xff, bias: SINGLE.lowest - 1 },
  8: { load: 'i64Load', store: 'i64Store', bits: 64, fraction: 52, highest: 0x7ff, bias: DOUBLE.lowest - 1 },
};

/** Loads a real from the address `operand`. Infinities, NaNs and denormals take the slow way. */
export function loadReal({ load, bits, fraction, highest, bias }: Real, significand: string, head: string): string {
  return `
    operand ${load} =t
    t ${fraction}L i64ShrU i32WrapI64 ${highest} i32And =exponent
    t ${bits - 16}L i64ShrU i32WrapI64 ${SIGN} i32And =sign
    exponent 1 i32Sub ${highest - 1} i32GeU if
      exponent t ${65 - bits}L i64Shl 0L i64Ne i32Or slow?
      0L =${significand} sign =${head}
    else
      t ${63 - fraction}L i64Shl ${HALF} i64Or =${significand}
      sign exponent ${bias} i32Add i32Or =${head}
    end`;
}

const INTEGER_LOADS: Readonly<Record<2 | 4 | 8, string>> = { 2: 'i64Load16S', 4: 'i64Load32S', 8: 'i64Load' };

/** Loads an integer from there. */
export function loadInteger(size: 2 | 4 | 8, significand: string, head: string): string {
  return `
    operand ${INTEGER_LOADS[size]} :t i64Eqz if
      0L =${significand} 0 =${head}
    else
      t 63L i64ShrS =u
      t u i64Xor u i64Sub :t t i64Clz :v i64Shl =${significand}
      u i32WrapI64 ${SIGN} i32And ${BIAS + 63} v i32WrapI64 i32Sub i32Or =${head}
    end`;
}
