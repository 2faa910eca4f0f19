/**
 * Cases as 64-bit code. In long mode most instructions are encoded as in 32-bit code and do the same, on the lower halves of the
 * registers; what has to change is how memory is addressed. Instructions that mean something else there are left out.
 */
import { Seg, USER_DS } from '../../../src/cpu/state.js';
import { decodeOne } from '../../../src/isa/decode.js';
import { type Instruction, OperandKind } from '../../../src/isa/instruction.js';
import { immediateBytes } from '../generate.js';
import { type Case, CODE, type Outcome } from '../layout.js';

const words = (...lists: string[]) => new Set(lists.join(' ').split(' '));

const ANOTHER_MEANING = words(
  'push pop pusha popa pushf popf enter leave call ret', // the stack has slots of eight bytes
  'daa das aaa aas aam aad bound arpl into les lds salc', // their bytes are other instructions, or none
  'lss lfs lgs callf jmpf retf iret', // segments and descriptors are another matter; far transfers may leave long mode
  'int sysexit', // their gates are those of a 64-bit kernel
  'fnstenv fnsave', // they store where the instruction stands, which is not where it stood
);

/** Opcodes of which the same is true, although their instructions have others: prefixes, nothing, and a target of eight bytes. */
const OTHER_OPCODES = new Set(['40+r', '48+r', 'ff /4', ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `82 /${n}`)]);

/** Segments whose override prefix counts in long mode, or did in 32-bit code, where nothing is written through cs. */
const OVERRIDES: readonly number[] = [Seg.cs, Seg.fs, Seg.gs];

/** The prefix for addresses of 32 bits, which in long mode are not the usual ones. */
const ADDRESS_SIZE = 0x67;
const LONGEST = 15;

/** ModRM and SIB bytes: an address without registers needs a SIB byte, without which it is relative to rip. */
const MOD = 0xc0;
const RM = 7;
const RM_DISPLACEMENT = 5;
const RM_SIB = 4;
const SIB_NO_REGISTERS = 0x25;

/**
 * The case with its instruction as 64-bit code, which ends where the instruction ended: what it leads to is the same. Undefined
 * when long mode has no such instruction.
 */
export function inLongMode(test: Case): Case | undefined {
  const i = decodeOne(test.code, test.at);
  if (i === undefined || !meansTheSame(i) || !isFlat(test, i)) return undefined;
  const code = reencode(i, test.code);
  const at = test.at + test.code.length - code.length;
  return code.length > LONGEST || at < CODE ? undefined : { ...test, code, at };
}

/** What came of the case in long mode, as if its instruction stood where it stands in 32-bit code. */
export function outOfLongMode(test: Case, { at }: Case, outcome: Outcome): Outcome {
  return outcome.eip === at ? { ...outcome, eip: test.at } : outcome;
}

function meansTheSame({ encoding, op0, operandSize, addressSize }: Instruction): boolean {
  const { mnemonic, opcode, hasSpecialRegisters } = encoding!;
  if (ANOTHER_MEANING.has(mnemonic) || OTHER_OPCODES.has(opcode) || hasSpecialRegisters) return false;
  const isShortBranch = op0.kind === OperandKind.target && operandSize === 2;
  return addressSize === 4 && !isShortBranch;
}

function isFlat({ segments: { ds, es } }: Case, { segmentPrefix }: Instruction): boolean {
  return ds === USER_DS && es === USER_DS && !OVERRIDES.includes(segmentPrefix);
}

function reencode(i: Instruction, code: Uint8Array): Uint8Array {
  const bytes = [ADDRESS_SIZE, ...code];
  if (i.modrm >= 0 && (i.modrm & (MOD | RM)) === RM_DISPLACEMENT) {
    const modrm = bytes.length - immediateBytes(i) - i.displacementSize - 1;
    bytes.splice(modrm, 1, (i.modrm & ~RM) | RM_SIB, SIB_NO_REGISTERS);
  }
  return Uint8Array.from(bytes);
}
