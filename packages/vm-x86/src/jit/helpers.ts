import { CodeWriter, type ModuleWriter, Op } from '../wasm/index.js';
import { pushOutside } from './access.js';
import { Cell, EXIT_VALUES, TARGET_ENTRIES, Unwind } from './cells.js';
import type { Imports } from './emitter.js';

/** Names under which a module imports what the dispatcher offers, and exports how to enter its functions. */
export const Names = {
  module: 'vm',
  memory: 'memory',
  table: 'table',
  syscall: 'syscall',
  step: 'step',
  resolve: 'resolve',
  enter: 'enter',
} as const;

/** Imports of every module, and the small functions that all its functions share. */
export function addHelpers(module: ModuleWriter): Imports {
  module.importMemory(Names.module, Names.memory);
  module.importTable(Names.module, Names.table);
  const syscall = module.importFunction(Names.module, Names.syscall, module.type(0, 1));
  const step = module.importFunction(Names.module, Names.step, module.type(0, 1));
  const miss = module.importFunction(Names.module, Names.resolve, module.type(1, 1));
  const type = module.type(3, 2);
  const exits: number[] = [];
  for (let values = 2; values <= EXIT_VALUES; values++) exits[values] = addExit(module, values);
  const leave = addLeave(module);
  const resolve = addResolve(module, miss);
  const reads = [Cell.readLow, Cell.read2Low, Cell.read3Low];
  const writes = [Cell.writeLow, Cell.writeStackLow, Cell.write2Low];
  // In the order of `Outside`.
  const outside = [reads, writes].flatMap((ranges) => [0, 4].map((span) => addOutside(module, ranges, span)));
  module.exportFunction(Names.enter, addEnter(module, type));
  return { exits, leave, syscall, step, outside, resolve, type };
}

/** (exit, values ..) → (0, 0): hands over what an exit leaves. */
function addExit(module: ModuleWriter, values: number): number {
  const code = new CodeWriter(128);
  code.constant(0);
  code.get(0);
  code.access(Op.i32Store, Cell.unwind);
  for (let n = 0; n < values; n++) {
    code.constant(0);
    code.get(1 + n);
    code.access(Op.i32Store, Cell.values + 4 * n);
  }
  nothing(code);
  return module.function(module.type(values + 1, 2), 0, 0, code.view());
}

function nothing(code: CodeWriter): void {
  code.constant(0);
  code.constant(0);
}

/** (eip, eax, esp) → (0, 0): a callee came back to another address than expected, unless frames are being left anyway. */
function addLeave(module: ModuleWriter): number {
  const code = new CodeWriter(64);
  storeIfReturned(code, () => code.get(2));
  nothing(code);
  return module.function(module.type(3, 2), 0, 0, code.view());
}

/** Stores locals 0 and 1 as eip and eax, and esp, unless an exit has taken place. */
function storeIfReturned(code: CodeWriter, pushStack: () => void): void {
  code.loadAt(Cell.unwind);
  code.op(Op.i32Eqz);
  code.open(Op.if);
  code.constant(0);
  code.constant(Unwind.stored);
  code.access(Op.i32Store, Cell.unwind);
  code.constant(0);
  code.get(0);
  code.access(Op.i32Store, Cell.eip);
  code.constant(0);
  code.get(1);
  code.access(Op.i32Store, Cell.registers);
  code.constant(0);
  pushStack();
  code.access(Op.i32Store, Cell.registers + 16);
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
