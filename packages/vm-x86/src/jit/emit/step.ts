import { Reg } from '../../cpu/state.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Cell } from '../cells.js';
import { ALL_REGISTERS } from '../effects.js';
import type { Emitter } from '../emitter.js';
import { storeFlags } from '../flags.js';
import { Local } from '../locals.js';
import { Kind } from '../state.js';

/** Lets the interpreter execute the instruction, in place. Everything it may look at is in the cells then. */
export function step(e: Emitter, i: Instruction): void {
  handOver(e, i, () => e.code.call(e.imports.step));
}

/** The same for a repeated string instruction, which mostly can do without the interpreter; `what` is told as `Repeat` has it. */
export function stepRepeated(e: Emitter, i: Instruction, what: number): void {
  handOver(e, i, () => {
    e.code.constant(what);
    e.code.call(e.imports.repeat);
  });
}

function handOver(e: Emitter, i: Instruction, call: () => void): void {
  const { state } = e;
  const offset = e.stackOffset;
  storeFlags(e);
  e.storeRegisters(ALL_REGISTERS);
  callOut(e, e.eip, call);
  e.forgetRegisters(ALL_REGISTERS);
  state.doubtSlots();
  // The interpreter has counted the instruction; whoever counts this one now makes up for it.
  state.pending = 0;
  if (offset !== undefined) expectStack(e, offset + stackChange(i));
  state.pending = -1;
}

/** A system call: the kernel changes eax and memory, and no other register unless it leaves the function. */
export function syscall(e: Emitter, readsFlags: boolean): void {
  const { state } = e;
  if (readsFlags || e.precise || e.flagsAfter !== 0) storeFlags(e);
  e.storeRegisters(ALL_REGISTERS);
  state.pending++;
  callOut(e, e.next, () => e.code.call(e.imports.syscall));
  e.forgetRegisters(1 << Reg.eax);
  state.doubtSlots();
  state.pending = -1;
}

/** Calls something with eip and fuel in their cells, and leaves the function unless it returns 0. */
function callOut(e: Emitter, eip: number, call: () => void): void {
  const { code } = e;
  e.storeCell(Cell.eip, eip);
  e.storeFuel();
  call();
  code.open(Op.if);
  code.constant(0);
  code.constant(0);
  code.op(Op.return);
  code.close();
  code.loadAt(Cell.fuel);
  code.set(Local.fuel);
}

/** What instructions that are left to the interpreter do to esp. */
function stackChange(i: Instruction): number {
  switch (i.encoding!.mnemonic) {
    case 'push':
    case 'pushf':
      return -i.operandSize;
    case 'pop':
      // A pop into esp itself has no fixed effect; the check behind finds out.
      return i.op0.kind === OperandKind.register && i.op0.register === Reg.esp ? 0 : i.operandSize;
    case 'popf':
      return i.operandSize;
    case 'pusha':
      return -8 * i.operandSize;
    case 'popa':
      return 8 * i.operandSize;
    case 'enter':
      return -(i.operandSize * ((i.op1.value & 31) + 1) + (i.op0.value & 0xffff));
    default:
      return 0;
  }
}

/** esp is in its cell, and should be at `offset`: leaves the function if it is not. */
export function expectStack(e: Emitter, offset: number): void {
  const { code, state } = e;
  code.loadAt(Cell.registers + 4 * Reg.esp);
  e.push(Kind.frame, offset);
  code.op(Op.i32Ne);
  e.exitIf(e.next);
  state.put(Reg.esp, Kind.frame, offset);
}
