export { DecodeStatus, decode, decodeOne, MAX_LENGTH } from './decode.js';
export { disassemble, format } from './disassemble.js';
export { type FlagEffects, flagEffects, undefinedFlags } from './flag-effects.js';
export { Instruction, NO_REGISTER, NO_SEGMENT, Operand, OperandKind } from './instruction.js';
export {
  CONDITIONS,
  ENCODINGS,
  type Encoding,
  type IntegerMnemonic,
  OPCODE_INDEX,
  type X87Mnemonic,
} from './opcodes.js';
