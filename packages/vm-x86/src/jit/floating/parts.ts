import { MAX_EXPONENT } from '../../cpu/x87/float80.js';
import { Status } from '../../cpu/x87/unit.js';
import { Cell, FloatMode, X87_EMPTY } from '../cells.js';

/**
 * What the functions consist of, in postfix notation. Numbers are in locals: the significand in `a`, sign and exponent in
 * `head` as registers have them (bits 15 and 0 to 14), or the exponent in `exponent` and the sign, 0 or 0x8000, in `sign`;
 * a second number in `b` and `headB`.
 */

/** The sign, where registers have it. */
export const SIGN = 0x8000;
/** The integer bit of a significand; as a fraction, one half. */
export const HALF = '0x8000000000000000L';
/** Where a register's sign and exponent are. */
export const HEAD = Cell.x87Registers + 8;

/** To be begun with: an exception that is not masked is left to the slow way, and so is a unit that is not in the cells. */
export const BEGIN = '@x87Mode :mode 0 i32LtS slow?';

/** To be ended with, when the status word is what it should be. */
export const END_ONLY = 'number !x87Last 0 return';
/** The same when not: `raised` are exceptions and C1. */
export const END = `
  @x87Flags ${~Status.c1} i32And raised i32Or !x87Flags
  ${END_ONLY}`;
/** The same when nothing was rounded. */
export const END_EXACT = `0 =raised ${END}`;

/** The address of st(0), or of the register whose number times 16 is on the stack, as offsets from that of register 0. */
export const TOP = '@x87Top';
export const REGISTER = `${TOP} i32Add 0x70 i32And`;

/** Loads the register at `at` into a number. */
export const load = (at: string, significand: string, head: string): string =>
  `${at} i64Load+${Cell.x87Registers} =${significand} ${at} i32Load+${HEAD} =${head}`;

export const STORE = `to a i64Store+${Cell.x87Registers} to head i32Store+${HEAD}`;

/** Makes st(0) empty and turns to the next. */
export const POP = `
  ${TOP} =from
  from from i32Load+${HEAD} ${X87_EMPTY} i32Or i32Store+${HEAD}
  from 16 i32Add 0x70 i32And !x87Top`;

/** Finds a place for a new st(0), in `to`. */
export const ROOM = `
  ${TOP} 16 i32Sub 0x70 i32And :to
  i32Load+${HEAD} ${X87_EMPTY} i32And i32Eqz slow?`;
/** Stores a number there. */
export const PUSH = `${STORE} to !x87Top`;

/** Everything but a normal number or zero takes the slow way: empty registers, infinities, NaNs, denormals. */
export const expectNumber = (significand: string, head: string): string => `
  ${head} ${MAX_EXPONENT | X87_EMPTY} i32And :exponent 1 i32Sub ${MAX_EXPONENT - 1} i32GeU
  ${significand} 0L i64GeS i32Or
  if exponent ${significand} 0L i64Ne i32Or slow? end`;

/** Takes `head` apart. */
export const SPLIT = `head ${MAX_EXPONENT} i32And =exponent head ${SIGN} i32And =sign`;

/**
 * Decides in `up` whether a magnitude goes up, by what is cut off: `lost`, a fraction of 64 bits of the unit in the last
 * place, whose last bit also stands for what follows. `odd`: what is not 0 for an odd magnitude.
 */
export const goesUp = (odd: string): string => `
  mode ${FloatMode.down} i32LtU if
    lost ${HALF} ${odd} i64Sub i64GtU =up
  else
    mode ${FloatMode.chop} i32LtU
    mode ${FloatMode.up} i32GeU sign 0 i32Ne i32Xor i32And
    lost 0L i64Ne i32And =up
  end`;

/** What rounding raises. */
export const RAISE = 'lost 0L i64Ne 5 i32Shl up 9 i32Shl i32Or =raised';

/**
 * Rounds a result as the control word says, into `a` and `head`: `a` has its highest bit set, `lost` is as above. What is
 * too small or too large takes the slow way.
 */
export const ROUND = `
  1L =unit
  mode ${FloatMode.cut} i32And if
    0xffffffffffL 0x7ffL mode ${FloatMode.single} i32And select =t
    a t i64And 24L 53L mode ${FloatMode.single} i32And select i64Shl lost 0L i64Ne i64ExtendI32U i64Or =lost
    a t -1L i64Xor i64And =a
    t 1L i64Add =unit
  end
  ${goesUp('a unit i64And 0L i64Ne i64ExtendI32U')}
  ${RAISE}
  a unit 0L up select i64Add :a i64Eqz if ${HALF} =a exponent 1 i32Add =exponent end
  exponent 1 i32Sub ${MAX_EXPONENT - 1} i32GeU slow?
  sign exponent i32Or =head`;

/** The same for what may be zero, which is exact. */
export const ROUND_OR_ZERO = `
  a lost i64Or i64Eqz if sign =head 0 =raised else ${ROUND} end`;

/** Shifts `a` and `lost` up until the highest bit is set; `a` is not 0. */
export const NORMALIZE = `
  a i64Clz :t i32WrapI64 =shift
  a t i64Shl lost 1L i64ShrU 63L t i64Sub i64ShrU i64Or =a
  lost t i64Shl =lost
  exponent shift i32Sub =exponent`;
