import { ByteWriter } from './bytes.js';
import { Bulk, NO_RESULT, Op } from './opcodes.js';

/**
 * Writes the instructions of one function after the other. Types of values are i32 unless a name says otherwise; addresses
 * are not aligned to anything.
 */
export class CodeWriter extends ByteWriter {
  /** Blocks that are open: what a branch counts from. */
  depth = 0;

  op(opcode: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = opcode;
  }

  constant(value: number): void {
    this.op(Op.i32Const);
    this.signed(value);
  }

  /** A 64-bit constant that fits in 32 bits. */
  constant64(value: number): void {
    this.byte(Op.i64Const);
    this.signed(value);
  }

  /** Any 64-bit constant. */
  constantLong(value: bigint): void {
    this.byte(Op.i64Const);
    let rest = BigInt.asIntN(64, value);
    for (; rest < -64n || rest > 63n; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80);
    this.byte(Number(rest & 0x7fn));
  }

  get(local: number): void {
    this.withOperand(Op.localGet, local);
  }

  set(local: number): void {
    this.withOperand(Op.localSet, local);
  }

  tee(local: number): void {
    this.withOperand(Op.localTee, local);
  }

  /** An instruction with one unsigned operand: most are. In one piece, since this is what translating spends its time on. */
  private withOperand(opcode: number, operand: number): void {
    if (this.length + 6 > this.bytes.length) this.grow(6);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = opcode;
    let rest = operand >>> 0;
    for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
    bytes[at++] = rest;
    this.length = at;
  }

  /** A load or store at the address on the stack plus `offset`. */
  access(opcode: number, offset: number): void {
    if (this.length + 7 > this.bytes.length) this.grow(7);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = opcode;
    bytes[at++] = 0;
    let rest = offset >>> 0;
    for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
    bytes[at++] = rest;
    this.length = at;
  }

  /** Pushes the word at a fixed address. */
  loadAt(address: number): void {
    this.op(Op.i32Const);
    this.op(0);
    this.access(Op.i32Load, address);
  }

  /** Stores the word that `push` pushes at a fixed address. */
  storeAt(address: number, push: () => void): void {
    this.constant(0);
    push();
    this.access(Op.i32Store, address);
  }

  call(functionIndex: number): void {
    this.withOperand(Op.call, functionIndex);
  }

  callIndirect(typeIndex: number): void {
    this.withOperand(Op.callIndirect, typeIndex);
    this.byte(0);
  }

  /** Calls a function whose results are those of the function being written, and whose frame takes the place of its own. */
  returnCall(functionIndex: number): void {
    this.withOperand(Op.returnCall, functionIndex);
  }

  returnCallIndirect(typeIndex: number): void {
    this.withOperand(Op.returnCallIndirect, typeIndex);
    this.byte(0);
  }

  /** Opens a block, loop or if that leaves nothing on the stack; returns the depth that `branch` takes. */
  open(opcode: number): number {
    this.byte(opcode);
    this.byte(NO_RESULT);
    return ++this.depth;
  }

  /** The other arm of an `if` that is open. */
  otherwise(): void {
    this.byte(Op.else);
  }

  /** (to, from, bytes), and (to, byte, bytes): the bulk memory instructions. */
  copyMemory(): void {
    for (const byte of [Op.bulk, Bulk.copy, 0, 0]) this.byte(byte);
  }

  fillMemory(): void {
    for (const byte of [Op.bulk, Bulk.fill, 0]) this.byte(byte);
  }

  close(): void {
    this.byte(Op.end);
    this.depth--;
  }

  /** Branches (`Op.br`, `Op.brIf`) to the block that `open` returned `target` for. */
  branch(opcode: number, target: number): void {
    this.withOperand(opcode, this.depth - target);
  }
}
