import { Flag } from '../cpu/flags.js';
import { Reg } from '../cpu/state.js';
import type { Machine } from './machine.js';

/** The status flags that lahf and sahf move: the low byte of EFLAGS, whose bit 1 is always set. */
const LOW_BYTE = Flag.cf | Flag.pf | Flag.af | Flag.zf | Flag.sf;

export const flags = {
  cmc: (m: Machine) => m.flags.setCarry(!m.flags.cf),
  clc: (m: Machine) => m.flags.setCarry(false),
  stc: (m: Machine) => m.flags.setCarry(true),
  cld: (m: Machine) => {
    m.flags.control &= ~Flag.df;
  },
  std: (m: Machine) => {
    m.flags.control |= Flag.df;
  },
  lahf: (m: Machine) => m.writeRegister(AH, 1, (m.flags.status & LOW_BYTE) | 2),
  sahf: (m: Machine) => {
    m.flags.status = (m.flags.status & ~LOW_BYTE) | (m.readRegister(AH, 1) & LOW_BYTE);
  },
  salc: (m: Machine) => m.writeRegister(Reg.eax, 1, m.flags.cf ? 0xff : 0),
};

/** Number of ah among the byte registers. */
const AH = 4;
