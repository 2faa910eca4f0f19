import { CpuState, Reg } from '../../src/cpu/state.js';
import type { GuestContext, Trap } from '../../src/engine.js';
import { Interpreter } from '../../src/interpret/index.js';
import { AddressSpace, PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from '../../src/memory.js';
import { unhex } from './bytes.js';

/** Where test programs stand, and the end of their stack. One page each; the pages around are not mapped. */
export const CODE = 0x08048000;
export const STACK_END = 0x07001000;
export const DATA = 0x08050000;

/** Machine code in hexadecimal, loaded and ready to run: code at CODE, a stack, a page of data at DATA. */
export class Program {
  readonly cpu = new CpuState();
  readonly memory = new AddressSpace();
  readonly context: GuestContext = { cpu: this.cpu, memory: this.memory };

  constructor(
    code: string,
    readonly engine = new Interpreter(),
  ) {
    this.memory.map(CODE, PAGE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC);
    this.memory.map(STACK_END - PAGE_SIZE, PAGE_SIZE, PROT_READ | PROT_WRITE);
    this.memory.map(DATA, PAGE_SIZE, PROT_READ | PROT_WRITE);
    this.memory.bytes.set(unhex(code), CODE);
    this.cpu.eip = CODE;
    this.cpu.regs[Reg.esp] = STACK_END;
  }

  run(limit = 1000): Trap {
    return this.engine.run(this.context, limit);
  }

  /** A register by name. */
  reg(name: keyof typeof Reg): number {
    return this.cpu.regs[Reg[name]]!;
  }
}
