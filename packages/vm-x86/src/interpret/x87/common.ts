import { Float80 } from '../../cpu/x87/float80.js';
import { EXCEPTIONS, Status, type X87 } from '../../cpu/x87/unit.js';
import { GuestFault, Vector } from '../../faults.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import type { Machine } from '../machine.js';

/** Operands and result of the instruction being executed. */
export const A = new Float80();
export const B = new Float80();
export const RESULT = new Float80();

/**
 * The unit, for an instruction that waits: an exception that was not masked when an earlier instruction raised it is
 * reported now.
 */
export function waiting({ cpu }: Machine): X87 {
  const unit = cpu.x87;
  if (unit.pending) throw new GuestFault(Vector.x87, 'an x87 exception that is not masked');
  unit.begin();
  return unit;
}

/**
 * Ends an instruction that can raise exceptions: nothing can fault any more. Where the instruction was is kept as recent
 * processors do it: its address always, its opcode and the address of its memory operand when it raised an exception that
 * is not masked.
 */
export function finish(m: Machine, i: Instruction, unit: X87): void {
  unit.end();
  unit.instructionPointer = i.address;
  if (!unit.unmasked(EXCEPTIONS)) return;
  unit.opcode = ((i.opcode & 7) << 8) | i.modrm;
  if (i.op0.kind === OperandKind.memory) unit.dataPointer = m.offset(i) >>> 0;
}

/** The same for instructions that leave C1 alone unless the stack was at fault. */
export function finishKeepingC1(m: Machine, i: Instruction, unit: X87): void {
  if ((unit.raised & Status.stackFault) === 0) unit.roundedUp = (unit.status & Status.c1) !== 0;
  finish(m, i, unit);
}

/** An operand was expected in an empty register. True when the masked response, an indefinite result, is to be given. */
export function underflow(unit: X87): boolean {
  unit.raiseStackFault(false);
  RESULT.indefinite();
  return !unit.stopped;
}

/** Pushes `value`; onto a full stack, the indefinite NaN, unless that exception is not masked. */
export function push(unit: X87, value: Float80): void {
  if (!unit.isEmpty(7)) {
    unit.raiseStackFault(true);
    if (unit.stopped) return;
    value.indefinite();
  }
  unit.push();
  unit.write(0, value);
}
