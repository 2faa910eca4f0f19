import { Reg } from '../cpu/state.js';
import { type GuestContext, TransferCall } from '../engine.js';
import { type CodeWriter, Op } from '../wasm/index.js';
import { Cell, registerCell, WINDOW_SIZE } from './cells.js';

/**
 * Reads and writes of one byte in translated code. What the next ones read lies in a window beside the cells, what they
 * write is collected in another; the kernel is told of both when translated code next calls out or comes back.
 */

/** Opens windows as far as the kernel, which has just done a system call, allows it. */
export function openWindows({ transfers }: GuestContext, bytes: Uint8Array, cells: Int32Array): void {
  if (transfers === undefined) return;
  const { readDescriptor, writeDescriptor } = transfers;
  if (readDescriptor >= 0) {
    const count = transfers.lookAhead(bytes, Cell.readWindow, WINDOW_SIZE);
    cells[Cell.readDescriptor >> 2] = readDescriptor;
    cells[Cell.readNext >> 2] = Cell.readWindow;
    cells[Cell.readEnd >> 2] = Cell.readWindow + count;
  }
  if (writeDescriptor >= 0) {
    cells[Cell.writeDescriptor >> 2] = writeDescriptor;
    cells[Cell.writeNext >> 2] = Cell.writeWindow;
    cells[Cell.writeEnd >> 2] = Cell.writeWindow + Math.min(WINDOW_SIZE, transfers.room());
  }
}

/** Closes the windows, and tells what has gone through them. `fuelEnd`: instructions of the process when there is no fuel. */
export function closeWindows({ transfers }: GuestContext, bytes: Uint8Array, cells: Int32Array, fuelEnd: number): void {
  if (transfers === undefined) return;
  if (cells[Cell.readEnd >> 2] !== 0) {
    cells[Cell.readEnd >> 2] = 0;
    transfers.haveRead(cells[Cell.readNext >> 2]! - Cell.readWindow);
    cells[Cell.readNext >> 2] = 0;
  }
  if (cells[Cell.writeEnd >> 2] !== 0) {
    cells[Cell.writeEnd >> 2] = 0;
    const count = cells[Cell.writeNext >> 2]! - Cell.writeWindow;
    transfers.haveWritten(bytes, Cell.writeWindow, count, fuelEnd - cells[Cell.writeFuel >> 2]!);
    cells[Cell.writeNext >> 2] = 0;
  }
}

/** The cells of one direction, and what is outside of the memory that a byte can come from or go to. */
interface Direction {
  /** Number of the system call. */
  readonly call: number;
  readonly descriptor: number;
  readonly next: number;
  readonly end: number;
  readonly outside: number;
  /** Where the byte comes from and goes to: what pushes each address. */
  readonly from: (code: CodeWriter) => void;
  readonly to: (code: CodeWriter) => void;
}

const inMemory = (code: CodeWriter): void => code.loadAt(registerCell(Reg.ecx));

/** () → 0, or what the import `syscall` says: a system call whose arguments are in the cells. */
export function windowedSyscall(code: CodeWriter, syscall: number, outsideReads: number, outsideWrites: number): void {
  transfer(code, {
    call: TransferCall.read,
    descriptor: Cell.readDescriptor,
    next: Cell.readNext,
    end: Cell.readEnd,
    outside: outsideWrites,
    from: (to) => to.loadAt(Cell.readNext),
    to: inMemory,
  });
  transfer(code, {
    call: TransferCall.write,
    descriptor: Cell.writeDescriptor,
    next: Cell.writeNext,
    end: Cell.writeEnd,
    outside: outsideReads,
    from: inMemory,
    to: (to) => to.loadAt(Cell.writeNext),
  });
  code.returnCall(syscall);
}

function transfer(code: CodeWriter, { call, descriptor, next, end, outside, from, to }: Direction): void {
  code.loadAt(registerCell(Reg.eax));
  code.constant(call);
  code.op(Op.i32Eq);
  code.open(Op.if);
  const otherwise = code.open(Op.block);
  for (const [cell, expected] of [
    [registerCell(Reg.ebx), () => code.loadAt(descriptor)],
    [registerCell(Reg.edx), () => code.constant(1)],
  ] as const) {
    code.loadAt(cell);
    expected();
    code.op(Op.i32Ne);
    code.branch(Op.brIf, otherwise);
  }
  code.loadAt(next);
  code.loadAt(end);
  code.op(Op.i32GeU);
  code.branch(Op.brIf, otherwise);
  inMemory(code);
  code.call(outside);
  code.branch(Op.brIf, otherwise);
  to(code);
  from(code);
  code.access(Op.i32Load8U, 0);
  code.access(Op.i32Store8, 0);
  code.storeAt(next, () => {
    code.loadAt(next);
    code.constant(1);
    code.op(Op.i32Add);
  });
  if (call === TransferCall.write) code.storeAt(Cell.writeFuel, () => code.loadAt(Cell.fuel));
  code.storeAt(registerCell(Reg.eax), () => code.constant(1));
  code.constant(0);
  code.op(Op.return);
  code.close();
  code.close();
}
