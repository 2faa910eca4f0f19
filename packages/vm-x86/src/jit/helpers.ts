import { Reg } from '../cpu/state.js';
import { CodeWriter, type ModuleWriter, Op } from '../wasm/index.js';
import { pushOutside } from './access.js';
import { Cell, EXIT_VALUES, Outside, registerCell, Slot, TARGET_ENTRIES, Unwind } from './cells.js';
import type { Imports } from './emitter.js';
import { REPEAT_LOCALS, repeatedString } from './repeat.js';
import { windowedSyscall } from './windows.js';

/** Names under which a module imports what the dispatcher offers, and exports how to enter its functions. */
export const Names = {
  module: 'vm',
  memory: 'memory',
  table: 'table',
  syscall: 'syscall',
  step: 'step',
  x87: 'x87',
  cold: 'cold',
  finish: 'finish',
  resolve: 'resolve',
  enter: 'enter',
} as const;

/** Imports of every module, and the small functions that all its functions share. */
export function addHelpers(module: ModuleWriter): Imports {
  module.importMemory(Names.module, Names.memory);
  module.importTable(Names.module, Names.table);
  const kernel = module.importFunction(Names.module, Names.syscall, module.type(0, 1));
  const step = module.importFunction(Names.module, Names.step, module.type(0, 1));
  const x87 = module.importFunction(Names.module, Names.x87, module.type(2, 1));
  const cold = module.importFunction(Names.module, Names.cold, module.type(0, 1));
  const miss = module.importFunction(Names.module, Names.resolve, module.type(1, 1));
  const finish = module.importFunction(Names.module, Names.finish, module.type(1, 1));
  const type = module.type(3, 2);
  const exits: number[] = [];
  for (let values = 2; values <= EXIT_VALUES; values++) exits[values] = addExit(module, finish, values);
  const resolve = addResolve(module, miss);
  const leave = addLeave(module, type, resolve, finish);
  const reads = [Cell.readLow, Cell.read2Low, Cell.read3Low];
  const writes = [Cell.writeLow, Cell.writeStackLow, Cell.write2Low];
  // In the order of `Outside`.
  const outside = [reads, writes].flatMap((ranges) => [0, 4].map((span) => addOutside(module, ranges, span)));
  const syscall = addSyscall(module, kernel, outside);
  const repeat = addRepeat(module, step, reads, writes);
  module.exportFunction(Names.enter, addEnter(module, type));
  module.fillTable(Slot.cold, [addCold(module, cold, type)]);
  return { exits, leave, syscall, step, repeat, x87, outside, resolve, type };
}

/** (exit, entry, values ..) → (eip, eax): hands over what an exit leaves, and has the function finished. */
function addExit(module: ModuleWriter, finish: number, values: number): number {
  const code = new CodeWriter(128);
  code.storeAt(Cell.unwind, () => code.get(0));
  for (let n = 0; n < values; n++) code.storeAt(Cell.values + 4 * n, () => code.get(1 + n));
  code.get(1);
  pushFinished(code, finish);
  return module.function(module.type(values + 1, 2), 0, 0, code.view());
}

/** Calls `target`, and pushes (eip, eax) of the function that it has finished; (0, 0) when all frames are left. */
function pushFinished(code: CodeWriter, target: number): void {
  code.call(target);
  code.open(Op.if);
  nothing(code);
  code.op(Op.return);
  code.close();
  code.loadAt(Cell.eip);
  code.loadAt(registerCell(Reg.eax));
}

function nothing(code: CodeWriter): void {
  code.constant(0);
  code.constant(0);
}

/**
 * (eip, eax, esp, entry) → (eip, eax): control goes to an address outside of the function; or a callee came back to another
 * one than expected, perhaps because all frames are being left. Where the stack is as it was at the function's entry, what is
 * translated there simply takes the function's place. Else the function is finished from there.
 */
function addLeave(module: ModuleWriter, type: number, resolve: number, finish: number): number {
  const code = new CodeWriter(128);
  const slot = 4;
  code.loadAt(Cell.unwind);
  code.open(Op.if);
  nothing(code);
  code.op(Op.return);
  code.close();
  code.get(2);
  code.get(3);
  code.op(Op.i32Eq);
  code.loadAt(Cell.fuel);
  code.constant(0);
  code.op(Op.i32GeS);
  code.op(Op.i32And);
  code.open(Op.if);
  code.get(0);
  code.call(resolve);
  code.tee(slot);
  code.constant(Slot.first);
  code.op(Op.i32GeS);
  code.open(Op.if);
  code.get(2);
  code.get(1);
  code.loadAt(Cell.fuel);
  code.get(slot);
  code.returnCallIndirect(type);
  code.close();
  code.close();
  storeIfReturned(code, () => code.get(2));
  code.get(3);
  pushFinished(code, finish);
  return module.function(module.type(4, 2), 0, 1, code.view());
}

/** Stores locals 0 and 1 as eip and eax, and esp, unless an exit has taken place. */
function storeIfReturned(code: CodeWriter, pushStack: () => void): void {
  code.loadAt(Cell.unwind);
  code.op(Op.i32Eqz);
  code.open(Op.if);
  code.storeAt(Cell.unwind, () => code.constant(Unwind.stored));
  code.storeAt(Cell.eip, () => code.get(0));
  code.storeAt(registerCell(Reg.eax), () => code.get(1));
  code.storeAt(registerCell(Reg.esp), pushStack);
  code.close();
}

/** (address) → table slot or -1, from the table of indirect targets or from the dispatcher. */
function addResolve(module: ModuleWriter, miss: number): number {
  const code = new CodeWriter(64);
  const entry = 1;
  code.get(0);
  code.constant(TARGET_ENTRIES - 1);
  code.op(Op.i32And);
  code.constant(3);
  code.op(Op.i32Shl);
  code.tee(entry);
  code.access(Op.i32Load, Cell.targets);
  code.get(0);
  code.op(Op.i32Eq);
  code.open(Op.if);
  code.get(entry);
  code.access(Op.i32Load, Cell.targets + 4);
  code.op(Op.return);
  code.close();
  code.get(0);
  code.call(miss);
  return module.function(module.type(1, 1), 0, 1, code.view());
}

/** (address) → whether it is outside of all ranges, for one byte (a span of 0) or a word (4). */
function addOutside(module: ModuleWriter, ranges: readonly number[], span: number): number {
  const code = new CodeWriter(64);
  ranges.forEach((low, n) => {
    pushOutside(code, 0, low, span);
    if (n > 0) code.op(Op.i32And);
  });
  return module.function(module.type(1, 1), 0, 0, code.view());
}

/** () → whether the function is to be left: a system call, of the kernel or without it. */
function addSyscall(module: ModuleWriter, kernel: number, outside: readonly number[]): number {
  const code = new CodeWriter(256);
  windowedSyscall(code, kernel, outside[0]!, outside[Outside.write]!);
  return module.function(module.type(0, 1), 0, 0, code.view());
}

/** (`Repeat`) → whether the function is to be left: a repeated string instruction. */
function addRepeat(module: ModuleWriter, step: number, reads: readonly number[], writes: readonly number[]): number {
  const code = new CodeWriter(512);
  repeatedString(code, step, reads, writes);
  return module.function(module.type(1, 1), 0, REPEAT_LOCALS, code.view());
}

/** (esp, eax, fuel) → (eip, eax), as a translated function: has the function interpreted whose address is in the cell `eip`. */
function addCold(module: ModuleWriter, cold: number, type: number): number {
  const code = new CodeWriter(64);
  [registerCell(Reg.esp), registerCell(Reg.eax), Cell.fuel].forEach((cell, parameter) => {
    code.storeAt(cell, () => code.get(parameter));
  });
  pushFinished(code, cold);
  return module.function(type, 0, 0, code.view());
}

/** (slot, esp, eax, fuel): calls a function, and stores what it returns. */
function addEnter(module: ModuleWriter, type: number): number {
  const code = new CodeWriter(64);
  const slot = 0;
  const esp = 1;
  const [eip, eax] = [0, 3];
  code.get(esp);
  code.get(2);
  code.get(3);
  code.get(slot);
  code.callIndirect(type);
  code.set(eax);
  code.set(eip);
  // Now as locals 0 and 1 for `storeIfReturned`: esp moves to local 2 first.
  code.get(esp);
  code.constant(4);
  code.op(Op.i32Add);
  code.set(2);
  code.get(eax);
  code.set(1);
  storeIfReturned(code, () => code.get(2));
  return module.function(module.type(4, 0), 0, 0, code.view());
}
