import { BIAS, MAX_EXPONENT } from '../../cpu/x87/float80.js';
import { FloatMode } from '../cells.js';
import { NORMALIZE, SIGN, SPLIT } from './parts.js';

/**
 * The basic operations on numbers that are normal or zero: `a` and `b`, with `head` and `headB`. They leave an exact result,
 * of which 128 bits are in `a` and `lost`, the last one "sticky", to be rounded; 0 in both is zero.
 */

/** The larger exponent first; then the other significand is shifted down to it. */
const ALIGN = `
  headB ${MAX_EXPONENT} i32And =shift
  headB ${SIGN} i32And =signB
  ${SPLIT}
  exponent shift i32LtU if
    a =t b =a t =b
    sign =word signB =sign word =signB
    exponent =word shift =exponent word =shift
  end
  exponent shift i32Sub :shift 64 i32LtU if
    shift i64ExtendI32U =t
    b 1L i64Shl 63L t i64Sub i64Shl =lost
    b t i64ShrU =b
  else
    shift 128 i32LtU if
      shift 64 i32Sub i64ExtendI32U =t
      b t i64ShrU b 1L i64Shl 63L t i64Sub i64Shl 0L i64Ne i64ExtendI32U i64Or =lost
    else
      b 0L i64Ne i64ExtendI32U =lost
    end
    0L =b
  end`;

/** A carry moves everything down by one place: t is 1 then. */
const ADD_MAGNITUDES = `
  a b i64Add :b a i64LtU i64ExtendI32U =t
  lost t i64ShrU b t i64And 63L i64Shl i64Or lost t i64And i64Or =lost
  b t i64ShrU t 63L i64Shl i64Or =a
  exponent t i32WrapI64 i32Add =exponent`;

const SUBTRACT_MAGNITUDES = `
  a b i64LtU if
    b a i64Sub =a
    sign ${SIGN} i32Xor =sign
  else
    a b i64Sub lost 0L i64Ne i64ExtendI32U i64Sub =a
    0L lost i64Sub =lost
  end
  a i64Eqz if
    lost =a 0L =lost
    exponent 64 i32Sub =exponent
  end
  a i64Eqz if
    ${SIGN} 0 mode ${FloatMode.chop} i32And ${FloatMode.down} i32Eq select =sign
  else ${NORMALIZE} end`;

const SUM = `${ALIGN} sign signB i32Eq if ${ADD_MAGNITUDES} else ${SUBTRACT_MAGNITUDES} end`;

const SIGN_OF_BOTH = `head headB i32Xor ${SIGN} i32And =sign`;
const EXPONENT = `head ${MAX_EXPONENT} i32And`;
const EXPONENT_B = `headB ${MAX_EXPONENT} i32And`;

/**
 *             a1 : a0
 *           * b1 : b0
 *     t = a1 b0 + high(a0 b0),   u = a0 b1 + low(t),   product = a1 b1 + high(t) + high(u) : a * b
 */
const PRODUCT = `
  ${SIGN_OF_BOTH}
  ${EXPONENT} ${EXPONENT_B} i32Add ${BIAS - 1} i32Sub =exponent
  a 32L i64ShrU b 0xffffffffL i64And i64Mul
  a 0xffffffffL i64And b 0xffffffffL i64And i64Mul 32L i64ShrU i64Add =t
  a 0xffffffffL i64And b 32L i64ShrU i64Mul t 0xffffffffL i64And i64Add =u
  a b i64Mul =lost
  a 32L i64ShrU b 32L i64ShrU i64Mul t 32L i64ShrU i64Add u 32L i64ShrU i64Add =a
  a 63L i64ShrU 1L i64Xor =t
  a t i64Shl lost 63L i64ShrU t i64And i64Or =a
  lost t i64Shl =lost
  exponent t i32WrapI64 i32Sub =exponent`;

/** A digit that was guessed is too large when the rest of its product is larger than what is left. */
const CORRECT = `
  u 32L i64ShrU 0L i64Ne
  u b 0xffffffffL i64And i64Mul v 32L i64Shl lost i64Or i64GtU i32Or
  v 32L i64ShrU i64Eqz i32And
  if u 1L i64Sub =u v b 32L i64ShrU i64Add =v end`;

/**
 * A digit to base 2^32, in `u`, of the remainder `t`, which is below b; `lost` has 32 bits that follow. It is guessed
 * from the upper half of b, at most 2 too large (Knuth vol. 2, 4.3.1, theorem B).
 */
const DIGIT = `
  t b 32L i64ShrU i64DivU =u
  t u b 32L i64ShrU i64Mul i64Sub =v
  ${CORRECT} ${CORRECT}
  t 32L i64Shl lost i64Or u b i64Mul i64Sub =t`;

/** Quotients have 64 bits: of a / b, or where that is 1 or more, of (a / 2) / b. */
const QUOTIENT = `
  b i64Eqz slow?
  ${SIGN_OF_BOTH}
  ${EXPONENT} ${EXPONENT_B} i32Sub ${BIAS - 1} i32Add =exponent
  a =t 0L =lost
  a b i64GeU if
    a 1L i64ShrU =t
    a 1L i64And 31L i64Shl =lost
    exponent 1 i32Add =exponent
  end
  ${DIGIT} u 32L i64Shl =a 0L =lost
  ${DIGIT} a u i64Or =a
  b t i64Sub =u
  t 0L i64Ne t u i64Ne i32And i64ExtendI32U t u i64GeU i64ExtendI32U 63L i64Shl i64Or =lost`;

const NEGATE_A = `head ${SIGN} i32Xor =head`;
const NEGATE_B = `headB ${SIGN} i32Xor =headB`;
const SWAP = 'a =t b =a t =b head =word headB =head word =headB';

/** By mnemonic, as for a register and memory. */
export const OPERATIONS = {
  fadd: SUM,
  fsub: `${NEGATE_B} ${SUM}`,
  fsubr: `${NEGATE_A} ${SUM}`,
  fmul: PRODUCT,
  fdiv: QUOTIENT,
  fdivr: `${SWAP} ${QUOTIENT}`,
} as const;

/**
 * The square root of `a` and `head`, which is positive, by halves (Zimmermann's Karatsuba square root). With N of 128 bits:
 * root of its upper half s, rest of that r; the lower digit is (r 2^32 + next) / 2s, at most 1 too large.
 */
export const ROOT = `
  a i64Eqz head ${SIGN} i32And i32Or slow?
  head ${BIAS} i32Sub :exponent 1 i32And i64ExtendI32U =t
  a 63L i64Shl t i64Shl =lost
  a 1L t i64Sub i64ShrU =a
  exponent 1 i32ShrS ${BIAS} i32Add =exponent
  0 =sign
  a f64ConvertI64U f64Sqrt i64TruncF64U :u 32L i64ShrU 0L i64Ne if 0xffffffffL =u end
  u u i64Mul a i64GtU if u 1L i64Sub =u end
  a u u i64Mul i64Sub :t u 1L i64Shl i64GtU if
    t u 1L i64Shl i64Sub 1L i64Sub =t
    u 1L i64Add =u
  end
  t 31L i64Shl lost 33L i64ShrU i64Or :b u i64DivU :v 32L i64ShrU 0L i64Ne if 0xffffffffL =v end
  b u v i64Mul i64Sub 1L i64Shl lost 32L i64ShrU 1L i64And i64Or =t
  u 32L i64Shl v i64Or =a
  t 32L i64Shl lost 0xffffffffL i64And i64Or =b
  t 32L i64ShrU b v v i64Mul i64LtU i64ExtendI32U i64Sub =t
  b v v i64Mul i64Sub =b
  t 0L i64LtS if
    a 1L i64Sub =a
    a 1L i64Shl 1L i64Or =u
    t a 63L i64ShrU i64Add =t
    b u i64Add =b
    t b u i64LtU i64ExtendI32U i64Add =t
  end
  t b i64Or 0L i64Ne i64ExtendI32U
  t 0L i64Ne b a i64GtU i32Or i64ExtendI32U 63L i64Shl i64Or =lost`;
