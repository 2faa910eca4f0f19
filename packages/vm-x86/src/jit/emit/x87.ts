import { Reg, Seg } from '../../cpu/state.js';
import { conditionOf } from '../../interpret/x87/transfer.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import type { Emitter } from '../emitter.js';
import { FlagSource } from '../exits.js';
import { pushCondition, storeFlags } from '../flags.js';
import { isConditional, registerOf } from '../floating/functions.js';
import { Kind } from '../state.js';
import { Transfer } from '../x87.js';
import { step } from './step.js';

/** Instructions that write their operand in memory; the others read it. */
const STORES = new Set(['fst', 'fstp', 'fist', 'fistp', 'fbstp', 'fnstcw', 'fnstsw']);

/**
 * An instruction of the floating-point unit: called, not translated, since 80 bits are more than WebAssembly's numbers have.
 * Nothing is left for it: registers stay where they are.
 */
export function x87(e: Emitter, i: Instruction): void {
  const { access, code, state } = e;
  const { kind, size } = i.op0;
  const inMemory = kind === OperandKind.memory;
  if (inMemory) {
    // The state of the whole unit, which has no size of its own, is saved and loaded seldom.
    if (size === 0 || i.segment >= Seg.fs) return step(e, i);
    access.locate(i);
    if (access.kind === Kind.frame && !e.isInFrame(access.value + size)) return step(e, i);
  }
  const stores = inMemory && STORES.has(i.encoding!.mnemonic);
  if (inMemory) access.checkWide(size, stores);
  const transfer = transferOf(i);
  if (transfer === Transfer.flagsIn) storeFlags(e);
  if (transfer === Transfer.eax) e.storeRegisters(1 << Reg.eax);
  code.constant(e.x87.add(i, transfer));
  if (inMemory) e.push(access.kind, access.value);
  else code.constant(registerOf(i));
  if (isConditional(i.encoding!.mnemonic)) {
    pushCondition(e, conditionOf(i));
    code.op(Op.i32Or);
  }
  code.call(e.floating.index(i));
  e.exitIf(e.eip);
  if (transfer === Transfer.flagsOut) e.setFlags(FlagSource.cells, 4);
  if (transfer === Transfer.eax) e.forgetRegisters(1 << Reg.eax);
  if (stores && access.kind === Kind.frame) state.forgetSlots(access.value, size);
  else if (stores && access.kind !== Kind.constant) state.doubtSlots();
  if (inMemory) access.release();
}

function transferOf({ encoding, op0 }: Instruction): number {
  const { mnemonic } = encoding!;
  if (isConditional(mnemonic)) return Transfer.flagsIn;
  if (/^fu?comip?$/.test(mnemonic)) return Transfer.flagsOut;
  return op0.kind === OperandKind.register ? Transfer.eax : Transfer.none;
}
