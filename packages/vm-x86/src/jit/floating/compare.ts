import { Flag, Flags } from '../../cpu/flags.js';
import { MAX_EXPONENT } from '../../cpu/x87/float80.js';
import { CONDITION_CODES, Status } from '../../cpu/x87/unit.js';
import { loadInteger, loadReal, REALS } from './operands.js';
import { BEGIN, END_ONLY, expectNumber, load, POP, REGISTER, SIGN, SPLIT, TOP } from './parts.js';

/** Compares st(0) with `b` and `headB`: `word` is 1 when they are equal, `up` when they are not equal and st(0) is less. */
const COMPARE = `
  ${expectNumber('b', 'headB')}
  ${TOP} =to ${load('to', 'a', 'head')} ${expectNumber('a', 'head')} ${SPLIT}
  headB ${MAX_EXPONENT} i32And =shift
  sign headB ${SIGN} i32And i32Ne if
    sign 0 i32Ne =up
  else
    exponent shift i32LtU
    exponent shift i32Eq a b i64LtU i32And i32Or
    sign 0 i32Ne i32Xor =up
  end
  a b i64Eq head headB i32Eq i32And a b i64Or i64Eqz i32Or =signB`;

const toCodes = (source: string, pops = ''): string => `
  ${BEGIN} ${source} ${COMPARE}
  @x87Flags ${~CONDITION_CODES} i32And
  ${Status.c3} up 8 i32Shl signB select i32Or !x87Flags
  ${pops} ${END_ONLY}`;

/** One of three values, by how the comparison ended. */
function select(wordOf: (flags: Flags) => number): string {
  const [equal, less, greater] = [Flag.zf, Flag.cf, 0].map((status) => {
    const flags = new Flags();
    flags.status = status;
    return wordOf(flags);
  });
  return `${equal} ${less} ${greater} up select signB select`;
}

const toFlags = (source: string, pops = ''): string => `
  ${BEGIN} ${source} ${COMPARE}
  ${select(({ result }) => result)} !flagResult
  ${select(({ carries }) => carries)} !flagCarries
  ${pops} ${END_ONLY}`;

const OTHER = `operand ${REGISTER} =from ${load('from', 'b', 'headB')}`;
const TWICE = `${POP} ${POP}`;

/** Numbers compare the same whether in order (fcom) or not (fucom): what differs is NaNs. */
function both(name: string, text: string): Record<string, string> {
  return { [`fcom${name}`]: text, [`fucom${name}`]: text };
}

/** Zeros and normal numbers; C1 is the sign. */
const EXAMINE = `
  ${BEGIN} ${TOP} =from ${load('from', 'a', 'head')} ${expectNumber('a', 'head')}
  @x87Flags ${~CONDITION_CODES} i32And
  ${Status.c3} ${Status.c2} a i64Eqz select i32Or
  head ${SIGN} i32And 6 i32ShrU i32Or !x87Flags
  ${END_ONLY}`;

export const comparisons = (): Record<string, string> => ({
  ...both(' sti', toCodes(OTHER)),
  ...both('p sti', toCodes(OTHER, POP)),
  ...both('pp', toCodes(`16 ${REGISTER} =from ${load('from', 'b', 'headB')}`, TWICE)),
  ...both('i sti', toFlags(OTHER)),
  ...both('ip sti', toFlags(OTHER, POP)),
  'fcom 4': toCodes(loadReal(REALS[4], 'b', 'headB')),
  'fcom 8': toCodes(loadReal(REALS[8], 'b', 'headB')),
  'fcomp 4': toCodes(loadReal(REALS[4], 'b', 'headB'), POP),
  'fcomp 8': toCodes(loadReal(REALS[8], 'b', 'headB'), POP),
  'ficom 2': toCodes(loadInteger(2, 'b', 'headB')),
  'ficom 4': toCodes(loadInteger(4, 'b', 'headB')),
  'ficomp 2': toCodes(loadInteger(2, 'b', 'headB'), POP),
  'ficomp 4': toCodes(loadInteger(4, 'b', 'headB'), POP),
  fxam: EXAMINE,
  ftst: toCodes('0L =b 0 =headB'),
});
