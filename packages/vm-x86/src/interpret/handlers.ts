import type { Instruction } from '../isa/instruction.js';
import { CONDITIONS, type Encoding, type IntegerMnemonic } from '../isa/opcodes.js';
import { arithmetic } from './arithmetic.js';
import { bit, conditionalSet } from './bit.js';
import { control, jcc } from './control.js';
import { decimal } from './decimal.js';
import { flags } from './flags.js';
import { logic } from './logic.js';
import type { Handler, Machine } from './machine.js';
import { cmov, move } from './move.js';
import { segment } from './segment.js';
import { shift } from './shift.js';
import { stack } from './stack.js';
import { string } from './string.js';
import { system } from './system.js';

type Condition = (typeof CONDITIONS)[number];

/** One handler under the sixteen names of a conditional instruction; the opcode tells it the condition. */
function perCondition<P extends string>(prefix: P, handler: Handler): Record<`${P}${Condition}`, Handler> {
  const entries = CONDITIONS.map((condition) => [`${prefix}${condition}`, handler]);
  return Object.fromEntries(entries) as Record<`${P}${Condition}`, Handler>;
}

/** A handler for every mnemonic; the type makes sure that none is missing. */
const HANDLERS: Readonly<Record<IntegerMnemonic, Handler>> = {
  ...arithmetic,
  ...bit,
  ...control,
  ...decimal,
  ...flags,
  ...logic,
  ...move,
  ...segment,
  ...shift,
  ...stack,
  ...string,
  ...system,
  ...perCondition('j', jcc),
  ...perCondition('set', conditionalSet),
  ...perCondition('cmov', cmov),
};

function unsupported(m: Machine, i: Instruction): void {
  throw m.unsupported(i, i.encoding!.extension);
}

/** The function that executes an encoding. */
export function handlerOf({ mnemonic, extension }: Encoding): Handler {
  return extension === 'integer' ? HANDLERS[mnemonic as IntegerMnemonic] : unsupported;
}
