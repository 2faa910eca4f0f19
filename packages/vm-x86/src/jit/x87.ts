import type { CpuState } from '../cpu/state.js';
import { Reg } from '../cpu/state.js';
import type { GuestContext } from '../engine.js';
import { handlerOf } from '../interpret/handlers.js';
import { type Handler, Machine } from '../interpret/machine.js';
import { Instruction, NO_REGISTER, type Operand } from '../isa/instruction.js';
import { Cell } from './cells.js';
import { unitFromCells, unitToCells } from './floating/unit.js';

/** What goes between an x87 instruction and the registers in the cells besides the address of its operand. */
export const Transfer = { none: 0, flagsIn: 1, flagsOut: 2, eax: 3 } as const;

interface X87Call {
  /** The instruction with its address to be put into the displacement. */
  readonly instruction: Instruction;
  readonly execute: Handler;
  readonly transfer: number;
}

/**
 * The x87 instructions of translated code by number. What its own functions (`floating`) leave is executed here, by those of
 * the interpreter, at once.
 */
export class X87Calls {
  private readonly calls: X87Call[] = [];
  private machine: Machine | null = null;

  add(i: Instruction, transfer: number): number {
    return this.calls.push({ instruction: withoutAddress(i), execute: handlerOf(i), transfer }) - 1;
  }

  /**
   * Executes an instruction whose operand in memory, if it has one, can be accessed. 1 when it faults: then nothing has
   * happened yet, and the interpreter finds the same.
   */
  execute(number: number, address: number, context: GuestContext, cells: Int32Array): number {
    const { instruction, execute, transfer } = this.calls[number]!;
    const { cpu } = context;
    this.machine ??= new Machine(context);
    if (this.machine.cpu !== cpu) this.machine.attach(context);
    instruction.displacement = address;
    this.takeUnit(cpu, cells);
    if (transfer !== Transfer.none) load(transfer, cpu, cells);
    try {
      execute(this.machine, instruction);
    } catch {
      return 1;
    }
    if (transfer !== Transfer.none) store(transfer, cpu, cells);
    unitToCells(cpu.x87, cells);
    return 0;
  }

  /** The unit is the process's again: somebody else may look at it. */
  takeUnit({ x87 }: CpuState, cells: Int32Array): void {
    unitFromCells(x87, cells, (number) => this.calls[number]!.instruction.address);
  }
}

function load(transfer: number, { flags, regs }: CpuState, cells: Int32Array): void {
  if (transfer === Transfer.eax) regs[Reg.eax] = cells[Cell.registers >> 2]!;
  if (transfer !== Transfer.flagsIn) return;
  flags.result = cells[Cell.flagResult >> 2]!;
  flags.carries = cells[Cell.flagCarries >> 2]!;
}

function store(transfer: number, { flags, regs }: CpuState, cells: Int32Array): void {
  if (transfer === Transfer.eax) cells[Cell.registers >> 2] = regs[Reg.eax]!;
  if (transfer !== Transfer.flagsOut) return;
  cells[Cell.flagResult >> 2] = flags.result;
  cells[Cell.flagCarries >> 2] = flags.carries;
}

/** A copy whose memory operand is at [displacement]. */
function withoutAddress(i: Instruction): Instruction {
  const copy = new Instruction();
  const { op0, op1, op2 } = i;
  Object.assign(copy, i, { op0: copy.op0, op1: copy.op1, op2: copy.op2, addressSize: 4 });
  copy.base = copy.index = NO_REGISTER;
  copy.scale = copy.displacement = 0;
  for (const [to, from] of [
    [copy.op0, op0],
    [copy.op1, op1],
    [copy.op2, op2],
  ] as [Operand, Operand][])
    Object.assign(to, from);
  return copy;
}
