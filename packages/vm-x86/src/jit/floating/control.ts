import { EXCEPTIONS } from '../../cpu/x87/unit.js';
import { Cell, FloatMode } from '../cells.js';
import { BEGIN, TOP } from './parts.js';

const STATUS = `@x87Flags ${TOP} 7 i32Shl i32Or`;

/** Precision control 0 is 24 bits, 2 is 53; the direction stands where `FloatMode` has it already, eight bits further up. */
const LOAD_CONTROL = `
  ${BEGIN}
  operand i32Load16U 0x1f3f i32And 0x40 i32Or :exponent
  ${EXCEPTIONS} i32And ${EXCEPTIONS} i32Ne slow?
  exponent !x87Control
  exponent 8 i32ShrU :shift ${FloatMode.chop} i32And
  0 3 shift 3 i32And i32Sub shift 1 i32And select
  i32Or !x87Mode
  0 return`;

/** Instructions that do not count as the last one. */
export const CONTROLS: Readonly<Record<string, string>> = {
  fwait: `${BEGIN} 0 return`,
  'fnstsw ax': `${BEGIN} 0 ${STATUS} i32Store16+${Cell.registers} 0 return`,
  'fnstsw 2': `${BEGIN} operand ${STATUS} i32Store16 0 return`,
  'fnstcw 2': `${BEGIN} operand @x87Control i32Store16 0 return`,
  'fldcw 2': LOAD_CONTROL,
};

/** The same of a control word that masks all exceptions, as a number. */
export function modeOf(control: number): number {
  const precision = (control >> 8) & 3;
  const cut = precision === 0 ? FloatMode.cut | FloatMode.single : precision === 2 ? FloatMode.cut : 0;
  return cut | ((control >> 8) & FloatMode.chop);
}
