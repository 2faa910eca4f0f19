import { ENCODINGS } from '../isa/encodings.js';
import { type Instruction, OperandKind } from '../isa/instruction.js';
import type { Encoding } from '../isa/opcodes.js';
import { Form } from '../isa/operands.js';
import { isOpaque } from './effects.js';

/** How control leaves an instruction. */
export const Control = {
  /** To the next one. */
  plain: 0,
  /** To the target, or to the next one. */
  branch: 1,
  /** To the target. */
  jump: 2,
  /** A direct or indirect call, after which the next instruction is likely to come. */
  call: 3,
  indirectCall: 4,
  /** To the address on the stack, in a register or in memory. */
  ret: 5,
  indirectJump: 6,
  /** A system call; then the next instruction. */
  syscall: 7,
  /** Something that only the interpreter executes; then the next instruction. */
  step: 8,
  /** The same, but nobody knows what comes then; or no instruction at all. */
  stop: 9,
} as const;

const CONTROL_BY_MNEMONIC: Readonly<Record<string, number>> = {
  jmp: Control.jump,
  call: Control.call,
  ret: Control.ret,
  loop: Control.branch,
  loope: Control.branch,
  loopne: Control.branch,
  jcxz: Control.branch,
  jmpf: Control.stop,
  callf: Control.stop,
  retf: Control.stop,
  iret: Control.stop,
  hlt: Control.stop,
  ud0: Control.stop,
  ud1: Control.stop,
  ud2: Control.stop,
  int3: Control.stop,
  int1: Control.stop,
};

function controlOfEncoding(encoding: Encoding): number {
  const { mnemonic } = encoding;
  if (mnemonic[0] === 'j' && encoding.operands[0]?.form === Form.J && mnemonic !== 'jmp') return Control.branch;
  return CONTROL_BY_MNEMONIC[mnemonic] ?? (isOpaque(encoding) ? Control.step : Control.plain);
}

const CONTROL: Uint8Array = Uint8Array.from(ENCODINGS, controlOfEncoding);

/** How control leaves an instruction; system calls count as steps here. */
export function controlOf(i: Instruction): number {
  const control = CONTROL[i.encoding!.id]!;
  // Operands of 16 bits cut addresses of code: not worth translating.
  if (i.operandSize === 2 && control >= Control.branch && control <= Control.indirectJump) return Control.stop;
  if (i.op0.kind === OperandKind.target) return control;
  if (control === Control.jump) return Control.indirectJump;
  return control === Control.call ? Control.indirectCall : control;
}
