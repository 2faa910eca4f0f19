import { type Operand, OperandKind } from '../../isa/instruction.js';
import type { Emitter } from '../emitter.js';
import { Kind } from '../state.js';

/**
 * The value of an operand while an instruction is being translated: a constant, a frame address, or a local that nobody
 * else may change until `release`. Narrow operands are sign-extended.
 */
export class Value {
  kind: number = Kind.constant;
  value = 0;

  /** Reads an operand; one in memory has been located and checked before (`Emitter.access`). */
  read(e: Emitter, operand: Operand): void {
    if (operand.kind === OperandKind.immediate) this.set(e, Kind.constant, operand.value);
    else if (operand.kind === OperandKind.register) this.readRegister(e, operand.register, operand.size);
    else this.readMemory(e, operand.size);
  }

  readRegister(e: Emitter, register: number, size: number): void {
    const { state } = e;
    if (size === 4) {
      e.need(register);
      this.set(e, state.kind[register]!, state.value[register]!);
    } else if (state.kind[size === 1 ? register & 3 : register] === Kind.constant) {
      this.set(e, Kind.constant, part(state.value[size === 1 ? register & 3 : register]!, register, size));
    } else {
      e.pushPart(register, size);
      this.pop(e);
    }
  }

  readMemory(e: Emitter, size: number): void {
    const { access, state } = e;
    if (access.kind === Kind.frame && size === 4) {
      const place = e.slot(access.value);
      this.set(e, state.kind[place]!, state.value[place]!);
    } else {
      access.load(size, true);
      this.pop(e);
    }
  }

  set(e: Emitter, kind: number, value: number): void {
    if (kind === Kind.local) e.locals.refer(value);
    this.kind = kind;
    this.value = value;
  }

  /** Takes what is on WebAssembly's stack. */
  pop(e: Emitter): void {
    const local = e.locals.take();
    e.code.set(local);
    this.kind = Kind.local;
    this.value = local;
  }

  push(e: Emitter): void {
    e.push(this.kind, this.value);
  }

  release(e: Emitter): void {
    if (this.kind === Kind.local) e.locals.release(this.value);
    this.kind = Kind.constant;
  }

  isConstant(value: number): boolean {
    return this.kind === Kind.constant && this.value === value;
  }
}

/** The part of a register's value that a narrow operand names, sign-extended. */
function part(value: number, register: number, size: number): number {
  if (size === 2) return (value << 16) >> 16;
  return register < 4 ? (value << 24) >> 24 : (value << 16) >> 24;
}

/** Values that emitters use for the operands and the result of the instruction at hand. */
export const A = new Value();
export const B = new Value();
export const R = new Value();

/** Writes a value to the first operand; memory has been located and checked. */
export function writeBack(e: Emitter, operand: Operand, value: Value): void {
  if (operand.kind !== OperandKind.register) e.access.store(operand.size, value.kind, value.value);
  else if (operand.size === 4) e.putRegister(operand.register, value.kind, value.value);
  else {
    value.push(e);
    e.popPart(operand.register, operand.size);
  }
}
