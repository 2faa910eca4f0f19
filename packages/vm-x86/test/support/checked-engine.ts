import type { CpuState } from '../../src/cpu/state.js';
import type { Engine, GuestContext, Trap } from '../../src/engine.js';
import { Interpreter } from '../../src/interpret/index.js';
import { AddressSpace, PAGE_SIZE } from '../../src/memory.js';

const REGISTERS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];

/**
 * Runs an engine, and after each piece of work the interpreter on a copy of what it started with: throws where they come
 * to different ends. Slow, as every piece copies the memory; `from` and `piece` are instructions.
 */
export class CheckedEngine implements Engine {
  readonly name = 'checked';
  private readonly interpreter = new Interpreter();
  private readonly shadow = new AddressSpace();

  constructor(
    private readonly engine: Engine,
    private readonly piece = 100_000,
    private readonly from = 0,
  ) {}

  run(context: GuestContext, limit: number, pause = limit): Trap {
    const { cpu, memory } = context;
    const start = cpu.instructions;
    if (start < this.from) return this.engine.run(context, Math.min(limit, this.from), Math.min(pause, this.from));
    const { shadow } = this;
    shadow.clear();
    memory.copyTo(shadow);
    const copy = cpu.clone();
    copy.instructions = start;
    const begin = cpu.eip;
    // Without `systemCall`: a call ends the piece.
    const piece = { cpu, memory, handlesSignals: context.handlesSignals === true };
    const trap = this.engine.run(piece, limit, Math.min(pause, start + this.piece));
    const expected = this.interpreter.run(
      { cpu: copy, memory: shadow },
      trap.kind === 'limit' ? cpu.instructions : limit,
    );
    const found = differences({ cpu, memory, trap }, { cpu: copy, memory: shadow, trap: expected });
    if (found === '') return trap;
    throw new Error(`${this.engine.name} from 0x${begin.toString(16)}, ${start} on: ${found}`);
  }
}

interface End {
  readonly cpu: CpuState;
  readonly memory: AddressSpace;
  readonly trap: Trap;
}

/** How two ends differ, in words; '' when they do not. */
export function differences(a: End, b: End): string {
  const found: string[] = [];
  const compare = (what: string, x: number | string, y: number | string): void => {
    if (x !== y) found.push(`${what}: ${show(x)}, not ${show(y)}`);
  };
  compare('trap', describe(a.trap), describe(b.trap));
  compare('instructions', a.cpu.instructions, b.cpu.instructions);
  compare('eip', a.cpu.eip, b.cpu.eip);
  REGISTERS.forEach((name, n) => compare(name, a.cpu.regs[n]!, b.cpu.regs[n]!));
  compare('DF', a.cpu.flags.control, b.cpu.flags.control);
  compare('stack', a.memory.stack.low, b.memory.stack.low);
  const at = firstDifference(a.memory, b.memory);
  if (at >= 0) compare(`memory at ${show(at)}`, a.memory.bytes[at]!, b.memory.bytes[at]!);
  return found.join('; ');
}

function show(value: number | string): string {
  return typeof value === 'string' ? value : `0x${(value >>> 0).toString(16)}`;
}

function describe(trap: Trap): string {
  return trap.kind === 'fault' ? `fault ${trap.fault.vector} ${trap.fault.message}` : trap.kind;
}

/** The first mapped byte that differs; -1 when there is none. */
function firstDifference(a: AddressSpace, b: AddressSpace): number {
  const pages = Math.min(a.bytes.length, b.bytes.length) / PAGE_SIZE;
  for (let page = 1; page < pages; page++) {
    if (a.protection[page] === 0) continue;
    const start = page * PAGE_SIZE;
    const [x, y] = [a, b].map(({ memory }) => new Int32Array(memory.buffer, start, PAGE_SIZE / 4)) as [
      Int32Array,
      Int32Array,
    ];
    for (let n = 0; n < x.length; n++) if (x[n] !== y[n]) return start + 4 * n;
  }
  return -1;
}
