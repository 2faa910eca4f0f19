import { ByteWriter } from './bytes.js';
import { NO_RESULT, Op } from './opcodes.js';

/**
 * Writes the instructions of one function after the other. Types of values are i32 unless a name says otherwise; addresses
 * are not aligned to anything.
 */
export class CodeWriter extends ByteWriter {
  /** Blocks that are open: what a branch counts from. */
  depth = 0;

  op(opcode: number): void {
    this.byte(opcode);
  }

  constant(value: number): void {
    this.byte(Op.i32Const);
    this.signed(value);
  }

  /** A 64-bit constant that fits in 32 bits. */
  constant64(value: number): void {
    this.byte(Op.i64Const);
    this.signed(value);
  }

  get(local: number): void {
    this.byte(Op.localGet);
    this.unsigned(local);
  }

  set(local: number): void {
    this.byte(Op.localSet);
    this.unsigned(local);
  }

  tee(local: number): void {
    this.byte(Op.localTee);
    this.unsigned(local);
  }

  /** A load or store at the address on the stack plus `offset`. */
  access(opcode: number, offset: number): void {
    this.byte(opcode);
    this.byte(0);
    this.unsigned(offset);
  }

  /** Pushes the word at a fixed address. */
  loadAt(address: number): void {
    this.constant(0);
    this.access(Op.i32Load, address);
  }

  call(functionIndex: number): void {
    this.byte(Op.call);
    this.unsigned(functionIndex);
  }

  callIndirect(typeIndex: number): void {
    this.byte(Op.callIndirect);
    this.unsigned(typeIndex);
    this.byte(0);
  }

  /** Calls a function whose results are those of the function being written, and whose frame takes the place of its own. */
  returnCall(functionIndex: number): void {
    this.byte(Op.returnCall);
    this.unsigned(functionIndex);
  }

  returnCallIndirect(typeIndex: number): void {
    this.byte(Op.returnCallIndirect);
    this.unsigned(typeIndex);
    this.byte(0);
  }

  /** Opens a block, loop or if that leaves nothing on the stack; returns the depth that `branch` takes. */
  open(opcode: number): number {
    this.byte(opcode);
    this.byte(NO_RESULT);
    return ++this.depth;
  }

  close(): void {
    this.byte(Op.end);
    this.depth--;
  }

  /** Branches (`Op.br`, `Op.brIf`) to the block that `open` returned `target` for. */
  branch(opcode: number, target: number): void {
    this.byte(opcode);
    this.unsigned(this.depth - target);
  }
}
