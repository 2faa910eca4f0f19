import { Flag, Reg } from '../../src/cpu/state.js';
import { Status } from '../../src/cpu/x87/unit.js';
import { decodeOne } from '../../src/isa/decode.js';
import { undefinedFlags } from '../../src/isa/flag-effects.js';
import { type Case, DATA, HIGH_WINDOW, type Outcome, WINDOW, X87_ENVIRONMENT, X87_INITIAL } from './layout.js';
import { disagreesOnTiny, POINTERS, wasBrokenOff } from './makers.js';

const REGISTERS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];

/** Flags that tell about the exception, not about the instruction. */
const OF_THE_EXCEPTION = Flag.rf;

/**
 * Functions that processors promise to less than one unit in the last place only. Theirs and ours may be neighbours, and
 * say different things about how they were rounded.
 */
const APPROXIMATE = new Set(['f2xm1', 'fyl2x', 'fyl2xp1', 'fptan', 'fpatan', 'fsin', 'fcos', 'fsincos']);

/** True when two registers, as text, hold the same number but for one unit in the last place. */
function isNextTo(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => {
    const head = Number.parseInt(text.slice(0, 4), 16);
    // Exponent and fraction in one number: the next number has the next one.
    const magnitude = (BigInt(head & 0x7fff) << 63n) + (BigInt(`0x${text.slice(5)}`) & (2n ** 63n - 1n));
    return head & 0x8000 ? -magnitude : magnitude;
  }) as [bigint, bigint];
  return a - b === 1n || b - a === 1n;
}

/** How the two outcomes of a case differ, in words: [] when they are the same. */
export function differences(test: Case, native: Outcome, interpreted: Outcome): string[] {
  const approximate = APPROXIMATE.has(decodeOne(test.code, test.at)?.encoding?.mnemonic ?? '');
  if (wasBrokenOff(test, native, interpreted) || (approximate && disagreesOnTiny(native, interpreted))) return [];
  const lines: string[] = [];
  const expect = (what: string, host: number, ours: number) => {
    if (host !== ours) lines.push(`${what}: processor ${hex(host)}, interpreter ${hex(ours)}`);
  };
  expect('vector', native.vector, interpreted.vector);
  expect('signal', native.signal, interpreted.signal);
  expect('fault address', native.faultAddress, interpreted.faultAddress);
  expect('eip', native.eip, interpreted.eip);
  for (const [n, name] of REGISTERS.entries()) expect(name, native.regs[n]!, interpreted.regs[n]!);
  for (const [n, name] of SEGMENTS.entries()) expect(name, native.selectors[n]!, interpreted.selectors[n]!);
  const ignored = OF_THE_EXCEPTION | ignoredFlags(test);
  expect('eflags', native.eflags & ~ignored, interpreted.eflags & ~ignored);
  for (let n = 0; n < 2 * WINDOW; n++) {
    const address = n < WINDOW ? DATA + n : HIGH_WINDOW + n - WINDOW;
    expect(`byte at ${hex(address)}`, native.memory[n]!, interpreted.memory[n]!);
  }
  for (const field of ['control', 'status', 'empty', ...POINTERS] as const) {
    const mask = field === 'status' && approximate ? ~Status.c1 : -1;
    expect(`x87 ${field}`, native.x87[field] & mask, interpreted.x87[field] & mask);
  }
  for (let index = 0; index < 8; index++) {
    const [host, ours] = [native, interpreted].map(({ x87 }) => registerText(x87.registers, index)) as [string, string];
    if (host !== ours && !(approximate && isNextTo(host, ours)))
      lines.push(`st(${index}): processor ${host}, interpreter ${ours}`);
  }
  return lines;
}

/** `4000 c90fdaa22168c235` */
function registerText(registers: Uint8Array, index: number): string {
  const digits = Array.from(registers.slice(index * 10, index * 10 + 10), (byte) => byte.toString(16).padStart(2, '0'));
  return `${digits.slice(8).reverse().join('')} ${digits.slice(0, 8).reverse().join('')}`;
}

function ignoredFlags({ code, at, regs }: Case): number {
  const instruction = decodeOne(code, at);
  return instruction === undefined ? 0 : undefinedFlags(instruction, regs[Reg.ecx]! & 0xff);
}

/** The case in full, to be made a named one. */
export function describeCase({ name, at, regs, eflags, segments, x87 }: Case): string {
  const registers = REGISTERS.map((register, n) => `${register} ${hex(regs[n]!)}`).join('  ');
  const selectors = Object.entries(segments).map(([segment, selector]) => `${segment} ${hex(selector)}`);
  return `${name}\n  at ${hex(at)}  eflags ${hex(eflags)}  ${selectors.join('  ')}\n  ${registers}${describeX87(x87)}`;
}

/** Nothing where the state is the initial one. */
function describeX87(image: Uint8Array): string {
  if (image.every((byte, n) => byte === X87_INITIAL[n])) return '';
  const word = (at: number) => hex(image[at]! | (image[at + 1]! << 8));
  const registers = image.subarray(X87_ENVIRONMENT);
  const stack = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => `st(${index}) ${registerText(registers, index)}`);
  return `\n  control ${word(0)}  status ${word(4)}  tags ${word(8)}\n  ${stack.slice(0, 4).join('  ')}\n  ${stack.slice(4).join('  ')}`;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
