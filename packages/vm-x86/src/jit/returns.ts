import { DecodeStatus, decode, MAX_LENGTH } from '../isa/decode.js';
import { Instruction } from '../isa/instruction.js';
import type { AddressSpace } from '../memory.js';
import { PROT_EXEC } from '../memory.js';
import { Control, controlOf } from './control-flow.js';
import { FLAG_KILLS, FLAG_READS, Status } from './effects.js';

/** Instructions that are looked at. */
const PATIENCE = 64;

const instruction = new Instruction();

/**
 * Flags that may be read from `address` on before they are written: looked for along the way that control takes without
 * branching; as soon as that is not known, all that were not written count. `rely` is told which bytes the answer depends on,
 * and says whether they can be relied on.
 */
export function flagsReadFrom(
  space: AddressSpace,
  address: number,
  rely: (address: number, length: number) => boolean = () => true,
): number {
  let pending: number = Status.all;
  let at = address;
  for (let n = 0; n < PATIENCE; n++) {
    if (!space.shows(at, MAX_LENGTH, PROT_EXEC)) return pending;
    if (decode(instruction, space.bytes, at, at + MAX_LENGTH, at) !== DecodeStatus.ok) return pending;
    if (!rely(at, instruction.length)) return pending;
    const { id } = instruction.encoding!;
    if ((FLAG_READS[id]! & pending) !== 0) return pending;
    pending &= ~FLAG_KILLS[id]!;
    if (pending === 0) return 0;
    switch (controlOf(instruction)) {
      case Control.plain:
        at = instruction.next;
        break;
      case Control.jump:
      case Control.call:
        at = instruction.op0.value >>> 0;
        break;
      default:
        return pending;
    }
  }
  return pending;
}
