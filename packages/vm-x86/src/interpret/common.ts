import { add, logic, sub } from '../cpu/alu.js';
import { Reg } from '../cpu/state.js';
import type { Encoding } from '../isa/opcodes.js';
import type { Handler } from './machine.js';

/** Handlers by what the ModRM byte names; `register` is also for encodings without one. */
export interface SpecialHandlers {
  readonly register?: Handler;
  readonly memory?: Handler;
}

/**
 * The commonest instructions once more, each for 32-bit operands in one place: no operand needs to be asked where it is
 * and how wide. Measured: a fifth to a third less time on a C compiler's loops and on a shell.
 *
 * Keys are rows of the opcode table, mnemonic and operands.
 */
export const COMMON: Readonly<Record<string, SpecialHandlers>> = {
  'mov Ev,Gv': {
    register: (m, i) => {
      m.regs[i.op0.register] = m.regs[i.op1.register]!;
    },
    memory: (m, i) => m.memory.store32(m.writableAddress(i), m.regs[i.op1.register]!),
  },
  'mov Gv,Ev': {
    register: (m, i) => {
      m.regs[i.op0.register] = m.regs[i.op1.register]!;
    },
    memory: (m, i) => {
      m.regs[i.op0.register] = m.memory.load32(m.address(i));
    },
  },
  'mov Zv,Iz': {
    register: (m, i) => {
      m.regs[i.op0.register] = i.op1.value;
    },
  },
  'push Zv': {
    register: (m, i) => m.push(m.regs[i.op0.register]!, 4),
  },
  'pop Zv': {
    register: (m, i) => {
      const value = m.peek(0, 4);
      m.regs[Reg.esp]! += 4;
      m.regs[i.op0.register] = value;
    },
  },
  'add Ev,Gv': {
    register: (m, i) => {
      m.regs[i.op0.register] = add(m.flags, m.regs[i.op0.register]!, m.regs[i.op1.register]!, 4);
    },
  },
  'add Ev,sIb': {
    register: (m, i) => {
      m.regs[i.op0.register] = add(m.flags, m.regs[i.op0.register]!, i.op1.value, 4);
    },
  },
  'sub Ev,sIb': {
    register: (m, i) => {
      m.regs[i.op0.register] = sub(m.flags, m.regs[i.op0.register]!, i.op1.value, 4);
    },
  },
  'cmp Ev,Gv': {
    register: (m, i) => {
      sub(m.flags, m.regs[i.op0.register]!, m.regs[i.op1.register]!, 4);
    },
  },
  'cmp Ev,sIb': {
    register: (m, i) => {
      sub(m.flags, m.regs[i.op0.register]!, i.op1.value, 4);
    },
    memory: (m, i) => {
      sub(m.flags, m.memory.load32(m.address(i)), i.op1.value, 4);
    },
  },
  'xor Ev,Gv': {
    register: (m, i) => {
      m.regs[i.op0.register] = logic(m.flags, m.regs[i.op0.register]! ^ m.regs[i.op1.register]!);
    },
  },
  'test Ev,Gv': {
    register: (m, i) => {
      logic(m.flags, m.regs[i.op0.register]! & m.regs[i.op1.register]!);
    },
  },
  'call Jz': {
    register: (m, i) => {
      m.push(i.next, 4);
      m.cpu.eip = i.op0.value;
    },
  },
};

const NONE: SpecialHandlers = {};

/** The special handlers of an encoding, for a 32-bit operand size. */
export function commonHandlers({ mnemonic, operands, extension }: Encoding): SpecialHandlers {
  if (extension !== 'integer') return NONE;
  return COMMON[`${mnemonic} ${operands.map(({ text }) => text).join(',')}`] ?? NONE;
}
