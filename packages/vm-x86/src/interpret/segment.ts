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

/** Raises the privilege that selector op0 asks for to that of op1; ZF tells whether it did. */
function arpl(m: Machine, i: Instruction): void {
  const selector = m.readForUpdate(i, i.op0);
  const asked = m.read(i, i.op1) & 3;
  const adjust = (selector & 3) < asked;
  m.writeBack(i.op0, adjust ? (selector & ~3) | asked : selector);
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
