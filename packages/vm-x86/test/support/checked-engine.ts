import type { Engine, GuestContext, Trap } from '../../src/engine.js';
import { Interpreter } from '../../src/interpret/index.js';
import { AddressSpace } from '../../src/memory.js';
import { differences } from './ends.js';

export interface CheckedOptions {
  /** Instructions between two comparisons. */
  readonly piece?: number;
  /** Instructions before the first. */
  readonly from?: number;
  /** Whether status flags are compared: only a precise translation has them right where nobody reads them. */
  readonly flags?: boolean;
}

/**
 * Runs an engine, and after each piece of work the interpreter on a copy of what it started with: throws where they come
 * to different ends. Slow, as every piece copies the memory.
 */
export class CheckedEngine implements Engine {
  readonly name = 'checked';
  private readonly interpreter = new Interpreter();
  private readonly shadow = new AddressSpace();
  private readonly piece: number;
  private readonly from: number;
  private readonly flags: boolean;

  constructor(
    private readonly engine: Engine,
    { piece = 100_000, from = 0, flags = false }: CheckedOptions = {},
  ) {
    this.piece = piece;
    this.from = from;
    this.flags = flags;
  }

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
    const found = differences({ cpu, memory, trap }, { cpu: copy, memory: shadow, trap: expected }, this.flags);
    if (found === '') return trap;
    throw new Error(`${this.engine.name} from 0x${begin.toString(16)}, ${start} on: ${found}`);
  }
}
