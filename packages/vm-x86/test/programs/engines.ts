import { CpuState, Reg } from '../../src/cpu/state.js';
import type { Engine, Trap } from '../../src/engine.js';
import { AddressSpace, PROT_EXEC, PROT_READ, PROT_WRITE } from '../../src/memory.js';
import type { RandomProgram } from './generate.js';
import { CODE, DATA, DATA_END, STACK_SIZE, STACK_TOP } from './layout.js';

const ALL = PROT_READ | PROT_WRITE | PROT_EXEC;

/** What a program has come to. */
export interface Outcome {
  readonly trap: Trap;
  readonly cpu: CpuState;
  readonly memory: AddressSpace;
}

/** A program in a memory of its own, about to start. */
export function load(program: RandomProgram): { cpu: CpuState; memory: AddressSpace } {
  const memory = new AddressSpace();
  memory.map(CODE, program.code.length, ALL);
  memory.map(DATA, DATA_END - DATA, ALL);
  memory.map(STACK_TOP - 0x2000, 0x2000, ALL);
  memory.stack = { limit: STACK_TOP - STACK_SIZE, low: STACK_TOP - 0x2000, top: STACK_TOP };
  memory.bytes.set(program.code, CODE);
  memory.bytes.set(program.data, DATA);
  const cpu = new CpuState();
  cpu.eip = program.entry;
  cpu.regs[Reg.esp] = STACK_TOP - 0x1000;
  return { cpu, memory };
}

/** Runs a program until a trap, or until `limit`. */
export function execute(engine: Engine, program: RandomProgram, limit: number): Outcome {
  const context = load(program);
  return { trap: engine.run(context, limit), ...context };
}

const UNIT = ['control', 'status', 'empty', 'top', 'instructionPointer', 'dataPointer', 'opcode'] as const;

/** The registers of the floating-point unit, in words. */
function registersOf({ x87 }: CpuState): string {
  return [...x87.heads.keys()].map((n) => `${x87.heads[n]}:${x87.highs[n]}:${x87.lows[n]}`).join(' ');
}

const NAMES = Object.keys(Reg) as (keyof typeof Reg)[];

/** How two outcomes differ, in words; '' when they do not. `flags`: whether status flags count. */
export function differences(a: Outcome, b: Outcome, flags: boolean): string {
  const found: string[] = [];
  const compare = (what: string, x: number | string, y: number | string): void => {
    if (x !== y) found.push(`${what}: ${show(x)} ${show(y)}`);
  };
  compare('trap', describe(a.trap), describe(b.trap));
  compare('instructions', String(a.cpu.instructions), String(b.cpu.instructions));
  compare('eip', a.cpu.eip, b.cpu.eip);
  for (const name of NAMES) compare(name, a.cpu.regs[Reg[name]]!, b.cpu.regs[Reg[name]]!);
  if (flags) compare('eflags', a.cpu.eflags, b.cpu.eflags);
  else compare('control flags', a.cpu.flags.control, b.cpu.flags.control);
  for (const part of UNIT) compare(part, a.cpu.x87[part], b.cpu.x87[part]);
  compare('x87', registersOf(a.cpu), registersOf(b.cpu));
  compare('stack', a.memory.stack.low, b.memory.stack.low);
  const where = firstDifference(a.memory.bytes, b.memory.bytes);
  if (where >= 0)
    found.push(`memory at ${show(where)}: ${show(a.memory.bytes[where]!)} ${show(b.memory.bytes[where]!)}`);
  return found.join(', ');
}

function show(value: number | string): string {
  return typeof value === 'string' ? value : `0x${(value >>> 0).toString(16)}`;
}

function describe(trap: Trap): string {
  return trap.kind === 'fault' ? `fault ${trap.fault.vector} ${trap.fault.message}` : trap.kind;
}

/** Looks at what a program can have changed. Page 0 is the machine's own. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  for (const [start, end] of [
    [STACK_TOP - STACK_SIZE, STACK_TOP],
    [CODE, DATA_END],
  ] as const) {
    const [x, y] = [a, b].map(({ buffer }) => new Int32Array(buffer, start, (end - start) >> 2)) as [
      Int32Array,
      Int32Array,
    ];
    for (let n = 0; n < x.length; n++) if (x[n] !== y[n]) return start + 4 * n;
  }
  return -1;
}
