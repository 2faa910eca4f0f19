import type { Assembler, Memory } from './assembler.js';

/** Opcodes with an operand in memory: opcode, digits of the ModRM byte, bytes of the operand. */
const IN_MEMORY: readonly (readonly [number, readonly number[], number])[] = [
  [0xd8, [0, 1, 2, 3, 4, 5, 6, 7], 4],
  [0xd9, [0, 2, 3], 4],
  [0xda, [0, 1, 2, 3, 4, 5, 6, 7], 4],
  [0xdb, [0, 2, 3], 4],
  [0xdb, [5, 7], 10],
  [0xdc, [0, 1, 2, 3, 4, 5, 6, 7], 8],
  [0xdd, [0, 2, 3], 8],
  [0xde, [0, 1, 2, 3, 4, 5, 6, 7], 2],
  [0xdf, [0, 2, 3], 2],
  [0xdf, [4, 6], 10],
  [0xdf, [5, 7], 8],
  [0xd9, [7], 2],
  [0xdd, [7], 2],
];

/** Ranges of second bytes that are instructions on registers, by the first. */
const ON_REGISTERS: readonly (readonly [number, number, number])[] = [
  [0xd8, 0xc0, 0xff],
  [0xdc, 0xc0, 0xff],
  [0xde, 0xc0, 0xcf],
  [0xde, 0xe0, 0xff],
  [0xda, 0xc0, 0xdf],
  [0xdb, 0xc0, 0xdf],
  [0xdb, 0xe8, 0xf7],
  [0xdf, 0xe8, 0xf7],
  [0xdd, 0xc0, 0xef],
  [0xd9, 0xc0, 0xcf],
  [0xd9, 0xe0, 0xe1],
  [0xd9, 0xe4, 0xe5],
  [0xd9, 0xe8, 0xee],
  [0xd9, 0xf4, 0xf8],
  [0xd9, 0xfa, 0xfa],
  [0xd9, 0xfc, 0xfd],
  [0xda, 0xe9, 0xe9],
  [0xde, 0xd9, 0xd9],
  [0xdb, 0xe2, 0xe3],
  [0xdf, 0xe0, 0xe0],
];

/**
 * Writes an instruction of the floating-point unit. `place` makes a place for so many bytes. `control` is where the control
 * word can be stored that is to be loaded: of all precisions and directions, seldom with an exception that is not masked.
 */
export function floatingInstruction(
  a: Assembler,
  next: () => number,
  place: (size: number) => Memory,
  control: Memory,
): void {
  const choice = next() % 100;
  if (choice < 45) {
    const [opcode, digits, size] = IN_MEMORY[next() % IN_MEMORY.length]!;
    const operand = place(size);
    a.emit(opcode);
    a.modrm(digits[next() % digits.length]!, operand);
  } else if (choice < 93) {
    const [opcode, first, last] = ON_REGISTERS[next() % ON_REGISTERS.length]!;
    a.emit(opcode, first + (next() % (last - first + 1)));
  } else if (choice < 95) a.emit(0x9b);
  else {
    const masked = next() % 8 === 0 ? next() & 0x3f : 0x3f;
    a.emit(0x66, 0xc7); // mov word [control], ..; fldcw [control]
    a.modrm(0, control);
    const word = masked | ((next() & 15) << 8);
    a.emit(word, word >> 8, 0xd9);
    a.modrm(5, control);
  }
}
