import { Reg } from '../cpu/state.js';
import { ENCODINGS } from '../isa/encodings.js';
import { type Instruction, NO_REGISTER, type Operand, OperandKind } from '../isa/instruction.js';
import { CONDITIONS, type Encoding } from '../isa/opcodes.js';
import { Form } from '../isa/operands.js';

/** Status flags as bits of a small mask. */
export const Status = { c: 1, p: 2, a: 4, z: 8, s: 16, o: 32, all: 63, none: 0 } as const;

export const ALL_REGISTERS = 0xff;

/** Flags that the condition with an even code reads; the odd one behind it reads the same. */
const CONDITION_READS = [
  Status.o,
  Status.c,
  Status.z,
  Status.c | Status.z,
  Status.s,
  Status.p,
  Status.s | Status.o,
  Status.s | Status.o | Status.z,
];

/** Flags that condition `code` (the low four bits of jcc, setcc, cmovcc) depends on. */
export function conditionReads(code: number): number {
  return CONDITION_READS[(code & 15) >> 1]!;
}

/** What becomes of the first operand: read, written, or both. */
const Use = { none: 0, read: 1, write: 2, update: 3 } as const;

/** One mnemonic. Flags that are only sometimes written are in `changes` and not in `kills`. */
interface Effect {
  /** Of the first operand; the others are read. */
  readonly first: number;
  readonly readsFlags: number;
  /** Flags that have a new value afterwards in every case. */
  readonly kills: number;
  /** Flags that may have a new value. */
  readonly changes: number;
  /** Registers besides the operands. */
  readonly reads: number;
  readonly writes: number;
}

const bit = (...registers: number[]): number => registers.reduce((mask, register) => mask | (1 << register), 0);
const { c, z, all } = Status;
const CO = Status.c | Status.o;

function effect(first: number, kills = 0, readsFlags = 0, reads = 0, writes = 0, changes = kills): Effect {
  return { first, readsFlags, kills, changes, reads, writes };
}

const { eax, ecx, edx, esp, ebp, esi, edi } = Reg;

/** Mnemonics whose effects can be told; every other one is taken to read and write everything. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  mov: effect(Use.write),
  movzx: effect(Use.write),
  movsx: effect(Use.write),
  lea: effect(Use.write),
  add: effect(Use.update, all),
  sub: effect(Use.update, all),
  adc: effect(Use.update, all, c),
  sbb: effect(Use.update, all, c),
  and: effect(Use.update, all),
  or: effect(Use.update, all),
  xor: effect(Use.update, all),
  neg: effect(Use.update, all),
  inc: effect(Use.update, all & ~c),
  dec: effect(Use.update, all & ~c),
  not: effect(Use.update),
  cmp: effect(Use.read, all),
  test: effect(Use.read, all),
  // A count of 0 leaves the flags alone; `kills` is right for counts that are known not to be 0.
  shl: effect(Use.update, all),
  shr: effect(Use.update, all),
  sar: effect(Use.update, all),
  shld: effect(Use.update, all),
  shrd: effect(Use.update, all),
  rol: effect(Use.update, CO),
  ror: effect(Use.update, CO),
  rcl: effect(Use.update, CO, c),
  rcr: effect(Use.update, CO, c),
  bswap: effect(Use.update),
  bt: effect(Use.read, c),
  bts: effect(Use.update, c),
  btr: effect(Use.update, c),
  btc: effect(Use.update, c),
  bsf: effect(Use.update, z),
  bsr: effect(Use.update, z),
  xchg: effect(Use.update),
  xadd: effect(Use.update, all),
  cmpxchg: effect(Use.update, all, 0, bit(eax), bit(eax)),
  cbw: effect(Use.none, 0, 0, bit(eax), bit(eax)),
  cwd: effect(Use.none, 0, 0, bit(eax, edx), bit(edx)),
  mul: effect(Use.read, all, 0, bit(eax, edx), bit(eax, edx)),
  div: effect(Use.read, 0, 0, bit(eax, edx), bit(eax, edx)),
  idiv: effect(Use.read, 0, 0, bit(eax, edx), bit(eax, edx)),
  push: effect(Use.read, 0, 0, bit(esp), bit(esp)),
  pop: effect(Use.write, 0, 0, bit(esp), bit(esp)),
  leave: effect(Use.none, 0, 0, bit(ebp, esp), bit(ebp, esp)),
  nop: effect(Use.none),
  pause: effect(Use.none),
  endbr32: effect(Use.none),
  clc: effect(Use.none, c),
  stc: effect(Use.none, c),
  cmc: effect(Use.none, c, c),
  sahf: effect(Use.none, all & ~Status.o, 0, bit(eax)),
  cld: effect(Use.none),
  std: effect(Use.none),
  jmp: effect(Use.read),
  call: effect(Use.read, 0, 0, bit(esp), bit(esp)),
  ret: effect(Use.none, 0, 0, bit(esp), bit(esp)),
  jcxz: effect(Use.none, 0, 0, bit(ecx)),
  loop: effect(Use.none, 0, 0, bit(ecx), bit(ecx)),
  loope: effect(Use.none, 0, z, bit(ecx), bit(ecx)),
  loopne: effect(Use.none, 0, z, bit(ecx), bit(ecx)),
  movs: effect(Use.none, 0, 0, bit(esi, edi), bit(esi, edi)),
  stos: effect(Use.none, 0, 0, bit(eax, edi), bit(edi)),
  lods: effect(Use.none, 0, 0, bit(eax, esi), bit(eax, esi)),
  scas: effect(Use.none, all, 0, bit(eax, edi), bit(edi)),
  cmps: effect(Use.none, all, 0, bit(esi, edi), bit(esi, edi)),
  ...perCondition('j', Use.none),
  ...perCondition('set', Use.write),
  ...perCondition('cmov', Use.update),
};

function perCondition(prefix: string, first: number): Record<string, Effect> {
  return Object.fromEntries(
    CONDITIONS.map((name, code) => [`${prefix}${name}`, effect(first, 0, conditionReads(code))]),
  );
}

/** Reads and writes everything: what is left to the interpreter, a system call. */
const EVERYTHING: Effect = {
  first: Use.update,
  readsFlags: all,
  kills: 0,
  changes: all,
  reads: ALL_REGISTERS,
  writes: ALL_REGISTERS,
};

/** Mnemonics with one register more: a one-operand imul works on edx:eax. */
const IMUL = effect(Use.write, all);
const IMUL_PAIR = effect(Use.read, all, 0, bit(eax, edx), bit(eax, edx));

/** The unit's instructions have to do with general registers and flags only where the names say so. */
function x87Effect({ mnemonic, operands }: Encoding): Effect {
  // The whole state of the unit.
  if (operands.some(({ form, size32 }) => form === Form.M && size32 === 0)) return EVERYTHING;
  if (mnemonic.startsWith('fcmov')) return effect(Use.none, 0, all);
  return /^fu?comip?$/.test(mnemonic) ? effect(Use.none, all) : effect(Use.write);
}

function effectOf(encoding: Encoding): Effect {
  const { mnemonic, extension, operands } = encoding;
  if (extension === 'x87') return x87Effect(encoding);
  if (extension !== 'integer') return EVERYTHING;
  if (mnemonic === 'imul') return operands.length === 1 ? IMUL_PAIR : IMUL;
  return EFFECTS[mnemonic] ?? EVERYTHING;
}

const BY_ENCODING: readonly Effect[] = ENCODINGS.map(effectOf);
/** An imul of two operands also reads the first. */
const READS_FIRST_TOO: readonly boolean[] = ENCODINGS.map(
  ({ mnemonic, operands }) => mnemonic === 'imul' && operands.length === 2,
);
const UPDATES_SECOND: readonly boolean[] = ENCODINGS.map(({ mnemonic }) => mnemonic === 'xchg' || mnemonic === 'xadd');
const COUNTED: readonly boolean[] = ENCODINGS.map(({ mnemonic }) =>
  /^(shl|shr|sar|shld|shrd|rol|ror|rcl|rcr)$/.test(mnemonic),
);

/** Flags by encoding, where the encoding alone decides; see `flagReads` for what depends on the instruction. */
export const FLAG_READS: Uint8Array = Uint8Array.from(BY_ENCODING, ({ readsFlags }) => readsFlags);
export const FLAG_KILLS: Uint8Array = Uint8Array.from(ENCODINGS, (encoding, id) => {
  const { mnemonic, operands } = encoding;
  // The count is not known from the encoding, except where it is 1; a repeated comparison may not happen at all.
  if (COUNTED[id] === true && operands[1]?.form !== Form.one) return 0;
  return mnemonic === 'cmps' || mnemonic === 'scas' ? 0 : BY_ENCODING[id]!.kills;
});

/** True for instructions without a description: they read and write everything. */
export function isOpaque(encoding: Encoding): boolean {
  return BY_ENCODING[encoding.id] === EVERYTHING;
}

/** Effects of the last instruction given to `analyse`. */
export const effects = { reads: 0, writes: 0, readsFlags: 0, killsFlags: 0, changesFlags: 0 };

/**
 * Works out what an instruction reads and writes, into `effects`. `writes` are registers with a new value; one that is
 * written in part is also read.
 */
export function analyse(i: Instruction): void {
  const encoding = i.encoding!;
  const { first, readsFlags, kills, changes, reads, writes } = BY_ENCODING[encoding.id]!;
  effects.reads = reads;
  effects.writes = writes;
  effects.readsFlags = readsFlags;
  effects.killsFlags = effects.changesFlags = changes;
  if (kills !== changes) effects.killsFlags = kills;
  if (i.base !== NO_REGISTER) effects.reads |= 1 << i.base;
  if (i.index !== NO_REGISTER) effects.reads |= 1 << i.index;
  const use = READS_FIRST_TOO[encoding.id] === true ? Use.update : first;
  const { op0, op1, op2 } = i;
  if (op0.kind === OperandKind.register) register(op0, use);
  if (op1.kind === OperandKind.register) register(op1, UPDATES_SECOND[encoding.id] ? Use.update : Use.read);
  if (op2.kind === OperandKind.register) register(op2, Use.read);
  if (COUNTED[encoding.id] === true) shiftCount(i);
  if (i.repeat !== 0 && isString(i)) {
    effects.reads |= 1 << ecx;
    effects.writes |= 1 << ecx;
    effects.killsFlags = 0;
  }
}

function register({ size, register: number }: Operand, use: number): void {
  const mask = size === 1 ? 1 << (number & 3) : 1 << number;
  if ((use & Use.read) !== 0 || (size < 4 && use !== Use.none)) effects.reads |= mask;
  if ((use & Use.write) !== 0) effects.writes |= mask;
}

/** A count of 0 changes no flags, one that is not known perhaps. */
function shiftCount(i: Instruction): void {
  const count = i.op2.kind === OperandKind.none ? i.op1 : i.op2;
  if (count.kind !== OperandKind.immediate) effects.killsFlags = 0;
  else if ((count.value & 31) === 0) effects.killsFlags = effects.changesFlags = 0;
}

export function isString(i: Instruction): boolean {
  return i.op0.kind >= OperandKind.stringSource && i.op0.kind <= OperandKind.stringDestination
    ? true
    : i.op1.kind >= OperandKind.stringSource && i.op1.kind <= OperandKind.stringDestination;
}
