import { Reg } from '../cpu/state.js';
import { DecodeStatus, decode, MAX_LENGTH } from '../isa/decode.js';
import { Instruction, NO_REGISTER, OperandKind } from '../isa/instruction.js';
import type { AddressSpace } from '../memory.js';
import { Control, controlOf } from './control-flow.js';
import { analyse, effects } from './effects.js';

/** Instructions of a function that are looked at. */
const PATIENCE = 16;
/** The longest text behind a call. */
const LONGEST_TEXT = 4096;

/**
 * Functions that find their operands in the code, behind the call:
 *
 *     call print            print:  pop ebx      ; ebx = the text
 *     "hello", 0                    ...          ; ebx = behind its zero
 *     mov eax, 1                    push ebx
 *                                   ret
 *
 * Such a function takes its return address and comes back behind the text, most likely. That is an expectation, as it is
 * one that any other call comes back behind itself: where it is wrong, the caller's translation is left.
 */
export class InlineOperands {
  private readonly known = new Map<number, boolean>();
  private readonly instruction = new Instruction();

  constructor(private readonly memory: AddressSpace) {}

  /** Where a call of `target` is expected to come back to, if `start` is behind the call. */
  behind(target: number, start: number): number {
    if (target === start || !this.takesReturnAddress(target)) return start;
    const { bytes } = this.memory;
    let end = start;
    while (end - start < LONGEST_TEXT && isPrintable(bytes[end]!)) end++;
    return end > start && bytes[end] === 0 ? end + 1 : start;
  }

  /** Whether the function at `address` takes or changes what is at the top of the stack before it moves esp. */
  takesReturnAddress(address: number): boolean {
    let takes = this.known.get(address);
    if (takes === undefined) {
      takes = this.search(address);
      this.known.set(address, takes);
    }
    return takes;
  }

  private search(address: number): boolean {
    const { instruction: i } = this;
    const work = [address];
    for (let looked = 0; looked < PATIENCE; looked++) {
      const at = work.pop();
      if (at === undefined) return false;
      if (!this.fetch(at)) continue;
      const next = i.next;
      if (takesTopOfStack(i)) return true;
      const control = controlOf(i);
      if (control === Control.branch || control === Control.jump) work.push(i.op0.value >>> 0);
      analyse(i);
      const goesOn = control === Control.plain || control === Control.branch;
      if (goesOn && (effects.writes & (1 << Reg.esp)) === 0) work.push(next);
    }
    return false;
  }

  private fetch(address: number): boolean {
    const { bytes } = this.memory;
    const end = Math.min(address + MAX_LENGTH, bytes.length);
    return decode(this.instruction, bytes, address, end, address) === DecodeStatus.ok;
  }
}

/** `pop`, or something done to `[esp]`; only to look there is what position-independent code does, and returns. */
function takesTopOfStack({ encoding, op0, base, index, displacement }: Instruction): boolean {
  if (encoding!.mnemonic === 'pop') return op0.kind === OperandKind.register;
  return op0.kind === OperandKind.memory && base === Reg.esp && index === NO_REGISTER && displacement === 0;
}

/** A character of a text: in ASCII from the space to the tilde, a tab or the end of a line. */
function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10;
}
