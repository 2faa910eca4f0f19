/** The functions that translated code has for x87 instructions, against those of the interpreter. */
import { holds } from '../../src/cpu/flags.js';
import { CpuState } from '../../src/cpu/state.js';
import { loadState } from '../../src/cpu/x87/environment.js';
import { EXCEPTIONS, type X87 } from '../../src/cpu/x87/unit.js';
import { handlerOf } from '../../src/interpret/handlers.js';
import { Machine } from '../../src/interpret/machine.js';
import { conditionOf } from '../../src/interpret/x87/transfer.js';
import { decodeOne } from '../../src/isa/decode.js';
import { type Instruction, OperandKind } from '../../src/isa/instruction.js';
import { Cell } from '../../src/jit/cells.js';
import { modeOf } from '../../src/jit/floating/control.js';
import { FloatingFunctions, functionFor, isConditional, registerOf } from '../../src/jit/floating/functions.js';
import { forgetUnit, unitFromCells, unitToCells } from '../../src/jit/floating/unit.js';
import { AddressSpace, PAGE_SIZE, PROT_READ, PROT_WRITE } from '../../src/memory.js';
import { ModuleWriter } from '../../src/wasm/index.js';
import { memoryOperand, randomX87 } from '../differential/x87.js';

/** Where the instructions find their operand in memory, and where a unit's state lies before it is loaded. */
const OPERAND = 0x20000;
const STATE = 0x20800;
/** Bytes around an operand that are compared. */
const COMPARED = 24;

/** One function with the instructions that it executes. */
export interface Floating {
  readonly name: string;
  readonly instructions: Instruction[];
  readonly execute: (number: number, operand: number) => number;
}

/** All encodings of the unit's instructions: with an operand in memory, with each register. */
function allInstructions(): Instruction[] {
  const encodings: number[][] = [[0x9b]];
  for (let opcode = 0xd8; opcode <= 0xdf; opcode++) {
    for (let digit = 0; digit < 8; digit++) encodings.push([opcode, (digit << 3) | 5, 0, 0, OPERAND >> 16, 0]);
    for (let modrm = 0xc0; modrm <= 0xff; modrm++) encodings.push([opcode, modrm]);
  }
  return encodings.flatMap((bytes) => decodeOne(Uint8Array.from(bytes), 0x1234) ?? []);
}

/** A process with nothing but a unit and a page of memory, and the functions for it. */
export class Bench {
  readonly functions: Floating[];
  private readonly space = new AddressSpace();
  private readonly cpu = new CpuState();
  private readonly machine = new Machine({ cpu: this.cpu, memory: this.space });
  private readonly cells: Int32Array;
  private wentSlow = false;

  /** `imports`: how many functions the module imports; the last one is what the others hand over to. */
  constructor(private readonly imports = 1) {
    this.space.map(OPERAND, PAGE_SIZE, PROT_READ | PROT_WRITE);
    this.cells = new Int32Array(this.space.memory.buffer, 0, 1024);
    this.functions = this.build();
  }

  private build(): Floating[] {
    const module = new ModuleWriter();
    module.importMemory('test', 'memory');
    for (let n = 1; n < this.imports; n++) module.importFunction('test', 'other', module.type(2, 1));
    const slow = module.importFunction('test', 'slow', module.type(2, 1));
    const functions = new FloatingFunctions(this.imports, slow);
    const byName = new Map<string, Instruction[]>();
    for (const instruction of allInstructions()) {
      const name = functionFor(instruction);
      if (name === null) continue;
      const known = byName.get(name);
      if (known === undefined) {
        module.exportFunction(name, functions.index(instruction));
        byName.set(name, [instruction]);
      } else known.push(instruction);
    }
    functions.addTo(module);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), {
      test: {
        memory: this.space.memory,
        other: () => {
          throw new Error('handed over to another import');
        },
        slow: () => {
          this.wentSlow = true;
          return 0;
        },
      },
    });
    return [...byName].map(([name, instructions]) => ({
      name,
      instructions,
      execute: exports[name] as Floating['execute'],
    }));
  }

  /**
   * Executes an instruction both ways from one random state. Says how they differ; `null` when the function has left it to
   * the interpreter, without a trace.
   */
  compare({ name, instructions, execute }: Floating, next: () => number): string | null {
    const { cpu, space, cells } = this;
    const instruction = instructions[next() % instructions.length]!;
    const { mnemonic } = instruction.encoding!;
    space.bytes.set(randomX87(next, mnemonic), STATE);
    const operand = memoryOperand(next, mnemonic, instruction);
    if (mnemonic === 'fldcw' && next() % 8 !== 0) operand[0]! |= EXCEPTIONS;
    space.bytes.fill(next(), OPERAND, OPERAND + COMPARED);
    space.bytes.set(operand, OPERAND);
    loadState(cpu.x87, space, STATE, 4);
    if (next() % 16 !== 0) cpu.x87.control |= EXCEPTIONS;
    cpu.flags.word = next();
    cpu.regs[0] = next();
    const before = this.snapshot();
    forgetUnit(cells);
    unitToCells(cpu.x87, cells);
    cells[Cell.registers >> 2] = cpu.regs[0]!;
    cells[Cell.flagResult >> 2] = cpu.flags.result;
    cells[Cell.flagCarries >> 2] = cpu.flags.carries;
    this.wentSlow = false;
    const inMemory = instruction.op0.kind === OperandKind.memory;
    const condition = isConditional(mnemonic) && holds(cpu.flags, conditionOf(instruction)) ? 1 : 0;
    execute(7, inMemory ? OPERAND : registerOf(instruction) + condition);
    const mode = cells[Cell.x87Mode >> 2];
    unitFromCells(cpu.x87, cells, () => instruction.address);
    if (mode !== -1 && mode !== modeOf(cpu.x87.control)) return `${name} of ${before}: the mode is ${mode}`;
    cpu.regs[0] = cells[Cell.registers >> 2]!;
    cpu.flags.result = cells[Cell.flagResult >> 2]!;
    cpu.flags.carries = cells[Cell.flagCarries >> 2]!;
    const found = this.snapshot();
    if (this.wentSlow) return found === before ? null : `${name} left a trace: ${before} became ${found}`;
    // The same again by the interpreter.
    space.bytes.fill(space.bytes[OPERAND + COMPARED - 1]!, OPERAND, OPERAND + COMPARED);
    space.bytes.set(operand, OPERAND);
    this.restore(before);
    try {
      handlerOf(instruction)(this.machine, instruction);
    } catch (error) {
      return `${name}: the interpreter says ${error}`;
    }
    const expected = this.snapshot();
    return found === expected ? '' : `${name} of ${before}: ${found}, not ${expected}`;
  }

  /** All that an instruction can change, as text. */
  private snapshot(): string {
    const { cpu, space } = this;
    const { x87, flags, regs } = cpu;
    return JSON.stringify({
      ...fields(x87),
      memory: Array.from(space.bytes.subarray(OPERAND, OPERAND + COMPARED)),
      flags: [flags.result, flags.carries],
      eax: regs[0],
    });
  }

  private restore(snapshot: string): void {
    const { x87, flags, regs } = this.cpu;
    const saved = JSON.parse(snapshot);
    for (const name of ['heads', 'highs', 'lows'] as const) x87[name].set(saved[name]);
    x87.control = saved.control;
    x87.status = saved.status;
    x87.empty = saved.empty;
    x87.instructionPointer = saved.instructionPointer;
    [flags.result, flags.carries] = saved.flags;
    regs[0] = saved.eax;
  }
}

function fields({ heads, highs, lows, control, status, empty, instructionPointer, dataPointer, opcode }: X87) {
  const registers = { heads: [...heads], highs: [...highs], lows: [...lows] };
  return { ...registers, control, status, empty, instructionPointer, dataPointer, opcode };
}
