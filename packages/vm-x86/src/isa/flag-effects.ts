import { Flag } from '../cpu/flags.js';
import { type Instruction, OperandKind } from './instruction.js';
import { CONDITIONS, type IntegerMnemonic } from './opcodes.js';

/** What an instruction does with the flags, as bits of EFLAGS (Intel SDM vol. 1, appendix A). */
export interface FlagEffects {
  readonly tests: number;
  /** Flags that it sets to something defined. */
  readonly sets: number;
  /** Flags whose value it leaves undefined: no program may look at them. */
  readonly undefined: number;
  /** True where it may also leave all of them alone: shifts by 0, and comparisons repeated no time. */
  readonly maybe: boolean;
}

type Letters = readonly [tests: string, sets: string, undefined?: string, maybe?: 'maybe'];

/** Flags that the eight pairs of conditions test: o, b, e, be, s, p, l, le. */
const TESTED = ['o', 'c', 'z', 'cz', 's', 'p', 'so', 'zso'];

/** Instructions that have to do with flags, by the letters of o d s z a p c. */
const EFFECTS: Partial<Record<IntegerMnemonic, Letters>> = {
  add: ['', 'oszapc'],
  adc: ['c', 'oszapc'],
  sub: ['', 'oszapc'],
  sbb: ['c', 'oszapc'],
  cmp: ['', 'oszapc'],
  neg: ['', 'oszapc'],
  inc: ['', 'oszap'],
  dec: ['', 'oszap'],
  xadd: ['', 'oszapc'],
  cmpxchg: ['', 'oszapc'],
  cmpxchg8b: ['', 'z'],
  mul: ['', 'oc', 'szap'],
  imul: ['', 'oc', 'szap'],
  div: ['', '', 'oszapc'],
  idiv: ['', '', 'oszapc'],
  and: ['', 'oszpc', 'a'],
  or: ['', 'oszpc', 'a'],
  xor: ['', 'oszpc', 'a'],
  test: ['', 'oszpc', 'a'],
  shl: ['', 'oszpc', 'a', 'maybe'],
  shr: ['', 'oszpc', 'a', 'maybe'],
  sar: ['', 'oszpc', 'a', 'maybe'],
  shld: ['', 'oszpc', 'a', 'maybe'],
  shrd: ['', 'oszpc', 'a', 'maybe'],
  rol: ['', 'oc', '', 'maybe'],
  ror: ['', 'oc', '', 'maybe'],
  rcl: ['c', 'oc', '', 'maybe'],
  rcr: ['c', 'oc', '', 'maybe'],
  bt: ['', 'c', 'osap'],
  bts: ['', 'c', 'osap'],
  btr: ['', 'c', 'osap'],
  btc: ['', 'c', 'osap'],
  bsf: ['', 'z', 'osapc'],
  bsr: ['', 'z', 'osapc'],
  daa: ['ac', 'szapc', 'o'],
  das: ['ac', 'szapc', 'o'],
  aaa: ['a', 'ac', 'oszp'],
  aas: ['a', 'ac', 'oszp'],
  aam: ['', 'szp', 'oac'],
  aad: ['', 'szp', 'oac'],
  movs: ['d', ''],
  stos: ['d', ''],
  lods: ['d', ''],
  cmps: ['d', 'oszapc', '', 'maybe'],
  scas: ['d', 'oszapc', '', 'maybe'],
  pushf: ['odszapc', ''],
  popf: ['', 'odszapc'],
  iret: ['', 'odszapc'],
  lahf: ['szapc', ''],
  sahf: ['', 'szapc'],
  salc: ['c', ''],
  clc: ['', 'c'],
  stc: ['', 'c'],
  cmc: ['c', 'c'],
  cld: ['', 'd'],
  std: ['', 'd'],
  into: ['o', ''],
  arpl: ['', 'z'],
  loope: ['z', ''],
  loopne: ['z', ''],
  ...perCondition('j'),
  ...perCondition('set'),
  ...perCondition('cmov'),
};

function perCondition(prefix: string): Record<string, Letters> {
  return Object.fromEntries(CONDITIONS.map((condition, n) => [prefix + condition, [TESTED[n >> 1]!, ''] as const]));
}

const BITS: Readonly<Record<string, number>> = {
  o: Flag.of,
  d: Flag.df,
  s: Flag.sf,
  z: Flag.zf,
  a: Flag.af,
  p: Flag.pf,
  c: Flag.cf,
};

function bits(letters: string): number {
  return [...letters].reduce((mask, letter) => mask | BITS[letter]!, 0);
}

const NONE: FlagEffects = { tests: 0, sets: 0, undefined: 0, maybe: false };

const BY_MNEMONIC = new Map(
  Object.entries(EFFECTS).map(([mnemonic, [tests, sets, undefinedFlags = '', maybe]]): [string, FlagEffects] => [
    mnemonic,
    { tests: bits(tests), sets: bits(sets), undefined: bits(undefinedFlags), maybe: maybe !== undefined },
  ]),
);

/** What instructions of this name do with the flags, whatever their operands. */
export function flagEffects(mnemonic: string): FlagEffects {
  return BY_MNEMONIC.get(mnemonic) ?? NONE;
}

const SHIFTS = new Set(['shl', 'shr', 'sar', 'shld', 'shrd', 'rol', 'ror', 'rcl', 'rcr']);
const LOSING_SHIFTS = new Set(['shl', 'shr', 'shld', 'shrd']);

/**
 * Flags that an instruction leaves undefined when it is executed with `cl` in that register: for shifts and rotates that
 * depends on the count.
 */
export function undefinedFlags(instruction: Instruction, cl: number): number {
  const { mnemonic } = instruction.encoding!;
  const always = flagEffects(mnemonic).undefined;
  if (!SHIFTS.has(mnemonic)) return always;
  const by = instruction.op2.kind === OperandKind.none ? instruction.op1 : instruction.op2;
  const count = (by.kind === OperandKind.immediate ? by.value : cl) & 31;
  if (count === 0) return 0;
  // OF is defined for one position; CF as long as a bit of the operand went into it.
  const overflow = count === 1 ? 0 : Flag.of;
  const carry = LOSING_SHIFTS.has(mnemonic) && count >= instruction.op0.size * 8 ? Flag.cf : 0;
  return always | overflow | carry;
}
