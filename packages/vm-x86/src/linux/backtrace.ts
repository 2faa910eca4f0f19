import { hex32 } from '../errors.js';
import { PROT_READ } from '../memory.js';
import { readSymbols, symbolize } from './exec/symbols.js';
import type { Process } from './process.js';

const FRAMES_MAX = 16;

/**
 * Where a process is and who called: eip, then the return addresses along the chain of saved ebp. A program that does not
 * keep frame pointers shows eip alone, or nonsense after it; symbols come from its ELF symbol table.
 */
export function backtrace(process: Process): string[] {
  const { cpu, memory, image } = process;
  const symbols = readSymbols(image.file.contents());
  const addresses = [cpu.eip];
  let frame = cpu.regs[5]! >>> 0;
  while (addresses.length < FRAMES_MAX && frame !== 0 && memory.shows(frame, 8, PROT_READ)) {
    addresses.push(memory.load32(frame + 4) >>> 0);
    const outer = memory.load32(frame) >>> 0;
    if (outer <= frame) break;
    frame = outer;
  }
  return addresses.map((address) => {
    const symbol = symbolize(symbols, address);
    return symbol === null ? hex32(address) : `${hex32(address)} ${symbol}`;
  });
}
