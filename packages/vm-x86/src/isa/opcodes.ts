import { FOREIGN } from './opcodes/foreign.js';
import { INTEGER, type IntegerMnemonic } from './opcodes/integer.js';
import type { Row } from './opcodes/row.js';
import { X87, type X87Mnemonic } from './opcodes/x87.js';
import { type OperandSpec, parseOperands, usesModrm } from './operands.js';

export { CONDITIONS } from './opcodes/row.js';
export type { IntegerMnemonic, X87Mnemonic };

/**
 * The opcode table: one entry per encoding. Decoder, engines, disassembler and the tests' generators derive from it, so
 * that they cannot disagree about what exists.
 */
export interface Encoding {
  /** Place in `ENCODINGS`: what an engine may index its own tables with. */
  readonly id: number;
  /** The opcode as the table has it, `80 /0`. */
  readonly opcode: string;
  readonly mnemonic: string;
  readonly operands: readonly OperandSpec[];
  /** What the encoding belongs to: `integer` is what the engines execute; the rest is named when it is reached. */
  readonly extension: string;
  /** True when a ModRM byte follows the opcode. */
  readonly modrm: boolean;
  /** True when `lock` is allowed if the first operand is in memory. */
  readonly lockable: boolean;
  /** Opcode map, below, and the first opcode byte in it; how many opcodes the entry covers (8 with the register inside). */
  readonly map: number;
  readonly byte: number;
  readonly span: number;
}

/** Opcode maps. The last two are used before the first two when the prefix f3 is present. */
export const OpcodeMap = {
  oneByte: 0,
  twoByte: 1,
  threeByte38: 2,
  threeByte3a: 3,
  repOneByte: 4,
  repTwoByte: 5,
} as const;
const MAP_COUNT = 6;
const THREE_BYTE: Readonly<Record<string, number>> = { '38': OpcodeMap.threeByte38, '3a': OpcodeMap.threeByte3a };

/** Instructions that read, change and write memory in one step (Intel SDM vol. 2, `LOCK`). */
const LOCKABLE = new Set(
  'add or adc sbb and sub xor inc dec not neg xchg xadd cmpxchg cmpxchg8b bts btr btc'.split(' '),
);

/** What of the ModRM byte belongs to the opcode. */
interface ModrmPattern {
  readonly digit?: number;
  readonly mod?: 'mem' | 'reg';
  /** Exact ModRM bytes, from `first` on. */
  readonly first?: number;
  readonly count?: number;
}

interface ParsedOpcode {
  readonly map: number;
  readonly byte: number;
  readonly span: number;
  readonly pattern: ModrmPattern | undefined;
}

/** Reads the first column of a row, as `opcodes/row.ts` describes it. */
function parseOpcode(text: string): ParsedOpcode {
  const tokens = text.split(' ');
  const rep = tokens[0] === 'f3';
  if (rep) tokens.shift();
  let map: number = OpcodeMap.oneByte;
  if (tokens[0] === '0f') {
    tokens.shift();
    map = OpcodeMap.twoByte;
    const longer = THREE_BYTE[tokens[0] ?? ''];
    if (longer !== undefined) {
      tokens.shift();
      map = longer;
    }
  }
  if (rep) map += OpcodeMap.repOneByte;
  const opcode = /^([0-9a-f]{2})(\+r)?$/.exec(tokens.shift() ?? '');
  if (opcode === null) throw new Error(`opcode table: not an opcode: ${text}`);
  const span = opcode[2] === undefined ? 1 : 8;
  return { map, byte: Number.parseInt(opcode[1]!, 16), span, pattern: parsePattern(tokens, text) };
}

function parsePattern(tokens: readonly string[], text: string): ModrmPattern | undefined {
  if (tokens.length === 0) return undefined;
  const pattern: { -readonly [K in keyof ModrmPattern]: ModrmPattern[K] } = {};
  for (const token of tokens) {
    const exact = /^([0-9a-f]{2})(\+i)?$/.exec(token);
    if (/^\/[0-7]$/.test(token)) pattern.digit = Number(token[1]);
    else if (token === 'mem' || token === 'reg') pattern.mod = token;
    else if (exact !== null) {
      pattern.first = Number.parseInt(exact[1]!, 16);
      pattern.count = exact[2] === undefined ? 1 : 8;
    } else throw new Error(`opcode table: not a ModRM pattern: ${text}`);
  }
  return pattern;
}

function matches(modrm: number, pattern: ModrmPattern | undefined, operands: readonly OperandSpec[]): boolean {
  if (pattern?.first !== undefined) return modrm >= pattern.first && modrm < pattern.first + pattern.count!;
  if (pattern?.digit !== undefined && ((modrm >> 3) & 7) !== pattern.digit) return false;
  const memory = modrm < 0xc0;
  if (pattern?.mod !== undefined && memory !== (pattern.mod === 'mem')) return false;
  // lea and the like exist for memory only. Moves to and from control registers take any mod for a register.
  if (!memory && operands.some(({ form }) => form === 'M')) return false;
  const control = operands.some(({ form }) => form === 'C' || form === 'D');
  return control || !memory || !operands.some(({ form }) => form === 'R');
}

/**
 * Lookup of encodings: `plain[map * 256 + opcode]` where the opcode alone decides, else
 * `byModrm[map * 256 + opcode][ModRM byte]`.
 */
export interface OpcodeIndex {
  readonly plain: readonly (Encoding | undefined)[];
  readonly byModrm: readonly (readonly (Encoding | undefined)[] | undefined)[];
}

function build(): { encodings: Encoding[]; index: OpcodeIndex } {
  const encodings: Encoding[] = [];
  const plain = new Array<Encoding | undefined>(MAP_COUNT * 256).fill(undefined);
  const byModrm = new Array<(Encoding | undefined)[] | undefined>(MAP_COUNT * 256).fill(undefined);
  const exactAt = new Set<string>();

  const enter = (row: Row<string>, defaultExtension: string) => {
    const [opcode, mnemonic, operandList, extension = defaultExtension] = row;
    const { map, byte, span, pattern } = parseOpcode(opcode);
    const operands = parseOperands(operandList);
    const modrm = pattern !== undefined || operands.some(usesModrm);
    const encoding: Encoding = {
      id: encodings.length,
      opcode,
      mnemonic,
      operands,
      extension,
      modrm,
      lockable: LOCKABLE.has(mnemonic),
      map,
      byte,
      span,
    };
    encodings.push(encoding);
    for (let n = 0; n < span; n++) {
      const slot = map * 256 + byte + n;
      const present = plain[slot];
      if (modrm) enterGroup(encoding, slot, pattern);
      else if (present === undefined || present.span > span) plain[slot] = encoding;
      else throw new Error(`opcode table: ${opcode} is there twice`);
    }
  };

  // An exact ModRM byte wins over a pattern that includes it.
  const enterGroup = (encoding: Encoding, slot: number, pattern: ModrmPattern | undefined) => {
    const group = byModrm[slot] ?? new Array<Encoding | undefined>(256).fill(undefined);
    byModrm[slot] = group;
    const exact = pattern?.first !== undefined;
    for (let modrm = 0; modrm < 256; modrm++) {
      if (!matches(modrm, pattern, encoding.operands)) continue;
      const key = `${slot} ${modrm}`;
      const present = group[modrm];
      if (present !== undefined && exact === exactAt.has(key)) {
        throw new Error(`opcode table: ${encoding.opcode} collides with ${present.opcode}`);
      }
      if (exact) exactAt.add(key);
      else if (present !== undefined) continue;
      group[modrm] = encoding;
    }
  };

  for (const row of INTEGER) enter(row, 'integer');
  for (const row of X87) enter(row, 'x87');
  for (const row of FOREIGN) enter(row, 'foreign');
  return { encodings, index: { plain, byModrm } };
}

const TABLE = build();

/** Every encoding, in the order of the table. */
export const ENCODINGS: readonly Encoding[] = TABLE.encodings;
export const OPCODE_INDEX: OpcodeIndex = TABLE.index;
