import { CARRY_OUT, HALF_CARRY } from '../cpu/flags.js';
import { Op } from '../wasm/index.js';
import { Cell } from './cells.js';
import type { Emitter } from './emitter.js';
import { FlagSource } from './exits.js';
import { Kind, Place } from './state.js';

/**
 * Status flags are not computed when an instruction sets them: the state remembers what they follow from, and the
 * instruction that asks gets a comparison of those operands. Narrow operands are sign-extended, which keeps the order of
 * unsigned numbers too.
 */

/** A condition of jcc, setcc, cmovcc, in the order of their codes; the odd one of each pair is the opposite. */
const Condition = { o: 0, b: 2, e: 4, be: 6, s: 8, p: 10, l: 12, le: 14 } as const;

/** The comparison of the operands of a subtraction, where one comparison is enough; and its opposite. */
const AFTER_SUB: Readonly<Record<number, readonly [number, number]>> = {
  [Condition.b]: [Op.i32LtU, Op.i32GeU],
  [Condition.e]: [Op.i32Eq, Op.i32Ne],
  [Condition.be]: [Op.i32LeU, Op.i32GtU],
  [Condition.l]: [Op.i32LtS, Op.i32GeS],
  [Condition.le]: [Op.i32LeS, Op.i32GtS],
};

/** The comparison of a result with 0, after an operation that clears CF and OF; and its opposite. */
const AFTER_LOGIC: Readonly<Record<number, readonly [number, number]>> = {
  [Condition.e]: [Op.i32Eq, Op.i32Ne],
  [Condition.be]: [Op.i32Eq, Op.i32Ne],
  [Condition.s]: [Op.i32LtS, Op.i32GeS],
  [Condition.l]: [Op.i32LtS, Op.i32GeS],
  [Condition.le]: [Op.i32LeS, Op.i32GtS],
};

/** Pushes whether condition `code` holds, as 0 or 1. */
export function pushCondition(e: Emitter, code: number): void {
  const { state } = e;
  const condition = code & 14;
  const negate = code & 1;
  const carryElsewhere = state.kind[Place.carry] !== Kind.cell;
  const overflowElsewhere = state.kind[Place.overflow] !== Kind.cell;
  const needsCarry = condition === Condition.b || condition === Condition.be;
  const needsOverflow = condition === Condition.l || condition === Condition.le;
  if (!(needsCarry && carryElsewhere) && !(needsOverflow && overflowElsewhere)) {
    if (state.flagSource === FlagSource.sub && AFTER_SUB[condition] !== undefined) {
      e.pushPlace(Place.flagA);
      e.pushPlace(Place.flagB);
      e.code.op(AFTER_SUB[condition][negate]!);
      return;
    }
    if (state.flagSource === FlagSource.logic && AFTER_LOGIC[condition] !== undefined) {
      pushResult(e);
      e.code.constant(0);
      e.code.op(AFTER_LOGIC[condition][negate]!);
      return;
    }
  }
  pushAny(e, condition);
  if (negate === 1) e.code.op(Op.i32Eqz);
}

/** The condition flag by flag. */
function pushAny(e: Emitter, condition: number): void {
  const { code } = e;
  switch (condition) {
    case Condition.o:
      return pushOverflow(e);
    case Condition.b:
      return pushCarry(e);
    case Condition.e:
      return pushZero(e);
    case Condition.be:
      pushCarry(e);
      pushZero(e);
      return code.op(Op.i32Or);
    case Condition.s:
      return pushSign(e);
    case Condition.p:
      return pushParity(e);
    case Condition.l:
      pushSign(e);
      pushOverflow(e);
      return code.op(Op.i32Xor);
    default:
      pushSign(e);
      pushOverflow(e);
      code.op(Op.i32Xor);
      pushZero(e);
      return code.op(Op.i32Or);
  }
}

/** Pushes the result that the flags follow from. It is computed now if nobody needed it before. */
export function pushResult(e: Emitter): void {
  const { state, code } = e;
  if (state.kind[Place.flagResult] === Kind.cell) {
    e.pushPlace(Place.flagA);
    e.pushPlace(Place.flagB);
    code.op(state.flagSource === FlagSource.sub ? Op.i32Sub : Op.i32Add);
    if (state.flagSize < 4) code.op(state.flagSize === 1 ? Op.i32Extend8S : Op.i32Extend16S);
  } else {
    e.pushPlace(Place.flagResult);
  }
}

export function pushZero(e: Emitter): void {
  if (e.flagsInCells) e.code.loadAt(Cell.flagResult);
  else pushResult(e);
  e.code.op(Op.i32Eqz);
}

function pushSign(e: Emitter): void {
  const { code } = e;
  if (e.flagsInCells) {
    code.loadAt(Cell.flagResult);
    code.loadAt(Cell.flagCarries);
    shift(e, Op.i32Shl, 31);
    code.op(Op.i32Xor);
  } else {
    pushResult(e);
  }
  shift(e, Op.i32ShrU, 31);
}

/** Even parity: the number of ones in the low byte of the result is even. */
function pushParity(e: Emitter): void {
  const { code } = e;
  if (e.flagsInCells) {
    code.loadAt(Cell.flagResult);
    code.loadAt(Cell.flagCarries);
    shift(e, Op.i32ShrS, 8);
    code.op(Op.i32Xor);
  } else {
    pushResult(e);
  }
  code.constant(0xff);
  code.op(Op.i32And);
  code.op(Op.i32Popcnt);
  code.constant(1);
  code.op(Op.i32And);
  code.op(Op.i32Eqz);
}

export function pushCarry(e: Emitter): void {
  const { state, code } = e;
  if (state.kind[Place.carry] !== Kind.cell) {
    e.pushPlace(Place.carry);
    return;
  }
  switch (state.flagSource) {
    case FlagSource.cells:
      code.loadAt(Cell.flagCarries);
      break;
    case FlagSource.logic:
      code.constant(0);
      return;
    case FlagSource.sub:
      e.pushPlace(Place.flagA);
      e.pushPlace(Place.flagB);
      code.op(Op.i32LtU);
      return;
    case FlagSource.add:
      pushResult(e);
      e.pushPlace(Place.flagA);
      code.op(Op.i32LtU);
      return;
    default:
      pushCarries(e);
  }
  shift(e, Op.i32ShrU, 31);
}

export function pushOverflow(e: Emitter): void {
  const { state, code } = e;
  if (state.kind[Place.overflow] !== Kind.cell) {
    e.pushPlace(Place.overflow);
    return;
  }
  switch (state.flagSource) {
    case FlagSource.cells: {
      const carries = e.locals.take();
      code.loadAt(Cell.flagCarries);
      code.tee(carries);
      code.get(carries);
      shift(e, Op.i32Shl, 1);
      code.op(Op.i32Xor);
      e.locals.release(carries);
      break;
    }
    case FlagSource.logic:
      code.constant(0);
      return;
    default:
      pushSignedOverflow(e);
  }
  shift(e, Op.i32ShrU, 31);
}

/**
 * Pushes a word whose sign is the overflow of the last sum or difference: of a sum when both operands have another sign
 * than the result, of a difference when the first has another sign than the second and than the result.
 */
function pushSignedOverflow(e: Emitter): void {
  const { state, code } = e;
  const sum = state.flagSource === FlagSource.add || state.flagSource === FlagSource.adc;
  e.pushPlace(Place.flagA);
  if (sum) pushResult(e);
  else e.pushPlace(Place.flagB);
  code.op(Op.i32Xor);
  e.pushPlace(sum ? Place.flagB : Place.flagA);
  pushResult(e);
  code.op(Op.i32Xor);
  code.op(Op.i32And);
}

/** Pushes the carries (borrows) out of each bit of the last sum or difference: see `carriesOfSum` in the ALU. */
function pushCarries(e: Emitter): void {
  const { state, code } = e;
  const sum = state.flagSource === FlagSource.add || state.flagSource === FlagSource.adc;
  const a = (): void => {
    e.pushPlace(Place.flagA);
    if (sum) return;
    code.constant(-1);
    code.op(Op.i32Xor);
  };
  a();
  e.pushPlace(Place.flagB);
  code.op(Op.i32And);
  a();
  e.pushPlace(Place.flagB);
  code.op(Op.i32Or);
  pushResult(e);
  if (sum) {
    code.constant(-1);
    code.op(Op.i32Xor);
  }
  code.op(Op.i32And);
  code.op(Op.i32Or);
}

function shift(e: Emitter, opcode: number, count: number): void {
  e.code.constant(count);
  e.code.op(opcode);
}

/** Brings the flag cells up to date. */
export function storeFlags(e: Emitter): void {
  const { state, code } = e;
  if (state.flagSource === FlagSource.cells && state.kind[Place.carry] === Kind.cell) return;
  const carries = e.locals.take();
  pushCarriesForCell(e);
  code.set(carries);
  code.constant(0);
  if (state.flagSource === FlagSource.cells) code.loadAt(Cell.flagResult);
  else pushResult(e);
  code.access(Op.i32Store, Cell.flagResult);
  code.constant(0);
  code.get(carries);
  code.access(Op.i32Store, Cell.flagCarries);
  e.locals.release(carries);
  e.setFlags(FlagSource.cells, 4);
}

/** Pushes `Flags.carries`. */
function pushCarriesForCell(e: Emitter): void {
  const { state, code } = e;
  switch (state.flagSource) {
    case FlagSource.cells:
      code.loadAt(Cell.flagCarries);
      break;
    case FlagSource.logic:
      code.constant(0);
      break;
    default:
      pushCarries(e);
      maskCarries(e);
  }
  replaceCarry(e);
}

/** Of the carries, only those out of and into the sign bit (moved to bits 31 and 30) and out of bit 3 count. */
function maskCarries(e: Emitter): void {
  const { code, locals } = e;
  const unused = 32 - 8 * e.state.flagSize;
  const all = CARRY_OUT | (CARRY_OUT >>> 1);
  if (unused === 0) {
    code.constant(all | HALF_CARRY);
    code.op(Op.i32And);
    return;
  }
  const carries = locals.take();
  code.tee(carries);
  shift(e, Op.i32Shl, unused);
  code.constant(all);
  code.op(Op.i32And);
  code.get(carries);
  code.constant(HALF_CARRY);
  code.op(Op.i32And);
  code.op(Op.i32Or);
  locals.release(carries);
}

/** Puts CF, and OF if it has a value of its own, into the word of carries on WebAssembly's stack. */
function replaceCarry(e: Emitter): void {
  const { state, code, locals } = e;
  if (state.kind[Place.carry] === Kind.cell) return;
  const carries = locals.take();
  if (state.kind[Place.overflow] === Kind.cell) {
    // CF alone: where it changes, invert both carries, which leaves OF as it is.
    code.tee(carries);
    code.get(carries);
    shift(e, Op.i32ShrU, 31);
    e.pushPlace(Place.carry);
    code.op(Op.i32Xor);
    code.constant(CARRY_OUT >> 1);
    code.op(Op.i32Mul);
    // 0 or 0xc0000000: CARRY_OUT >> 1 is -2^30.
    code.op(Op.i32Xor);
  } else {
    code.constant(~(CARRY_OUT | (CARRY_OUT >>> 1)));
    code.op(Op.i32And);
    e.pushPlace(Place.carry);
    shift(e, Op.i32Shl, 31);
    code.op(Op.i32Or);
    e.pushPlace(Place.carry);
    e.pushPlace(Place.overflow);
    code.op(Op.i32Xor);
    shift(e, Op.i32Shl, 30);
    code.op(Op.i32Or);
  }
  locals.release(carries);
}

// Setting.

/** The flags are those of a sum or difference of `size` bytes; the places of both operands are given. */
export function flagsOf(
  e: Emitter,
  source: number,
  size: number,
  aKind: number,
  a: number,
  bKind: number,
  b: number,
): void {
  const { state, locals } = e;
  // Operands may be the places that are about to be emptied.
  if (aKind === Kind.local) locals.refer(a);
  if (bKind === Kind.local) locals.refer(b);
  e.setFlags(source, size);
  state.put(Place.flagA, aKind, a);
  state.put(Place.flagB, bKind, b);
  if (aKind === Kind.local) locals.release(a);
  if (bKind === Kind.local) locals.release(b);
}

/** The flags are those of a result; CF = OF = 0. */
export function flagsOfResult(e: Emitter, size: number, kind: number, value: number): void {
  if (kind === Kind.local) e.locals.refer(value);
  e.setFlags(FlagSource.logic, size);
  e.state.put(Place.flagResult, kind, value);
  if (kind === Kind.local) e.locals.release(value);
}

/** Gives CF the value on WebAssembly's stack (0 or 1); other flags stay. */
export function popCarry(e: Emitter): void {
  e.pop(Place.carry);
}

export function popOverflow(e: Emitter): void {
  e.pop(Place.overflow);
}
