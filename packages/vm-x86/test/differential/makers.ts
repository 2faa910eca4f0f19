/**
 * What processors of AMD do otherwise than those of Intel, which the machine follows. Cases where it shows are left out on a
 * processor of AMD. (Seen on an EPYC; most of it is undefined, or not said, in the manuals of both.)
 */
import { existsSync, readFileSync } from 'node:fs';
import { Reg } from '../../src/cpu/state.js';
import { Status } from '../../src/cpu/x87/unit.js';
import { Vector } from '../../src/faults.js';
import { decodeOne } from '../../src/isa/decode.js';
import { type Instruction, OperandKind } from '../../src/isa/instruction.js';
import type { Case, Outcome } from './layout.js';

const CPU_INFO = '/proc/cpuinfo';
const isAmd = existsSync(CPU_INFO) && readFileSync(CPU_INFO, 'latin1').includes('AuthenticAMD');

/** The x87 pointers, which AMD keeps only while an exception is pending. */
export const POINTERS = isAmd ? [] : (['instructionPointer', 'dataPointer', 'opcode'] as const);

/** Instructions of which makers differ in what has happened when they meet a page that is not there. */
const BROKEN_OFF = new Set('cmps scas fst fstp fist fistp fbstp'.split(' '));

/** True for a case in which makers differ whatever happens. */
export function dependsOnMaker({ code, at, regs }: Case): boolean {
  const i = isAmd ? decodeOne(code, at) : undefined;
  return i !== undefined && isMakersOwn(i, regs[Reg.ecx]! & 0x1f);
}

function isMakersOwn({ encoding, op0, op2, operandSize, repeat }: Instruction, cl: number): boolean {
  switch (encoding!.mnemonic) {
    case 'nop': // 0f 0d is a prefetch, and needs memory
      return encoding!.opcode === '0f 0d' && op0.kind === OperandKind.register;
    case 'ud0': // without a ModRM byte
    case 'ud1':
      return true;
    case 'shld': // by more than there is to shift
    case 'shrd':
      return operandSize === 2 && (op2.kind === OperandKind.immediate ? op2.value & 0x1f : cl) > 16;
    case 'loope': // a repeat prefix takes part
    case 'loopne':
      return repeat !== 0;
    default:
      return false;
  }
}

/** True when what came of the case shows where makers break an instruction off. */
export function wasBrokenOff({ code, at }: Case, ...outcomes: readonly Outcome[]): boolean {
  const mnemonic = isAmd ? decodeOne(code, at)?.encoding?.mnemonic : undefined;
  const hasNoPage = outcomes.some(({ vector }) => vector === Vector.pageFault);
  return mnemonic !== undefined && BROKEN_OFF.has(mnemonic) && hasNoPage;
}

/** True when an approximate function's result is the smallest normal number for one maker, and just below it for the other. */
export function disagreesOnTiny(one: Outcome, other: Outcome): boolean {
  return isAmd && ((one.x87.status ^ other.x87.status) & Status.underflow) !== 0;
}
