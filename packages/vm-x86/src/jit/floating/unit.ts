import { EXCEPTIONS, type X87 } from '../../cpu/x87/unit.js';
import { Cell, X87_EMPTY } from '../cells.js';
import { modeOf } from './control.js';

/** The state of the floating-point unit goes to the cells when translated code uses it, and back when anybody else might. */

const MODE = Cell.x87Mode >> 2;
const ELSEWHERE = -1;
/** `x87Last` when no instruction was executed. */
const NONE = -1;

/** The cells hold no unit. */
export function forgetUnit(cells: Int32Array): void {
  cells[MODE] = ELSEWHERE;
}

/** Puts the unit into the cells; one that has exceptions unmasked is not for translated code. */
export function unitToCells(unit: X87, cells: Int32Array): void {
  const { control, empty, heads, highs, lows, top, status } = unit;
  if ((control & EXCEPTIONS) !== EXCEPTIONS) return;
  cells[MODE] = modeOf(control);
  cells[Cell.x87Control >> 2] = control;
  cells[Cell.x87Top >> 2] = top << 4;
  cells[Cell.x87Flags >> 2] = status & ~TOP_BITS;
  cells[Cell.x87Last >> 2] = NONE;
  for (let n = 0, at = Cell.x87Registers >> 2; n < 8; n++, at += 4) {
    cells[at] = lows[n]!;
    cells[at + 1] = highs[n]!;
    cells[at + 2] = heads[n]! | (((empty >> n) & 1) * X87_EMPTY);
  }
}

/** TOP in the status word. */
const TOP_BITS = 7 << 11;

/** Takes it back. `addressOf`: of the instruction with a number. */
export function unitFromCells(unit: X87, cells: Int32Array, addressOf: (number: number) => number): void {
  if (cells[MODE] === ELSEWHERE) return;
  cells[MODE] = ELSEWHERE;
  unit.control = cells[Cell.x87Control >> 2]!;
  unit.status = cells[Cell.x87Flags >> 2]! | (cells[Cell.x87Top >> 2]! << 7);
  const last = cells[Cell.x87Last >> 2]!;
  if (last !== NONE) unit.instructionPointer = addressOf(last);
  unit.empty = 0;
  for (let n = 0, at = Cell.x87Registers >> 2; n < 8; n++, at += 4) {
    const head = cells[at + 2]!;
    unit.lows[n] = cells[at]!;
    unit.highs[n] = cells[at + 1]!;
    unit.heads[n] = head;
    if ((head & X87_EMPTY) !== 0) unit.empty |= 1 << n;
  }
}
