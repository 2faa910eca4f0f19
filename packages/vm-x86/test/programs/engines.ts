import { CpuState, Reg } from '../../src/cpu/state.js';
import type { Engine } from '../../src/engine.js';
import { AddressSpace, PROT_EXEC, PROT_READ, PROT_WRITE } from '../../src/memory.js';
import type { End } from '../support/ends.js';
import type { RandomProgram } from './generate.js';
import { CODE, DATA, DATA_END, STACK_SIZE, STACK_TOP } from './layout.js';

const ALL = PROT_READ | PROT_WRITE | PROT_EXEC;

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
export function execute(engine: Engine, program: RandomProgram, limit: number): End {
  const context = load(program);
  return { trap: engine.run(context, limit), ...context };
}
