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
  /** Place in the table: what an engine may index its own tables with. */
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
  /** True when an operand is a segment, control or debug register: not every number names one. */
  readonly hasSpecialRegisters: boolean;
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

/** Operands that are registers of which not all numbers exist. */
const SPECIAL: ReadonlySet<Form> = new Set([Form.S, Form.segment, Form.C, Form.D]);

/** What of the ModRM byte belongs to the opcode. */
interface ModrmPattern {
  readonly digit?: number;
  readonly mod?: 'mem' | 'reg';
  /** Exact ModRM bytes, from `first` on. */
  readonly first?: number;
  readonly count?: number;
}

/** Where an opcode stands in the maps; the tokens behind it are for the ModRM byte. */
interface Place {
  readonly map: number;
  readonly byte: number;
  readonly span: number;
  readonly tokens: readonly string[];
}

/** Reads the first column of a row, as `opcodes/row.ts` describes it, up to what the ModRM byte must be. */
function parsePlace(text: string): Place {
  const tokens = text.split(' ');
  const rep = tokens[0] === 'f3';
  let next = rep ? 1 : 0;
  let map: number = OpcodeMap.oneByte;
  if (tokens[next] === '0f') {
    next++;
    map = OpcodeMap.twoByte;
    const longer = THREE_BYTE[tokens[next] ?? ''];
    if (longer !== undefined) {
      next++;
      map = longer;
    }
  }
  if (rep) map += OpcodeMap.repOneByte;
  const opcode = /^([0-9a-f]{2})(\+r)?$/.exec(tokens[next] ?? '');
  if (opcode === null) throw new Error(`opcode table: not an opcode: ${text}`);
  const span = opcode[2] === undefined ? 1 : 8;
  return { map, byte: Number.parseInt(opcode[1]!, 16), span, tokens: tokens.slice(next + 1) };
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

/** Encodings by the ModRM byte that follows their opcode. */
export type EncodingGroup = readonly (Encoding | undefined)[];

/** What an opcode stands for: one encoding, one for each ModRM byte, or null for none. */
export type Meaning = Encoding | EncodingGroup | null;

/** A row, where it stands, and the encoding that it becomes when somebody asks for its opcode. */
interface Entry {
  readonly row: Row<string>;
  readonly place: Place;
  readonly extension: string;
  encoding: Encoding | undefined;
}

/**
 * All rows by opcode. A program uses few of them and may be over in a millisecond, so a row is read when its opcode is first
 * looked up.
 */
class OpcodeTable {
  private readonly entries: Entry[] = [];
  /** Rows of an opcode, by number, until its meaning is asked for. */
  private readonly rows = new Map<number, number[]>();

  add(rows: readonly Row<string>[], extension: string): void {
    for (const row of rows) {
      const place = parsePlace(row[0]);
      const id = this.entries.push({ row, place, extension: row[3] ?? extension, encoding: undefined }) - 1;
      for (let n = 0; n < place.span; n++) {
        const slot = place.map * 256 + place.byte + n;
        const others = this.rows.get(slot);
        if (others === undefined) this.rows.set(slot, [id]);
        else others.push(id);
      }
    }
  }

  all(): readonly Encoding[] {
    return this.entries.map((_, id) => this.encoding(id));
  }

  read(slot: number): Meaning {
    let meaning: Meaning = null;
    for (const id of this.rows.get(slot) ?? []) {
      const encoding = this.encoding(id);
      const { row, place } = this.entries[id]!;
      const pattern = parsePattern(place.tokens, row[0]);
      const modrms = encoding.modrm ? modrmBytes(encoding, pattern) : undefined;
      meaning = modrms === undefined ? plain(encoding, meaning) : group(encoding, modrms, meaning);
    }
    return meaning;
  }

  private encoding(id: number): Encoding {
    const entry = this.entries[id]!;
    entry.encoding ??= encodingOf(id, entry);
    return entry.encoding;
  }
}

export function isGroup(meaning: Meaning): meaning is EncodingGroup {
  return Array.isArray(meaning);
}

function encodingOf(id: number, { row: [opcode, mnemonic, operandList], place, extension }: Entry): Encoding {
  const { map, byte, span, tokens } = place;
  const operands = parseOperands(operandList);
  return {
    id,
    opcode,
    mnemonic,
    operands,
    extension,
    modrm: tokens.length > 0 || operands.some(usesModrm),
    ignoresMod: operands.some(({ form }) => form === Form.C || form === Form.D),
    hasSpecialRegisters: operands.some(({ form }) => SPECIAL.has(form)),
    exact: parsePattern(tokens, opcode)?.first !== undefined,
    lockable: LOCKABLE.has(mnemonic),
    map,
    byte,
    span,
  };
}

/** An opcode of its own wins over one of eight: 90 is nop, not xchg eax, eax. */
function plain(encoding: Encoding, before: Meaning): Meaning {
  const present = isGroup(before) ? before.find((other) => other !== undefined) : (before ?? undefined);
  if (present !== undefined && present.span <= encoding.span) throw collision(encoding, present);
  return encoding;
}

/** An exact ModRM byte wins over a pattern that includes it. */
function group(encoding: Encoding, modrms: readonly number[], before: Meaning): Meaning {
  if (before !== null && !isGroup(before)) throw collision(encoding, before);
  const encodings = before === null ? new Array<Encoding | undefined>(256).fill(undefined) : [...before];
  for (const modrm of modrms) {
    const present = encodings[modrm];
    if (present !== undefined && present.exact === encoding.exact) throw collision(encoding, present);
    if (present === undefined || encoding.exact) encodings[modrm] = encoding;
  }
  return encodings;
}

function collision(one: Encoding, other: Encoding): Error {
  return new Error(`opcode table: ${one.opcode} ${one.mnemonic} collides with ${other.opcode} ${other.mnemonic}`);
}

const TABLE = new OpcodeTable();
TABLE.add(INTEGER, 'integer');
TABLE.add(X87, 'x87');
TABLE.add(FOREIGN, 'foreign');

/** What opcodes stand for, by map * 256 + opcode, as far as somebody asked. */
export const MEANINGS = new Array<Meaning | undefined>(MAP_COUNT * 256).fill(undefined);

/** What an opcode of one of the maps stands for. */
export function opcodeMeaning(map: number, opcode: number): Meaning {
  const slot = map * 256 + opcode;
  const meaning = MEANINGS[slot] ?? TABLE.read(slot);
  MEANINGS[slot] = meaning;
  return meaning;
}

/** Every encoding, in the order of the table. */
export function allEncodings(): readonly Encoding[] {
  return TABLE.all();
}
