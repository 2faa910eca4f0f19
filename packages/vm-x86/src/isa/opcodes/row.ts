/**
 * One row of the opcode table as it is written down: opcode, mnemonic, operands, and for encodings this machine does not
 * execute, the extension they belong to.
 *
 * The opcode is in hexadecimal bytes, then what the ModRM byte must be:
 *
 *     00          the opcode alone (a ModRM byte follows when an operand is encoded in it)
 *     50+r        eight opcodes, the register in the low three bits
 *     0f a4       a two-byte opcode; 0f 38 xx and 0f 3a xx are the three-byte ones
 *     f3 90       an encoding of its own when the prefix f3 is present
 *     80 /0       ModRM with 0 in its reg field
 *     0f c7 /6 reg     … and naming a register (`mem`: naming memory)
 *     d9 e8       opcode d9 with exactly this ModRM byte; d8 c0+i: any of c0 to c7
 */
export type Row<M extends string> = readonly [opcode: string, mnemonic: M, operands: string, extension?: string];

/** Types the rows by their mnemonics. */
export function rows<M extends string>(list: readonly Row<M>[]): readonly Row<M>[] {
  return list;
}

/** Condition codes in the order of their encoding (Intel SDM vol. 2, appendix B.1.4.7). */
// biome-ignore format: eight pairs, the second the opposite of the first
export const CONDITIONS = [
  'o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g',
] as const;

export function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}
