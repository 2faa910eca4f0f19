import { type Float80, INTEGER_BIT, Kind } from '../../cpu/x87/float80.js';
import { extract, remainder, scale } from '../../cpu/x87/remainder.js';
import { roundExtended } from '../../cpu/x87/round.js';
import * as functions from '../../cpu/x87/transcendental.js';
import { CONDITION_CODES, Status, type X87 } from '../../cpu/x87/unit.js';
import type { Handler } from '../machine.js';
import { unary } from './arithmetic.js';
import { A, B, finish, RESULT, underflow, waiting } from './common.js';
import { constant } from './transfer.js';

type Constant = readonly [exponent: number, high: number, low: number, more: number];

/** The constants to 96 bits, so that they can be rounded in every direction; `more` are the last 32. */
const CONSTANTS = {
  pi: [0x4000, 0xc90fdaa2, 0x2168c234, 0xc4c6628b],
  log2of10: [0x4000, 0xd49a784b, 0xcd1b8afe, 0x492bf6ff],
  log2ofE: [0x3fff, 0xb8aa3b29, 0x5c17f0bb, 0xbe87fed0],
  log10of2: [0x3ffd, 0x9a209a84, 0xfbcff798, 0x8f8959ac],
  lnOf2: [0x3ffe, 0xb17217f7, 0xd1cf79ab, 0xc9e3b398],
} satisfies Record<string, Constant>;

/** Rounds as the rounding control says, but flags nothing. */
function rounded([exponent, high, low, more]: Constant): Handler {
  return constant((unit, out) => {
    roundExtended(unit, out, 0, exponent, high | 0, low | 0, more | 0);
    unit.begin();
  });
}

function setOne(out: Float80): void {
  out.set(Kind.normal, 0, 0x3fff, INTEGER_BIT, 0);
}

/** A function of st(0) and st(1), into st(0). The condition codes are what `operation` returns. */
function partialRemainder(nearest: boolean): Handler {
  return (m, i) => {
    const unit = waiting(m);
    let codes: number | undefined;
    if (!unit.isEmpty(0) && !unit.isEmpty(1)) {
      codes = remainder(unit, unit.read(0, A), unit.read(1, B), RESULT, nearest);
      if (!unit.stopped) unit.write(0, RESULT);
    } else if (underflow(unit)) unit.write(0, RESULT);
    unit.setCodes(codes === undefined ? Status.c2 : CONDITION_CODES, codes ?? 0);
    unit.roundedUp = ((codes ?? 0) & Status.c1) !== 0;
    finish(m, i, unit);
  };
}

type Binary = (unit: X87, a: Float80, b: Float80, out: Float80) => void;

/** A function of st(0) and st(1); `pop` puts its result into st(1) and pops. */
function binary(operation: Binary, pop: boolean): Handler {
  return (m, i) => {
    const unit = waiting(m);
    const to = pop ? 1 : 0;
    if (!unit.isEmpty(0) && !unit.isEmpty(1)) {
      operation(unit, unit.read(0, A), unit.read(1, B), RESULT);
      if (!unit.stopped) unit.write(to, RESULT);
    } else if (underflow(unit)) unit.write(to, RESULT);
    if (pop && !unit.stopped) unit.pop();
    finish(m, i, unit);
  };
}

/** Replaces st(0) by `first` and pushes `second`. */
function pair(operation: (unit: X87, a: Float80, first: Float80, second: Float80) => void): Handler {
  return (m, i) => {
    const unit = waiting(m);
    if (unit.isEmpty(0) || !unit.isEmpty(7)) {
      unit.raiseStackFault(!unit.isEmpty(0));
      RESULT.indefinite();
      B.indefinite();
    } else operation(unit, unit.read(0, A), RESULT, B);
    if (!unit.stopped) {
      unit.write(0, RESULT);
      unit.push();
      unit.write(0, B);
    }
    finish(m, i, unit);
  };
}

/** Functions of an angle say in C2 that it was too large, and do nothing. */
function ofAngle(handler: Handler, pushes: boolean): Handler {
  return (m, i) => {
    const unit = waiting(m);
    const stackFault = unit.isEmpty(0) || (pushes && !unit.isEmpty(7));
    const tooLarge = !stackFault && unit.read(0, A).isFinite && A.exponent >= functions.LARGEST_ANGLE;
    unit.setCodes(Status.c2, tooLarge ? Status.c2 : 0);
    if (tooLarge) finish(m, i, unit);
    else handler(m, i);
  };
}

export const x87Functions = {
  fld1: constant((_, out) => setOne(out)),
  fldz: constant((_, out) => {
    out.zero(0);
  }),
  fldl2t: rounded(CONSTANTS.log2of10),
  fldl2e: rounded(CONSTANTS.log2ofE),
  fldpi: rounded(CONSTANTS.pi),
  fldlg2: rounded(CONSTANTS.log10of2),
  fldln2: rounded(CONSTANTS.lnOf2),
  fprem: partialRemainder(false),
  fprem1: partialRemainder(true),
  fscale: binary(scale, false),
  fxtract: pair(extract),
  f2xm1: unary(functions.twoToMinus1),
  fyl2x: binary(functions.logarithm, true),
  fyl2xp1: binary(functions.logarithmPlus1, true),
  fpatan: binary(functions.arcTangent, true),
  fsin: ofAngle(unary(functions.sine), false),
  fcos: ofAngle(unary(functions.cosine), false),
  fptan: ofAngle(
    pair((unit, a, first, second) => {
      functions.tangent(unit, a, first);
      if (a.isNaN || a.kind >= Kind.infinity) second.copy(first);
      else setOne(second);
    }),
    true,
  ),
  fsincos: ofAngle(
    pair((unit, a, first, second) => {
      functions.sine(unit, a, first);
      functions.cosine(unit, a, second);
    }),
    true,
  ),
};
