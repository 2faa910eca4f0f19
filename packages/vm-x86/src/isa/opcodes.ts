import { FOREIGN } from './opcodes/foreign.js';
import { INTEGER, type IntegerMnemonic } from './opcodes/integer.js';
import type { Row } from './opcodes/row.js';
import { X87, type X87Mnemonic } from './opcodes/x87.js';
import { Form, type OperandSpec, parseOperands, usesModrm } from './operands.js';

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
  /** What the encoding belongs to: `integer` and `x87` are executed; the rest is named when it is reached. */
  readonly extension: string;
  /** True when a ModRM byte follows the opcode. */
  readonly modrm: boolean;
  /** True when the ModRM byte names a register whatever its mod field says: moves to and from control registers. */
  readonly ignoresMod: boolean;
  /** True when exact ModRM bytes belong to the opcode. */
  readonly exact: boolean;
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

/** The ModRM bytes that an encoding has; undefined when it has all of them. */
function modrmBytes({ operands, ignoresMod }: Encoding, pattern: ModrmPattern | undefined): number[] | undefined {
  if (pattern?.first !== undefined) return Array.from({ length: pattern.count! }, (_, n) => pattern.first! + n);
  const has = (wanted: Form) => operands.some(({ form }) => form === wanted);
  // lea and the like exist for memory only.
  const memory = pattern?.mod !== 'reg' && (ignoresMod || !has(Form.R));
  const registers = pattern?.mod !== 'mem' && !has(Form.M);
  const digit = pattern?.digit;
  if (memory && registers && digit === undefined) return undefined;
  const bytes: number[] = [];
  for (let modrm = memory ? 0 : 0xc0; modrm < (registers ? 0x100 : 0xc0); modrm++) {
    if (digit === undefined || ((modrm >> 3) & 7) === digit) bytes.push(modrm);
  }
  return bytes;
}

/**
 * Lookup of encodings: `byModrm[map * 256 + opcode][ModRM byte]` where the ModRM byte decides too, else
 * `plain[map * 256 + opcode]`.
 */
export interface OpcodeIndex {
  readonly plain: readonly (Encoding | undefined)[];
  readonly byModrm: readonly (readonly (Encoding | undefined)[] | undefined)[];
}

class TableBuilder {
  readonly encodings: Encoding[] = [];
  readonly plain = new Array<Encoding | undefined>(MAP_COUNT * 256).fill(undefined);
  readonly byModrm = new Array<(Encoding | undefined)[] | undefined>(MAP_COUNT * 256).fill(undefined);

  add([opcode, mnemonic, operandList, extension]: Row<string>, defaultExtension: string): void {
    const { map, byte, span, pattern } = parseOpcode(opcode);
    const operands = parseOperands(operandList);
    const encoding: Encoding = {
      id: this.encodings.length,
      opcode,
      mnemonic,
      operands,
      extension: extension ?? defaultExtension,
      modrm: pattern !== undefined || operands.some(usesModrm),
      ignoresMod: operands.some(({ form }) => form === Form.C || form === Form.D),
      exact: pattern?.first !== undefined,
      lockable: LOCKABLE.has(mnemonic),
      map,
      byte,
      span,
    };
    this.encodings.push(encoding);
    const modrms = encoding.modrm ? modrmBytes(encoding, pattern) : undefined;
    for (let n = 0; n < span; n++) {
      if (modrms !== undefined) this.enterGroup(encoding, map * 256 + byte + n, modrms);
      else this.enterPlain(encoding, map * 256 + byte + n);
    }
  }

  /** An opcode of its own wins over one of eight: 90 is nop, not xchg eax, eax. */
  private enterPlain(encoding: Encoding, slot: number): void {
    const present = this.plain[slot] ?? this.byModrm[slot]?.find((other) => other !== undefined);
    if (present !== undefined && present.span <= encoding.span) throw collision(encoding, present);
    this.plain[slot] = encoding;
  }

  /** An exact ModRM byte wins over a pattern that includes it. */
  private enterGroup(encoding: Encoding, slot: number, modrms: readonly number[]): void {
    const whole = this.plain[slot];
    if (whole !== undefined) throw collision(encoding, whole);
    const group = this.byModrm[slot] ?? new Array<Encoding | undefined>(256).fill(undefined);
    this.byModrm[slot] = group;
    for (const modrm of modrms) {
      const present = group[modrm];
      if (present !== undefined && present.exact === encoding.exact) throw collision(encoding, present);
      if (present === undefined || encoding.exact) group[modrm] = encoding;
    }
  }
}

function collision(one: Encoding, other: Encoding): Error {
  return new Error(`opcode table: ${one.opcode} ${one.mnemonic} collides with ${other.opcode} ${other.mnemonic}`);
}

const TABLE = new TableBuilder();
for (const row of INTEGER) TABLE.add(row, 'integer');
for (const row of X87) TABLE.add(row, 'x87');
for (const row of FOREIGN) TABLE.add(row, 'foreign');

/** Every encoding, in the order of the table. */
export const ENCODINGS: readonly Encoding[] = TABLE.encodings;
export const OPCODE_INDEX: OpcodeIndex = TABLE;
