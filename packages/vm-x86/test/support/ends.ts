import { type CpuState, Reg } from '../../src/cpu/state.js';
import type { Trap } from '../../src/engine.js';
import { type AddressSpace, PAGE_SIZE } from '../../src/memory.js';

/** What a program, or a piece of one, has come to. */
export interface End {
  readonly trap: Trap;
  readonly cpu: CpuState;
  readonly memory: AddressSpace;
}

const REGISTERS = Object.keys(Reg) as (keyof typeof Reg)[];
const UNIT = ['control', 'status', 'empty', 'top', 'instructionPointer', 'dataPointer', 'opcode'] as const;

/** How two ends differ, in words; '' when they do not. `flags`: whether status flags count. */
export function differences(a: End, b: End, flags: boolean): string {
  const found: string[] = [];
  const compare = (what: string, x: number | string, y: number | string): void => {
    if (x !== y) found.push(`${what}: ${show(x)}, not ${show(y)}`);
  };
  compare('trap', describe(a.trap), describe(b.trap));
  compare('instructions', String(a.cpu.instructions), String(b.cpu.instructions));
  compare('eip', a.cpu.eip, b.cpu.eip);
  for (const name of REGISTERS) compare(name, a.cpu.regs[Reg[name]]!, b.cpu.regs[Reg[name]]!);
  if (flags) compare('eflags', a.cpu.eflags, b.cpu.eflags);
  else compare('control flags', a.cpu.flags.control, b.cpu.flags.control);
  for (const part of UNIT) compare(part, a.cpu.x87[part], b.cpu.x87[part]);
  compare('x87', unitRegisters(a.cpu), unitRegisters(b.cpu));
  compare('stack', a.memory.stack.low, b.memory.stack.low);
  const at = firstDifference(a.memory, b.memory);
  if (at >= 0) compare(`memory at ${show(at)}`, a.memory.bytes[at]!, b.memory.bytes[at]!);
  return found.join('; ');
}

/** The registers of the floating-point unit, in words. */
function unitRegisters({ x87 }: CpuState): string {
  return [...x87.heads.keys()].map((n) => `${x87.heads[n]}:${x87.highs[n]}:${x87.lows[n]}`).join(' ');
}

function show(value: number | string): string {
  return typeof value === 'string' ? value : `0x${(value >>> 0).toString(16)}`;
}

function describe(trap: Trap): string {
  return trap.kind === 'fault' ? `fault ${trap.fault.vector} ${trap.fault.message}` : trap.kind;
}

/** The first mapped word that differs; -1 when there is none. Page 0 is the machine's own. */
function firstDifference(a: AddressSpace, b: AddressSpace): number {
  const pages = Math.min(a.bytes.length, b.bytes.length) / PAGE_SIZE;
  for (let page = 1; page < pages; page++) {
    if (a.protection[page] === 0) continue;
    const start = page * PAGE_SIZE;
    const words = ({ memory }: AddressSpace) => new Int32Array(memory.buffer, start, PAGE_SIZE / 4);
    const [x, y] = [words(a), words(b)];
    for (let n = 0; n < x.length; n++) if (x[n] !== y[n]) return start + 4 * n;
  }
  return -1;
}
