import { Reg, Seg } from '../cpu/state.js';
import { type Instruction, NO_REGISTER } from '../isa/instruction.js';
import { type CodeWriter, Op } from '../wasm/index.js';
import { Cell, Outside } from './cells.js';
import type { Emitter } from './emitter.js';
import { Local } from './locals.js';
import { Kind } from './state.js';

/**
 * Access to guest memory. Where the address is known to be in the frame, the check at the function's entry has covered it;
 * where it is a constant, the translator has looked at the page (`Pages`). Everything else is compared with the ranges in
 * the cells, and left to the interpreter when it lies outside: it faults, makes the stack grow, or changes code.
 */
export class Access {
  /** Where the operand is: `Kind.constant`, `Kind.frame` (within the checked part) or `Kind.local`. */
  kind: number = Kind.cell;
  value = 0;
  /** The address was computed from esp or ebp: it is more likely in the stack than elsewhere. */
  likelyStack = false;
  private owned = -1;

  constructor(
    private readonly e: Emitter,
    private readonly pages: Pages,
  ) {}

  /** Works out the address of the memory operand; `release` when done. */
  locate(i: Instruction): void {
    const { e } = this;
    const { state } = e;
    if (i.segment >= Seg.fs) {
      this.locateSegment(i);
      return;
    }
    let constant = i.displacement;
    let frames = 0;
    let parts = 0;
    for (let part = 0; part < 2; part++) {
      const register = part === 0 ? i.base : i.index;
      if (register === NO_REGISTER) continue;
      const kind = state.kind[register]!;
      const scale = part === 0 ? 0 : i.scale;
      if (kind === Kind.constant) constant = (constant + (state.value[register]! << scale)) | 0;
      else if (kind === Kind.frame && scale === 0) {
        constant = (constant + state.value[register]!) | 0;
        frames++;
      } else parts++;
    }
    this.likelyStack = frames > 0 || i.base === Reg.ebp || i.base === Reg.esp;
    if (parts === 0 && frames === 0) this.setConstant(constant);
    else if (parts === 0 && frames === 1 && e.isInFrame(constant)) this.set(Kind.frame, constant);
    else this.compute(i, constant, frames);
  }

  /** The operand is at a place in the stack relative to the function's entry. */
  locateFrame(offset: number): void {
    this.likelyStack = true;
    if (this.e.isInFrame(offset)) {
      this.set(Kind.frame, offset);
      return;
    }
    this.e.push(Kind.frame, offset);
    this.take();
  }

  /** The operand is where a register points, as in string instructions and for esp of an unknown value. */
  locateRegister(register: number, displacement = 0): void {
    const { e } = this;
    e.need(register);
    const kind = e.state.kind[register]!;
    const value = e.state.value[register]!;
    this.likelyStack = kind === Kind.frame || register === Reg.esp;
    if (kind === Kind.constant) this.setConstant((value + displacement) | 0);
    else if (kind === Kind.frame) this.locateFrame((value + displacement) | 0);
    else if (displacement === 0) this.hold(value);
    else {
      e.code.get(value);
      e.code.constant(displacement);
      e.code.op(Op.i32Add);
      this.take();
    }
  }

  private set(kind: number, value: number): void {
    this.kind = kind;
    this.value = value;
  }

  /** A constant address counts as one only if the page can be relied on; decided at the access. */
  private setConstant(address: number): void {
    this.likelyStack = false;
    this.set(Kind.constant, address);
  }

  /** Uses a local that holds something else as well: it must not be given away meanwhile. */
  private hold(local: number): void {
    this.e.locals.refer(local);
    this.owned = local;
    this.set(Kind.local, local);
  }

  /** The address is on WebAssembly's stack. */
  private take(): void {
    const local = this.e.locals.take();
    this.e.code.set(local);
    this.owned = local;
    this.set(Kind.local, local);
  }

  /** Adds up the parts that are known only at run time, and `constant`. */
  private compute(i: Instruction, constant: number, frames: number): void {
    const { e } = this;
    const { code, state } = e;
    let terms = 0;
    for (let n = 0; n < frames; n++) {
      code.get(Local.entry);
      if (terms++ > 0) code.op(Op.i32Add);
    }
    for (let part = 0; part < 2; part++) {
      const register = part === 0 ? i.base : i.index;
      if (register === NO_REGISTER) continue;
      const scale = part === 0 ? 0 : i.scale;
      const kind = state.kind[register]!;
      if (kind === Kind.constant || (kind === Kind.frame && scale === 0)) continue;
      if (terms === 0 && scale === 0 && constant === 0 && (part === 1 || i.index === NO_REGISTER)) {
        this.hold(e.localOf(register));
        return;
      }
      e.pushRegister(register);
      if (scale > 0) {
        code.constant(scale);
        code.op(Op.i32Shl);
      }
      if (terms++ > 0) code.op(Op.i32Add);
    }
    if (constant !== 0) {
      code.constant(constant);
      code.op(Op.i32Add);
    }
    this.take();
  }

  /** fs and gs have a base of their own. */
  private locateSegment(i: Instruction): void {
    const { e } = this;
    this.likelyStack = false;
    e.code.loadAt(i.segment === Seg.fs ? Cell.fsBase : Cell.gsBase);
    for (let part = 0; part < 2; part++) {
      const register = part === 0 ? i.base : i.index;
      if (register === NO_REGISTER) continue;
      e.pushRegister(register);
      if (part === 1) {
        e.code.constant(i.scale);
        e.code.op(Op.i32Shl);
      }
      e.code.op(Op.i32Add);
    }
    e.code.constant(i.displacement);
    e.code.op(Op.i32Add);
    this.take();
  }

  /** The address is not needed any more. */
  release(): void {
    if (this.owned >= 0) this.e.locals.release(this.owned);
    this.owned = -1;
  }

  /** Makes sure that `size` bytes can be read: leaves the function otherwise. */
  checkRead(size: number): void {
    if (this.kind === Kind.frame) return;
    if (this.kind === Kind.constant) {
      if (this.pages.canRead(this.value >>> 0, size)) return;
      this.e.code.constant(this.value);
      this.take();
    }
    this.exitIfOutside(this.likelyStack ? Cell.read2Low : Cell.readLow, size, false);
  }

  /** Makes sure that `size` bytes can be written, and so also read; and that there is no translated code. */
  checkWrite(size: number): void {
    if (this.kind === Kind.frame) return;
    if (this.kind === Kind.constant) {
      if (this.pages.canWrite(this.value >>> 0, size)) return;
      this.e.code.constant(this.value);
      this.take();
    }
    this.exitIfOutside(this.likelyStack ? Cell.writeStackLow : Cell.writeLow, size, true);
  }

  /** The same for operands of up to ten bytes, which are not loaded or stored in one piece. */
  checkWide(size: number, write: boolean): void {
    const { e } = this;
    if (this.kind === Kind.frame) {
      e.frameOffset(this.value);
      e.frameOffset(this.value + Math.max(0, size - 4));
      return;
    }
    if (this.kind === Kind.constant) {
      const address = this.value >>> 0;
      if (write ? this.pages.canWrite(address, size) : this.pages.canRead(address, size)) return;
      e.code.constant(this.value);
      this.take();
    }
    // Word by word; the last one may overlap.
    for (let at = 0; at < size; at += 4) this.checkPart(Math.max(0, Math.min(at, size - 4)), size, write);
  }

  private checkPart(offset: number, size: number, write: boolean): void {
    const { code, locals } = this.e;
    const address = this.value;
    const part = locals.take();
    code.get(address);
    code.constant(offset);
    code.op(Op.i32Add);
    code.set(part);
    this.value = part;
    this.exitIfOutside(
      write ? (this.likelyStack ? Cell.writeStackLow : Cell.writeLow) : this.likelyStack ? Cell.read2Low : Cell.readLow,
      size,
      write,
    );
    this.value = address;
    locals.release(part);
  }

  /** Most addresses are in the range whose cells begin at `low`. */
  private exitIfOutside(low: number, size: number, write: boolean): void {
    const { code, imports, eip } = this.e;
    this.isOutside(low, size === 1 ? 0 : 4);
    code.open(Op.if);
    code.get(this.value);
    code.call(imports.outside[(write ? Outside.write : 0) + (size === 1 ? 0 : Outside.word)]!);
    if (write) this.e.exitIf(eip, true);
    else this.e.exitIf(eip);
    code.close();
  }

  private isOutside(low: number, span: number): void {
    pushOutside(this.e.code, this.value, low, span);
  }

  /** Loads the operand, which can be read, onto WebAssembly's stack. */
  load(size: number, signed: boolean): void {
    this.loadBy(LOADS[(size === 4 ? 0 : size) * 2 + (signed ? 1 : 0)]!, size);
  }

  private loadBy(opcode: number, size: number): void {
    const { e } = this;
    if (this.kind === Kind.frame) {
      if (size === 4) e.pushPlace(e.slot(this.value));
      else e.loadFrame(opcode, this.value);
    } else if (this.kind === Kind.constant) {
      e.code.constant(0);
      e.code.access(opcode, this.value);
    } else {
      e.code.get(this.value);
      e.code.access(opcode, 0);
    }
  }

  /** Stores a value that is known by kind, into an operand that can be written. */
  store(size: number, kind: number, value: number): void {
    const { e } = this;
    if (this.kind === Kind.frame && size === 4) {
      e.storeSlot(this.value, kind, value, false);
      return;
    }
    this.beginStore();
    e.push(kind, value);
    this.endStore(size);
  }

  /** For values that are computed: `beginStore`, push the value, `endStore`. */
  beginStore(): void {
    const { e } = this;
    if (this.kind === Kind.frame) e.code.get(Local.base);
    else if (this.kind === Kind.constant) e.code.constant(0);
    else e.code.get(this.value);
  }

  endStore(size: number): void {
    const { e } = this;
    const { code, state } = e;
    const opcode = size === 4 ? Op.i32Store : size === 2 ? Op.i32Store16 : Op.i32Store8;
    if (this.kind === Kind.frame) {
      code.access(opcode, e.frameOffset(this.value));
      state.forgetSlots(this.value, size);
    } else if (this.kind === Kind.constant) {
      code.access(opcode, this.value);
    } else {
      code.access(opcode, 0);
      state.doubtSlots();
    }
  }
}

/** Pushes whether the address in a local is outside of the range whose three cells begin at `low`. */
export function pushOutside(code: CodeWriter, address: number, low: number, span: number): void {
  code.get(address);
  code.loadAt(low);
  code.op(Op.i32Sub);
  code.loadAt(low + 4 + span);
  code.op(Op.i32GeU);
}

/** Load instructions by size (1, 2, 0 for words) and signedness. */
const LOADS = [Op.i32Load, Op.i32Load, Op.i32Load8U, Op.i32Load8S, Op.i32Load16U, Op.i32Load16S];

/** What the translator may rely on about pages at addresses that stand in the code. */
export interface Pages {
  canRead(address: number, size: number): boolean;
  /** … and neither holds code nor belongs to the stack. */
  canWrite(address: number, size: number): boolean;
}
