import { Reg } from '../cpu/state.js';
import { hex32 } from '../errors.js';
import { fromByteString } from '../linux/byte-string.js';
import type { Process } from '../linux/process.js';
import { type AddressSpace, PROT_EXEC, PROT_READ } from '../memory.js';
import type { CodeSymbols } from './code-symbols.js';

/** Words above esp that are searched for return addresses, and callers that are told. */
const WORDS_MAX = 1 << 14;
const FRAMES_MAX = 128;

/** Longest call instruction that is recognized: `call [reg+disp32]` with a SIB byte. */
const LONGEST_CALL = 7;

/**
 * The functions that a process is in, outermost first, below the program's name.
 *
 * The code of a bootstrap keeps no chain of frames, so the stack is searched for return addresses: a word counts when a call
 * instruction stands before the place it points to, and, if that call is direct, when it calls the function found so far.
 */
export function stackOf(process: Process, symbols: CodeSymbols): string[] {
  const { cpu, memory, image } = process;
  const program = fromByteString(image.argv[0] ?? image.path);
  let inner = symbols.functionAt(cpu.eip >>> 0);
  if (inner === null) return [program, hex32(cpu.eip)];
  const names = [inner.name];
  const esp = cpu.regs[Reg.esp]! >>> 0;
  for (let word = 0; word < WORDS_MAX && names.length < FRAMES_MAX; word++) {
    const at = esp + word * 4;
    if (at > 0xffff_fffc || !memory.shows(at, 4, PROT_READ)) break;
    const from = memory.load32(at) >>> 0;
    if (!returnsFrom(memory, from, inner.address)) continue;
    const caller = symbols.functionAt(from - 1);
    if (caller === null) continue;
    inner = caller;
    names.push(caller.name);
  }
  if (names.length === FRAMES_MAX) names.push('…');
  return [program, ...names.reverse()];
}

/** True when the instruction before `address` calls, and can have called `callee`. */
function returnsFrom(memory: AddressSpace, address: number, callee: number): boolean {
  const start = address - LONGEST_CALL;
  if (start < 0 || !memory.shows(start, LONGEST_CALL, PROT_READ | PROT_EXEC)) return false;
  const byte = (back: number) => memory.load8(address - back);
  if (byte(5) === 0xe8 && (address + memory.load32(address - 4)) >>> 0 === callee) return true;
  // FF /2: through a register or [reg], [reg+disp8], [reg+disp32], each also with a SIB byte.
  return [2, 3, 4, 6, 7].some((back) => byte(back) === 0xff && isIndirectCall(byte(back - 1), back));
}

/** True when `FF modrm` is a call of so many bytes. */
function isIndirectCall(modrm: number, length: number): boolean {
  if (((modrm >> 3) & 7) !== 2) return false;
  const mod = modrm >> 6;
  const rm = modrm & 7;
  if (mod === 3) return length === 2;
  const displacement = mod === 1 ? 1 : mod === 2 || (mod === 0 && rm === 5) ? 4 : 0;
  return length === 2 + displacement + (rm === 4 ? 1 : 0);
}
