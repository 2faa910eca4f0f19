/**
 * What the processor says about itself: an i686 that is none in particular. Programs that look for extensions find none
 * and take their portable paths.
 */

/** Twelve letters, four to a register, in the order ebx, edx, ecx. */
export const CPU_VENDOR = 'fullsourceVM';

/** Family 6, model 1, stepping 1: what `cpuid` calls the first i686 (Intel SDM vol. 2, `CPUID`). */
export const CPU_SIGNATURE = 0x00000611;

/** Feature bits of leaf 1 in edx: x87, rdtsc, cmpxchg8b, cmovcc. Linux passes the same word to programs as AT_HWCAP. */
export const CPU_FEATURES = (1 << 0) | (1 << 4) | (1 << 8) | (1 << 15);

type Registers = readonly [eax: number, ebx: number, ecx: number, edx: number];

const HIGHEST_LEAF = 1;

function letters(from: number): number {
  return [3, 2, 1, 0].reduce((word, n) => (word << 8) | CPU_VENDOR.charCodeAt(from + n), 0);
}

const LEAF_0: Registers = [HIGHEST_LEAF, letters(0), letters(8), letters(4)];
const LEAF_1: Registers = [CPU_SIGNATURE, 0, 0, CPU_FEATURES];
const NOTHING: Registers = [0, 0, 0, 0];

/** The registers after cpuid with `leaf` in eax; a leaf that does not exist says nothing. */
export function cpuid(leaf: number): Registers {
  if (leaf === 0) return LEAF_0;
  return leaf === 1 ? LEAF_1 : NOTHING;
}
