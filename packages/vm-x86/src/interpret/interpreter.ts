import { Flag } from '../cpu/flags.js';
import type { Engine, GuestContext, Trap } from '../engine.js';
import { UnsupportedInstructionError } from '../errors.js';
import { GuestFault } from '../faults.js';
import { InstructionCache } from './cache.js';
import { Machine } from './machine.js';

const LIMIT: Trap = { kind: 'limit' };

export interface InterpreterOptions {
  /** Called before each instruction, with `cpu.eip` at it: for traces. */
  readonly onInstruction?: (context: GuestContext) => void;
}

/**
 * The reference engine: executes one instruction after the other, exactly, from a cache of decoded instructions.
 *
 * What it does differently from a processor, on purpose:
 * - Setting the trap flag is an `UnsupportedInstructionError`: nothing is ever single-stepped.
 * - AC can be set and read, and no access is ever checked for alignment.
 * - Segments have no limits (Linux gives all of them 4 GiB): an access that wraps around the end of its segment is that
 *   of the bytes on both sides, not a general protection fault.
 * - The time stamp counter counts instructions; `cpuid` describes an i686 with an x87 and without
 *   other extensions.
 *
 * Flags and registers that the architecture leaves undefined have fixed values.
 */
export class Interpreter implements Engine {
  readonly name = 'interpreter';
  /** Called before each instruction, with `cpu.eip` at it. */
  onInstruction: ((context: GuestContext) => void) | undefined;
  private readonly cache = sharedCache();
  private machine: Machine | undefined = undefined;

  constructor(options: InterpreterOptions = {}) {
    this.onInstruction = options.onInstruction;
  }

  run(context: GuestContext, limit: number, pause = limit): Trap {
    return this.execute(context, Math.min(limit, pause), null);
  }

  /** As `run`, but also comes back, as at the limit, when control was transferred to an address that `stops` wants. */
  runTo(context: GuestContext, limit: number, stops: (address: number) => boolean): Trap {
    return this.execute(context, limit, stops);
  }

  private execute(context: GuestContext, limit: number, stops: ((address: number) => boolean) | null): Trap {
    this.machine ??= new Machine(context);
    const { cache, machine, onInstruction } = this;
    const { cpu, memory } = context;
    machine.attach(context);
    refuseSingleStepping(context);
    let start = cpu.eip;
    try {
      while (cpu.instructions < limit) {
        start = cpu.eip;
        if (onInstruction !== undefined) onInstruction(context);
        const instruction = cache.fetch(memory, start);
        cpu.eip = instruction.next;
        instruction.execute(machine, instruction);
        cpu.instructions++;
        if (machine.trap !== undefined) return machine.trap;
        if (stops !== null && cpu.eip !== instruction.next && stops(cpu.eip)) return LIMIT;
      }
      return LIMIT;
    } catch (error) {
      cpu.eip = start;
      if (error instanceof GuestFault) return { kind: 'fault', fault: error };
      throw error;
    }
  }
}

/** One cache serves all interpreters: what counts is address and bytes. */
let cache: InstructionCache | undefined;

function sharedCache(): InstructionCache {
  cache ??= new InstructionCache();
  return cache;
}

/** The trap flag can also come from a signal frame. */
function refuseSingleStepping({ cpu }: GuestContext): void {
  if ((cpu.flags.control & Flag.tf) === 0) return;
  throw new UnsupportedInstructionError(cpu.eip, new Uint8Array(0), 'single stepping: the trap flag');
}
