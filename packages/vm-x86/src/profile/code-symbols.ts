import { type GuestSymbol, readSymbols } from '../linux/exec/symbols.js';

/** How compilers of the M2-Planet family mark a function among the labels, all of which blood-elf makes symbols. */
const FUNCTION_PREFIX = 'FUNCTION_';
/** What such programs have besides functions: where they start, and where their code ends. */
const LANDMARKS = new Set(['_start', 'ELF_data', 'ELF_end']);

/** The functions of a program, for finding the one an address lies in. */
export class CodeSymbols {
  private readonly functions: readonly GuestSymbol[];

  constructor(elf: Uint8Array) {
    const all = readSymbols(elf);
    const marked = all.some(({ name }) => name.startsWith(FUNCTION_PREFIX));
    this.functions = marked
      ? all.filter(({ name }) => name.startsWith(FUNCTION_PREFIX) || LANDMARKS.has(name))
      : all.filter(({ isFunction }) => isFunction);
  }

  /** The function an address lies in; null without a symbol table, or in front of its first function. */
  functionAt(address: number): { name: string; address: number } | null {
    let low = 0;
    let high = this.functions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.functions[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    const found = this.functions[low - 1];
    if (found === undefined) return null;
    const { name } = found;
    return {
      name: name.startsWith(FUNCTION_PREFIX) ? name.slice(FUNCTION_PREFIX.length) : name,
      address: found.address,
    };
  }
}
