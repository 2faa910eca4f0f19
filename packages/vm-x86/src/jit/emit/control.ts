import { Reg } from '../../cpu/state.js';
import { type Instruction, OperandKind } from '../../isa/instruction.js';
import { Op } from '../../wasm/index.js';
import { Cell } from '../cells.js';
import { ALL_REGISTERS } from '../effects.js';
import type { Emitter } from '../emitter.js';
import { FlagSource } from '../exits.js';
import { pushCondition, pushZero, storeFlags } from '../flags.js';
import { Local } from '../locals.js';
import { Kind } from '../state.js';
import { moveStack, pushValue } from './move.js';
import { A, B, type Value } from './value.js';

/** What a call needs to know about other functions. */
export interface Linkage {
  /** Index of the WebAssembly function for the guest's function at `address`; -1 when it is in another module. */
  functionAt(address: number): number;
  /** Table slot of a function in another module; -1 when there is none that leaves `flags` as they should be. */
  slotOf(address: number, flags: number): number;
  /** Takes notice of flags that count behind a call whose target is looked up. */
  wantBehindCall(flags: number): void;
  /** Bytes of arguments that the function at `address` is likely to take off the stack. */
  popsOf(address: number): number;
  /** Whether that function reads flags that its caller has set. */
  readsFlags(address: number): boolean;
}

/** Registers that are handed to a callee as arguments, and those that come back in locals. */
const HANDED_OVER = (1 << Reg.eax) | (1 << Reg.esp);

/** Pushes whether a conditional jump is taken. False, with nothing written, when the interpreter has to do it. */
export function emitBranchCondition(e: Emitter, i: Instruction): boolean {
  const { mnemonic } = i.encoding!;
  if (mnemonic === 'jcxz' || mnemonic.startsWith('loop')) return emitCounterCondition(e, i, mnemonic);
  pushCondition(e, i.opcode);
  return true;
}

/** Branches that depend on ecx, and count it down; loope and loopne also on ZF. */
function emitCounterCondition(e: Emitter, i: Instruction, mnemonic: string): boolean {
  const { code } = e;
  if (i.addressSize === 2) return false;
  if (mnemonic === 'jcxz') {
    e.pushRegister(Reg.ecx);
    code.op(Op.i32Eqz);
    return true;
  }
  e.pushRegister(Reg.ecx);
  code.constant(1);
  code.op(Op.i32Sub);
  e.popRegister(Reg.ecx);
  e.pushRegister(Reg.ecx);
  if (mnemonic === 'loop') return true;
  code.constant(0);
  code.op(Op.i32Ne);
  pushZero(e);
  if (mnemonic === 'loopne') code.op(Op.i32Eqz);
  code.op(Op.i32And);
  return true;
}

/** Where a call is expected to come back to, and which flags count there. */
interface Continuation {
  readonly address: number;
  readonly flags: number;
}

/**
 * A near call: `used` are registers that this function reads after it. What is not translated (yet) is looked up when it is
 * called, as the target of an indirect call is.
 */
export function emitCall(e: Emitter, i: Instruction, linkage: Linkage, used: number, behind: Continuation): void {
  const { code, state } = e;
  const { flags } = behind;
  const target = i.op0.value >>> 0;
  const known = i.op0.kind === OperandKind.target;
  const index = known ? linkage.functionAt(target) : -1;
  const slot = known && index < 0 ? linkage.slotOf(target, flags) : -1;
  const direct = index >= 0 || slot >= 0;
  if (known) A.set(e, Kind.constant, target);
  else readTarget(e, i);
  if (!direct || e.precise || linkage.readsFlags(target)) storeFlags(e);
  // Not its cell: that is the callee's until it returns.
  e.need(Reg.esp);
  const pops = direct ? linkage.popsOf(target) : 0;
  const before = { kind: state.kind[Reg.esp]!, value: state.value[Reg.esp]! };
  B.set(e, before.kind, before.value);
  const frame = { kind: state.kind[Reg.ebp]!, value: state.value[Reg.ebp]! };
  pushValue(e, Kind.constant, e.next);
  state.pending++;
  e.settleFuel();
  if (direct) exitWithoutFuel(e, target);
  e.storeRegisters(ALL_REGISTERS & ~HANDED_OVER);
  if (slot >= 0) A.set(e, Kind.constant, slot);
  else if (!direct) {
    linkage.wantBehindCall(flags);
    resolveTarget(e);
  }
  if (pops > 0) e.storeCell(Cell.pops, pops);
  e.pushRegister(Reg.esp);
  e.pushRegister(Reg.eax);
  code.get(Local.fuel);
  if (index >= 0) code.call(index);
  else {
    A.push(e);
    code.callIndirect(e.imports.type);
  }
  A.release(e);
  returned(e, behind.address, before, frame, used, pops);
  B.release(e);
  state.pending = -1;
}

/** The target of an indirect call or jump, into A. */
function readTarget(e: Emitter, i: Instruction): void {
  const { access } = e;
  if (i.op0.kind === OperandKind.memory) {
    access.locate(i);
    access.checkRead(4);
  }
  A.read(e, i.op0);
  access.release();
}

/** Leaves the function at the callee's entry when the fuel is used up. */
function exitWithoutFuel(e: Emitter, target: number): void {
  const { code } = e;
  code.get(Local.fuel);
  code.constant(0);
  code.op(Op.i32LtS);
  e.exitIf(target);
}

/** The same where the next address is only known when it happens. */
function exitWithoutFuelTo(e: Emitter, eip: Value): void {
  const { code } = e;
  code.get(Local.fuel);
  code.constant(0);
  code.op(Op.i32LtS);
  code.open(Op.if);
  code.constant(0);
  eip.push(e);
  code.access(Op.i32Store, Cell.eip);
  e.exit(null);
  code.close();
}

/** Makes A the table slot of the function at address A; leaves the function when there is none, or no fuel. */
function resolveTarget(e: Emitter): void {
  const { code, locals } = e;
  const slot = locals.take();
  A.push(e);
  code.call(e.imports.resolve);
  code.tee(slot);
  code.get(Local.fuel);
  code.op(Op.i32Or);
  code.constant(0);
  code.op(Op.i32LtS);
  code.open(Op.if);
  code.constant(0);
  A.push(e);
  code.access(Op.i32Store, Cell.eip);
  e.exit(null, true);
  code.close();
  A.release(e);
  A.set(e, Kind.local, slot);
  locals.release(slot);
}

interface Descriptor {
  readonly kind: number;
  readonly value: number;
}

/** Behind a call that should come back to `next`: (eip, eax) are on WebAssembly's stack. */
function returned(e: Emitter, next: number, esp: Descriptor, ebp: Descriptor, used: number, pops: number): void {
  const { code, state, locals } = e;
  const eip = locals.take();
  e.forgetRegisters(ALL_REGISTERS & ~HANDED_OVER);
  state.doubtSlots();
  e.setFlags(FlagSource.cells, 4);
  e.popRegister(Reg.eax);
  e.putRegister(Reg.esp, esp.kind, esp.value);
  code.tee(eip);
  code.constant(next);
  code.op(Op.i32Ne);
  if (pops > 0) pushOtherPops(e, pops);
  code.open(Op.if);
  code.get(eip);
  e.pushRegister(Reg.eax);
  e.pushRegister(Reg.esp);
  if (pops > 0) addPopped(e);
  code.get(Local.entry);
  code.returnCall(e.imports.leave);
  code.close();
  locals.release(eip);
  if (pops > 0) {
    e.storeCell(Cell.pops, 0);
    moveStack(e, pops);
  }
  code.loadAt(Cell.fuel);
  code.set(Local.fuel);
  state.pending = 0;
  if (ebp.kind === Kind.frame && ((used >> Reg.ebp) & 1) !== 0) expectFramePointer(e, ebp.value, next);
}

/** Ors to what is on WebAssembly's stack whether the callee has taken something else than `pops` bytes off its own. */
function pushOtherPops({ code }: Emitter, pops: number): void {
  code.loadAt(Cell.pops);
  code.constant(~pops);
  code.op(Op.i32Ne);
  code.op(Op.i32Or);
}

/** Adds what the callee has taken off, and has that forgotten. */
function addPopped(e: Emitter): void {
  const { code } = e;
  code.loadAt(Cell.pops);
  code.constant(-1);
  code.op(Op.i32Xor);
  code.constant(0);
  code.loadAt(Cell.pops);
  code.constant(0);
  code.op(Op.i32LtS);
  code.op(Op.select);
  code.op(Op.i32Add);
  e.storeCell(Cell.pops, 0);
}

/** ebp was a frame address in front of a call; callees preserve it, or the function is left. */
function expectFramePointer(e: Emitter, offset: number, next: number): void {
  const { code, state } = e;
  code.loadAt(Cell.registers + 4 * Reg.ebp);
  e.push(Kind.frame, offset);
  code.op(Op.i32Ne);
  e.exitIf(next, false);
  state.put(Reg.ebp, Kind.frame, offset);
}

/** `ret`: to the caller's WebAssembly function when esp is where it was at entry, else through the dispatcher. */
export function emitReturn(e: Emitter, i: Instruction, flagsMatter: boolean): void {
  const pops = i.op0.value & 0xffff;
  if (e.precise || flagsMatter) storeFlags(e);
  const offset = e.stackOffset;
  if (offset === undefined) expectEntryStack(e, pops);
  else if (offset !== 0) {
    returnElsewhere(e, pops);
    return;
  }
  if (pops > 0) expectAnnouncement(e, pops);
  returnToCaller(e, pops);
}

/** Leaves the function to the address on the stack. */
function returnElsewhere(e: Emitter, pops: number): void {
  const { access } = e;
  access.locateRegister(Reg.esp);
  access.checkRead(4);
  A.readMemory(e, 4);
  access.release();
  moveStack(e, 4 + pops);
  leaveTo(e);
}

/** The same if what is on WebAssembly's stack is not 0. */
function returnElsewhereIf(e: Emitter, pops: number): void {
  e.code.open(Op.if);
  const saved = e.fork();
  returnElsewhere(e, pops);
  e.join(saved);
  e.code.close();
}

/** Nothing is known about esp: it should be what it was at entry. */
function expectEntryStack(e: Emitter, pops: number): void {
  const { code, state } = e;
  e.pushRegister(Reg.esp);
  code.get(Local.entry);
  code.op(Op.i32Ne);
  returnElsewhereIf(e, pops);
  state.put(Reg.esp, Kind.frame, 0);
}

/** The caller should know how many bytes are taken off the stack. */
function expectAnnouncement(e: Emitter, pops: number): void {
  const { code } = e;
  code.get(Local.pops);
  code.constant(pops);
  code.op(Op.i32Ne);
  returnElsewhereIf(e, pops);
}

/** esp is what it was at entry. */
function returnToCaller(e: Emitter, pops: number): void {
  const { code, state } = e;
  const place = e.slot(0);
  A.set(e, state.kind[place]!, state.value[place]!);
  e.putRegister(Reg.esp, Kind.frame, 4 + pops);
  state.pending++;
  e.settleFuel();
  exitWithoutFuelTo(e, A);
  e.storeFuel();
  if (pops > 0) e.storeCell(Cell.pops, ~pops);
  e.storeRegisters(ALL_REGISTERS & ~HANDED_OVER);
  A.push(e);
  e.pushRegister(Reg.eax);
  code.op(Op.return);
  A.release(e);
}

/** `jmp` to an address in a register or in memory. */
export function emitJump(e: Emitter, i: Instruction): void {
  const { code, state } = e;
  readTarget(e, i);
  storeFlags(e);
  state.pending++;
  e.settleFuel();
  e.storeFuel();
  e.storeRegisters(ALL_REGISTERS & ~HANDED_OVER);
  A.push(e);
  e.pushRegister(Reg.eax);
  e.pushRegister(Reg.esp);
  code.get(Local.entry);
  code.returnCall(e.imports.leave);
  A.release(e);
}

/** Leaves the function to the address A. */
function leaveTo(e: Emitter): void {
  const { code, state } = e;
  state.pending++;
  code.constant(0);
  A.push(e);
  code.access(Op.i32Store, Cell.eip);
  e.exit(null, true);
  A.release(e);
}
