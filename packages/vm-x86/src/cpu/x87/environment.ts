/**
 * The unit's state in memory (Intel SDM vol. 1, figures 8-9 and 8-11), in the formats of protected mode:
 *
 *     32 bits   16 bits
 *      0         0       control word
 *      4         2       status word
 *      8         4       tag word
 *     12         6       address of the last instruction
 *     16         8       its code segment: stored as 0; with 32 bits, its opcode in the upper half
 *     20        10       address of its memory operand
 *     24        12       its data segment: stored as 0
 *     28        14       st(0) to st(7), ten bytes each: fsave and frstor only
 *
 * The upper halves of the control, status and tag words and of the data segment are stored as ones. Recent processors keep
 * no segments and store zeros (CPUID leaf 7, "deprecates FPU CS and DS").
 */
import type { AddressSpace } from '../../memory.js';
import type { X87 } from './unit.js';

const WORDS = 7;
const REGISTER_SIZE = 10;
const UPPER_ONES = 0xffff0000 | 0;

/** Bytes of the environment under an operand size of 2 or 4. */
export function environmentSize(operandSize: number): number {
  return WORDS * operandSize;
}

/** Bytes of the whole state. */
export function stateSize(operandSize: number): number {
  return environmentSize(operandSize) + 8 * REGISTER_SIZE;
}

export function storeEnvironment(unit: X87, memory: AddressSpace, address: number, operandSize: number): void {
  const { control, status, tagWord, instructionPointer, dataPointer, opcode } = unit;
  if (operandSize === 2) {
    const words = [control, status, tagWord, instructionPointer, 0, dataPointer, 0];
    for (const [n, word] of words.entries()) memory.store16(address + 2 * n, word);
    return;
  }
  const words = [
    control | UPPER_ONES,
    status | UPPER_ONES,
    tagWord | UPPER_ONES,
    instructionPointer,
    opcode << 16,
    dataPointer,
    UPPER_ONES,
  ];
  for (const [n, word] of words.entries()) memory.store32(address + 4 * n, word);
}

export function loadEnvironment(unit: X87, memory: AddressSpace, address: number, operandSize: number): void {
  const word = (n: number) =>
    operandSize === 2 ? memory.load16(address + 2 * n) : memory.load32(address + 4 * n) >>> 0;
  unit.control = word(0) & 0xffff;
  unit.status = word(1) & 0xffff;
  unit.tagWord = word(2) & 0xffff;
  unit.instructionPointer = word(3);
  unit.opcode = operandSize === 2 ? 0 : (word(4) >>> 16) & 0x7ff;
  unit.dataPointer = word(5);
}

export function storeState(unit: X87, memory: AddressSpace, address: number, operandSize: number): void {
  storeEnvironment(unit, memory, address, operandSize);
  let at = address + environmentSize(operandSize);
  for (let index = 0; index < 8; index++, at += REGISTER_SIZE) {
    const n = unit.register(index);
    memory.store32(at, unit.lows[n]!);
    memory.store32(at + 4, unit.highs[n]!);
    memory.store16(at + 8, unit.heads[n]!);
  }
}

export function loadState(unit: X87, memory: AddressSpace, address: number, operandSize: number): void {
  loadEnvironment(unit, memory, address, operandSize);
  const { empty } = unit;
  let at = address + environmentSize(operandSize);
  for (let index = 0; index < 8; index++, at += REGISTER_SIZE) {
    unit.writeRaw(index, memory.load16(at + 8), memory.load32(at + 4), memory.load32(at));
  }
  unit.empty = empty;
}
