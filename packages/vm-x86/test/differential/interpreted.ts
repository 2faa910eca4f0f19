import { loadSegment } from '../../src/cpu/segments.js';
import { CpuState, Seg } from '../../src/cpu/state.js';
import { loadState, storeState } from '../../src/cpu/x87/environment.js';
import type { GuestFault } from '../../src/faults.js';
import { PageFault, Vector } from '../../src/faults.js';
import { Interpreter } from '../../src/interpret/index.js';
import { AddressSpace, PROT_EXEC, PROT_READ, PROT_WRITE } from '../../src/memory.js';
import {
  type Case,
  CODE,
  CONSTANT,
  CONSTANT_BYTES,
  DATA,
  HIGH_WINDOW,
  type Outcome,
  PAGE,
  TLS_BASE,
  WINDOW,
  X87_ENVIRONMENT,
  X87_SIZE,
  type X87Outcome,
} from './layout.js';

/** Linux signals of the exceptions that user code raises. */
const SIGNALS: Readonly<Record<number, number>> = {
  [Vector.divideError]: 8,
  [Vector.debug]: 5,
  [Vector.breakpoint]: 5,
  [Vector.overflow]: 11,
  [Vector.boundRange]: 11,
  [Vector.invalidOpcode]: 4,
  [Vector.generalProtection]: 11,
  [Vector.pageFault]: 11,
  [Vector.x87]: 8,
};

/** The instruction under test and what follows it can be no more than a few. */
const MOST_INSTRUCTIONS = 8;

/** Executes the cases with the interpreter. */
export function runInterpreted(cases: readonly Case[]): Outcome[] {
  const memory = new AddressSpace();
  memory.map(CODE, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
  memory.map(CODE + PAGE, PAGE, PROT_READ | PROT_WRITE);
  memory.map(DATA, PAGE, PROT_READ | PROT_WRITE);
  memory.map(CONSTANT, PAGE, PROT_READ);
  memory.bytes.set(CONSTANT_BYTES, CONSTANT);
  const engine = new Interpreter();
  return cases.map((test) => runCase(engine, memory, test));
}

function runCase(engine: Interpreter, memory: AddressSpace, test: Case): Outcome {
  const cpu = new CpuState();
  cpu.regs.set(test.regs);
  cpu.eip = test.at;
  cpu.eflags = test.eflags;
  cpu.tlsBases[0] = TLS_BASE;
  loadX87(cpu, test.x87);
  for (const name of ['es', 'ds', 'fs', 'gs'] as const) loadSegment(cpu, Seg[name], test.segments[name]);
  memory.bytes.fill(0xcc, CODE, CODE + PAGE);
  memory.bytes.set(test.code, test.at);
  memory.bytes.set(test.memory.subarray(0, WINDOW), DATA);
  memory.bytes.set(test.memory.subarray(WINDOW), HIGH_WINDOW);

  const trap = engine.run({ cpu, memory }, MOST_INSTRUCTIONS);
  if (trap.kind !== 'fault') throw new Error(`${test.name}: ended with ${trap.kind}`);
  const fault: GuestFault = trap.fault;
  const windows = new Uint8Array(2 * WINDOW);
  windows.set(memory.bytes.subarray(DATA, DATA + WINDOW));
  windows.set(memory.bytes.subarray(HIGH_WINDOW, HIGH_WINDOW + WINDOW), WINDOW);
  return {
    vector: fault.vector,
    signal: SIGNALS[fault.vector] ?? 0,
    faultAddress: fault instanceof PageFault ? fault.address : 0,
    regs: cpu.regs.slice(0, 8),
    eip: cpu.eip,
    eflags: cpu.eflags,
    selectors: [...cpu.selectors],
    memory: windows,
    x87: readX87(cpu),
  };
}

/** Where the x87 state is stored to be looked at, or loaded from. */
const image = new AddressSpace();
image.map(0, PAGE, PROT_READ | PROT_WRITE);

function loadX87({ x87 }: CpuState, bytes: Uint8Array): void {
  image.bytes.set(bytes);
  loadState(x87, image, 0, 4);
}

function readX87({ x87 }: CpuState): X87Outcome {
  storeState(x87, image, 0, 4);
  const empty = [0, 1, 2, 3, 4, 5, 6, 7].filter((index) => x87.isEmpty(index));
  return {
    control: x87.control,
    status: x87.status,
    empty: empty.reduce((bits, n) => bits | (1 << n), 0),
    instructionPointer: x87.instructionPointer,
    dataPointer: x87.dataPointer,
    opcode: x87.opcode,
    registers: image.bytes.slice(X87_ENVIRONMENT, X87_SIZE),
  };
}
