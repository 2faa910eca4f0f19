import { Reg } from '../cpu/state.js';
import { type CodeWriter, Op } from '../wasm/index.js';
import { Cell, registerCell } from './cells.js';

/**
 * `rep movs` and `rep stos`, with registers in their cells: all elements at once where they go up, lie in ranges that may be
 * accessed, and no source is a destination before it is read. What is stored has to be the same byte again and again.
 */

/** What the function is told: log2 of the element's bytes, and whether it copies. */
export const Repeat = { shift: 3, copies: 4 } as const;

/** No more elements than this, so that their bytes can be counted. */
const MOST_ELEMENTS = 1 << 24;

/** Locals: the parameter, bytes in all, addresses, a distance. */
const [WHAT, SIZE, FROM, TO, DISTANCE] = [0, 1, 2, 3, 4];
export const REPEAT_LOCALS = 4;

/** (`Repeat`) → 0, or what the import `step` says. `reads`, `writes`: the ranges that can be accessed. */
export function repeatedString(
  code: CodeWriter,
  step: number,
  reads: readonly number[],
  writes: readonly number[],
): void {
  const slow = code.open(Op.block);
  code.loadAt(Cell.direction);
  code.branch(Op.brIf, slow);
  pushSize(code, slow);
  code.set(SIZE);
  code.loadAt(registerCell(Reg.edi));
  code.set(TO);
  pushOutside(code, TO, writes);
  code.branch(Op.brIf, slow);
  pushBits(code, Repeat.copies);
  code.open(Op.if);
  copy(code, slow, reads);
  code.otherwise();
  fill(code, slow);
  code.close();
  advance(code, Reg.edi, TO);
  code.storeAt(registerCell(Reg.ecx), () => code.constant(0));
  code.storeAt(Cell.fuel, () => {
    code.loadAt(Cell.fuel);
    code.constant(1);
    code.op(Op.i32Sub);
  });
  code.constant(0);
  code.op(Op.return);
  code.close();
  code.returnCall(step);
}

/** The elements' bytes; leaves `slow` when there are too many. */
function pushSize(code: CodeWriter, slow: number): void {
  code.loadAt(registerCell(Reg.ecx));
  code.constant(MOST_ELEMENTS);
  code.op(Op.i32GtU);
  code.branch(Op.brIf, slow);
  code.loadAt(registerCell(Reg.ecx));
  pushBits(code, Repeat.shift);
  code.op(Op.i32Shl);
}

function pushBits(code: CodeWriter, bits: number): void {
  code.get(WHAT);
  code.constant(bits);
  code.op(Op.i32And);
}

/** Whether the bytes at an address do not lie all in one of the ranges, whose three cells are as `Cell.readLow`. */
function pushOutside(code: CodeWriter, address: number, ranges: readonly number[]): void {
  ranges.forEach((low, n) => {
    code.get(address);
    code.loadAt(low);
    code.op(Op.i32Sub);
    code.tee(DISTANCE);
    code.loadAt(low + 4);
    code.op(Op.i32GeU);
    code.get(SIZE);
    code.loadAt(low + 4);
    code.get(DISTANCE);
    code.op(Op.i32Sub);
    code.op(Op.i32GtU);
    code.op(Op.i32Or);
    if (n > 0) code.op(Op.i32And);
  });
}

function copy(code: CodeWriter, slow: number, reads: readonly number[]): void {
  code.loadAt(registerCell(Reg.esi));
  code.set(FROM);
  pushOutside(code, FROM, reads);
  code.get(TO);
  code.get(FROM);
  code.op(Op.i32Sub);
  code.get(SIZE);
  code.op(Op.i32LtU);
  code.op(Op.i32Or);
  code.branch(Op.brIf, slow);
  code.get(TO);
  code.get(FROM);
  code.get(SIZE);
  code.copyMemory();
  advance(code, Reg.esi, FROM);
}

function fill(code: CodeWriter, slow: number): void {
  pushBits(code, Repeat.shift);
  code.open(Op.if);
  code.loadAt(registerCell(Reg.eax));
  code.constant(0xff);
  code.op(Op.i32And);
  code.constant(0x01010101);
  code.op(Op.i32Mul);
  code.loadAt(registerCell(Reg.eax));
  code.op(Op.i32Ne);
  code.branch(Op.brIf, slow);
  code.close();
  code.get(TO);
  code.loadAt(registerCell(Reg.eax));
  code.get(SIZE);
  code.fillMemory();
}

function advance(code: CodeWriter, number: number, local: number): void {
  code.storeAt(registerCell(number), () => {
    code.get(local);
    code.get(SIZE);
    code.op(Op.i32Add);
  });
}
