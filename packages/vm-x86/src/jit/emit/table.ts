import { Flag } from '../../cpu/flags.js';
import { Seg } from '../../cpu/state.js';
import { ENCODINGS } from '../../isa/encodings.js';
import { type Instruction, NO_SEGMENT, OperandKind } from '../../isa/instruction.js';
import { CONDITIONS, type Encoding } from '../../isa/opcodes.js';
import { Cell } from '../cells.js';
import type { Emitter } from '../emitter.js';
import { arithmetic } from './arithmetic.js';
import { bits, cmov, setcc } from './bit.js';
import { flags } from './flags.js';
import { logic } from './logic.js';
import { moves } from './move.js';
import { shifts } from './shift.js';
import { step } from './step.js';
import { strings } from './string.js';
import { x87 } from './x87.js';

/**
 * Writes the code of one instruction. It checks everything that can fail before it changes what the emitter's state says
 * about registers, flags and slots: an exit describes the state in front of the instruction.
 */
export type Handler = (e: Emitter, i: Instruction) => void;

function nothing(): void {}

/** By mnemonic; what is missing is left to the interpreter. Transfers of control are in `control.ts`. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  ...arithmetic,
  ...bits,
  ...flags,
  ...logic,
  ...moves,
  ...shifts,
  ...strings,
  ...perCondition('set', setcc),
  ...perCondition('cmov', cmov),
  nop: nothing,
  pause: nothing,
  endbr32: nothing,
  cld: (e) => e.storeCell(Cell.direction, 0),
  std: (e) => e.storeCell(Cell.direction, Flag.df),
};

function perCondition(prefix: string, handler: Handler): Record<string, Handler> {
  return Object.fromEntries(CONDITIONS.map((name) => [`${prefix}${name}`, handler]));
}

function handlerOf({ mnemonic, extension }: Encoding): Handler {
  if (extension === 'x87') return x87;
  return extension === 'integer' ? (HANDLERS[mnemonic] ?? step) : step;
}

const BY_ENCODING: readonly Handler[] = ENCODINGS.map(handlerOf);

/** Writes the code of an instruction that is not a transfer of control. */
export function emitInstruction(e: Emitter, i: Instruction): void {
  if ((i.addressSize === 2 || i.segmentPrefix !== NO_SEGMENT) && hasUnusualAddress(i)) step(e, i);
  else BY_ENCODING[i.encoding!.id]!(e, i);
}

/** 16-bit addresses; the segment cs, which cannot be written; fs and gs other than by a plain address. */
function hasUnusualAddress(i: Instruction): boolean {
  if (i.addressSize === 2) return true;
  const memory = i.op0.kind === OperandKind.memory || i.op1.kind === OperandKind.memory;
  return i.segmentPrefix === Seg.cs || (!memory && i.segmentPrefix >= Seg.fs);
}
