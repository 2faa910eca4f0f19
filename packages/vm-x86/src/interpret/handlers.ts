import type { Instruction } from '../isa/instruction.js';
import { CONDITIONS, type Encoding, type IntegerMnemonic, type X87Mnemonic } from '../isa/opcodes.js';
import { arithmetic } from './arithmetic.js';
import { bit, conditionalSet } from './bit.js';
import { commonHandlers, type SpecialHandlers } from './common.js';
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
import { x87Arithmetic } from './x87/arithmetic.js';
import { x87Compare } from './x87/compare.js';
import { x87Control } from './x87/control.js';
import { x87Functions } from './x87/functions.js';
import { x87Transfer } from './x87/transfer.js';

type Condition = (typeof CONDITIONS)[number];

/** One handler under the sixteen names of a conditional instruction; the opcode tells it the condition. */
function perCondition<P extends string>(prefix: P, handler: Handler): Record<`${P}${Condition}`, Handler> {
  const entries = CONDITIONS.map((condition) => [`${prefix}${condition}`, handler]);
  return Object.fromEntries(entries) as Record<`${P}${Condition}`, Handler>;
}

/** A handler for every mnemonic; the type makes sure that none is missing. */
const HANDLERS: Readonly<Record<IntegerMnemonic | X87Mnemonic, Handler>> = {
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
  ...x87Arithmetic,
  ...x87Compare,
  ...x87Control,
  ...x87Functions,
  ...x87Transfer,
  ...perCondition('j', jcc),
  ...perCondition('set', conditionalSet),
  ...perCondition('cmov', cmov),
};

function unsupported(m: Machine, i: Instruction): void {
  throw m.unsupported(i, i.encoding!.extension);
}

/** The functions that execute an encoding: any of its instructions; those with 32-bit operands in registers, in memory. */
interface Handlers extends Required<SpecialHandlers> {
  readonly general: Handler;
}

/** By `Encoding.id`, as far as they were asked for. */
const BY_ENCODING: Handlers[] = [];

function handlersOf(encoding: Encoding): Handlers {
  const { mnemonic, extension } = encoding;
  const isOurs = extension === 'integer' || extension === 'x87';
  const general = isOurs ? HANDLERS[mnemonic as keyof typeof HANDLERS] : unsupported;
  return { general, register: general, memory: general, ...commonHandlers(encoding) };
}

/** The function that executes a decoded instruction. */
export function handlerOf({ encoding, operandSize, modrm }: Instruction): Handler {
  const { id } = encoding!;
  BY_ENCODING[id] ??= handlersOf(encoding!);
  const { general, register, memory } = BY_ENCODING[id];
  if (operandSize !== 4) return general;
  return modrm >= 0 && modrm < 0xc0 ? memory : register;
}
