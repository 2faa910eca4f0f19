import { BIAS } from '../../cpu/x87/float80.js';
import { X87_EMPTY } from '../cells.js';
import { loadInteger, loadReal, REALS, type Real } from './operands.js';
import {
  BEGIN,
  END,
  END_EXACT,
  END_ONLY,
  expectNumber,
  goesUp,
  HALF,
  HEAD,
  load,
  POP,
  PUSH,
  RAISE,
  REGISTER,
  ROOM,
  SIGN,
  SPLIT,
  STORE,
  TOP,
} from './parts.js';

/** Pushes what `text` makes of an operand. */
const push = (text: string): string => `${BEGIN} ${text} ${ROOM} ${PUSH} ${END_EXACT}`;

/** Whatever st(0) is, but for an empty register. */
const ANY = `${TOP} =from ${load('from', 'a', 'head')} head ${X87_EMPTY} i32And slow?`;
const NUMBER = `${TOP} =from ${load('from', 'a', 'head')} ${expectNumber('a', 'head')} ${SPLIT}`;

const LOAD_REGISTER = push(`
  operand ${REGISTER} =from ${load('from', 'a', 'head')}
  head ${X87_EMPTY} i32And slow?`);

const storeRegister = (pop: string): string => `
  ${BEGIN} ${ANY} operand ${REGISTER} =to ${STORE} ${pop} ${END_EXACT}`;

/** The fraction and the exponent are rounded in one number, so that a carry comes where it belongs. */
const storeReal = ({ store, bits, fraction, highest, bias }: Real, pop: string): string => `
  ${BEGIN} ${NUMBER}
  a i64Eqz if
    0L =t 0 =raised
  else
    a ${fraction + 1}L i64Shl =lost
    a ${63 - fraction}L i64ShrU =t
    ${goesUp('t 1L i64And')} ${RAISE}
    exponent ${bias + 1} i32Sub :exponent ${highest - 1} i32GeU slow?
    t up i64ExtendI32U i64Add exponent i64ExtendI32U ${fraction}L i64Shl i64Add :t
    ${fraction}L i64ShrU ${highest}L i64Eq slow?
  end
  operand t sign i64ExtendI32U ${bits - 16}L i64Shl i64Or ${store}
  ${pop} ${END}`;

/** Rounds a number whose exponent is below that of 2^63 to an integer magnitude, in `t`. */
const TO_INTEGER = `
  shift 64 i32LtU if
    a shift i64ExtendI32U i64ShrU =t
    a 0L shift i64ExtendI32U i64Sub i64Shl =lost
  else
    0L =t
    a 0L i64Ne i64ExtendI32U a shift 64 i32Ne select =lost
  end
  ${goesUp('t 1L i64And')} ${RAISE}
  t up i64ExtendI32U i64Add =t`;

/** To 2^63 - 1 at most. */
const storeInteger = (size: 2 | 4 | 8, pop: string): string => `
  ${BEGIN} ${NUMBER}
  ${BIAS + 63} exponent i32Sub :shift 1 i32LtS slow?
  ${TO_INTEGER}
  t 0L i64LtS slow?
  sign if 0L t i64Sub =t end
  ${size === 8 ? '' : `t t ${64 - 8 * size}L i64Shl ${64 - 8 * size}L i64ShrS i64Ne slow?`}
  operand t ${size === 8 ? 'i64Store' : `i64Store${8 * size}`}
  ${pop} ${END}`;

const ROUND_TO_INTEGER = `
  ${BEGIN} ${NUMBER}
  0 =raised
  ${BIAS + 63} exponent i32Sub :shift 0 i32GtS if
    ${TO_INTEGER}
    t i64Eqz if
      0L =a sign =head
    else
      t t i64Clz :u i64Shl =a
      ${BIAS + 63} u i32WrapI64 i32Sub sign i32Or =head
    end
    from =to ${STORE}
  end
  ${END}`;

const changeSign = (change: string): string => `
  ${BEGIN} ${ANY} from head ${change} i32Store+${HEAD} ${END_EXACT}`;

const EXCHANGE = `
  ${BEGIN} ${ANY}
  operand ${REGISTER} =to ${load('to', 'b', 'headB')} headB ${X87_EMPTY} i32And slow?
  ${STORE} from =to b =a headB =head ${STORE} ${END_EXACT}`;

/** The operand also says, in its lowest bit, whether the condition holds. */
const MOVE = `
  ${BEGIN} ${TOP} =to ${load('to', 'b', 'headB')}
  operand ${REGISTER} =from ${load('from', 'a', 'head')}
  head headB i32Or ${X87_EMPTY} i32And slow?
  operand 1 i32And if ${STORE} end
  ${END_ONLY}`;

/** By mnemonic and operand: a register of the stack, or bytes of memory. */
export const transfers = (): Record<string, string> => ({
  'fld sti': LOAD_REGISTER,
  'fld 4': push(loadReal(REALS[4], 'a', 'head')),
  'fld 8': push(loadReal(REALS[8], 'a', 'head')),
  'fld 10': push('operand i64Load =a operand i32Load16U+8 =head'),
  'fild 2': push(loadInteger(2, 'a', 'head')),
  'fild 4': push(loadInteger(4, 'a', 'head')),
  'fild 8': push(loadInteger(8, 'a', 'head')),
  fld1: push(`${HALF} =a ${BIAS} =head`),
  fldz: push('0L =a 0 =head'),
  'fst sti': storeRegister(''),
  'fst 4': storeReal(REALS[4], ''),
  'fst 8': storeReal(REALS[8], ''),
  'fstp sti': storeRegister(POP),
  'fstp 4': storeReal(REALS[4], POP),
  'fstp 8': storeReal(REALS[8], POP),
  'fstp 10': `${BEGIN} ${ANY} operand a i64Store operand head i32Store16+8 ${POP} ${END_EXACT}`,
  'fist 2': storeInteger(2, ''),
  'fist 4': storeInteger(4, ''),
  'fistp 2': storeInteger(2, POP),
  'fistp 4': storeInteger(4, POP),
  'fistp 8': storeInteger(8, POP),
  frndint: ROUND_TO_INTEGER,
  fchs: changeSign(`${SIGN} i32Xor`),
  fabs: changeSign(`${SIGN - 1} i32And`),
  'fxch sti': EXCHANGE,
  'fcmov sti': MOVE,
});
