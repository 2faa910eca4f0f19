import { Seg } from '../cpu/state.js';
import type { Instruction } from '../isa/instruction.js';
import type { Handler, Machine } from './machine.js';

/** lds, les, lss, lfs, lgs: the pointer in memory into a register, the selector behind it into a segment register. */
function loadPointer(segment: number): Handler {
  return (m, i) => {
    const address = m.address(i);
    const offset = m.load(address, i.operandSize);
    const selector = m.load(address + i.operandSize, 2) & 0xffff;
    m.loadSegment(segment, selector);
    m.write(i, i.op0, offset);
  };
}

/** Makes selector op0 ask for no more privilege than op1 does; ZF tells whether that changed it. */
function arpl(m: Machine, i: Instruction): void {
  const selector = m.read(i, i.op0);
  const privilege = m.read(i, i.op1) & 3;
  const adjust = (selector & 3) < privilege;
  if (adjust) m.write(i, i.op0, (selector & ~3) | privilege);
  m.flags.setZero(adjust);
}

export const segment = {
  lds: loadPointer(Seg.ds),
  les: loadPointer(Seg.es),
  lss: loadPointer(Seg.ss),
  lfs: loadPointer(Seg.fs),
  lgs: loadPointer(Seg.gs),
  arpl,
};
