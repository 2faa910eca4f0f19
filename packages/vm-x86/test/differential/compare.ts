import { Flag, Reg } from '../../src/cpu/state.js';
import { decodeOne } from '../../src/isa/decode.js';
import { undefinedFlags } from '../../src/isa/flag-effects.js';
import { type Case, DATA, HIGH_WINDOW, type Outcome, WINDOW } from './layout.js';

const REGISTERS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];

/** Flags that tell about the exception, not about the instruction. */
const OF_THE_EXCEPTION = Flag.rf;

/** How the two outcomes of a case differ, in words: [] when they are the same. */
export function differences(test: Case, native: Outcome, interpreted: Outcome): string[] {
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
  return lines;
}

function ignoredFlags({ code, at, regs }: Case): number {
  const instruction = decodeOne(code, at);
  return instruction === undefined ? 0 : undefinedFlags(instruction, regs[Reg.ecx]! & 0xff);
}

/** The case in full, to be made a named one. */
export function describeCase({ name, at, regs, eflags, segments }: Case): string {
  const registers = REGISTERS.map((register, n) => `${register} ${hex(regs[n]!)}`).join('  ');
  const selectors = Object.entries(segments).map(([segment, selector]) => `${segment} ${hex(selector)}`);
  return `${name}\n  at ${hex(at)}  eflags ${hex(eflags)}  ${selectors.join('  ')}\n  ${registers}`;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
