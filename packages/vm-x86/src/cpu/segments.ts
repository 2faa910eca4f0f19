/**
 * Segments of a Linux user process. There is no local descriptor table, and the global one has few entries that user
 * code can load: flat code and data, and the thread-local-storage descriptors of set_thread_area.
 */
import { GuestFault, Vector } from '../faults.js';
import { type CpuState, FIRST_TLS_ENTRY, Seg } from './state.js';

/** GDT entries of a 64-bit Linux kernel: 32-bit user code, user data (5), 64-bit user code. All flat, all readable. */
const GDT_USER32_CODE = 4;
const GDT_USER64_CODE = 6;

/** True for a selector that loads as "no segment": every access through it faults. */
export function isNull(selector: number): boolean {
  return selector >>> 2 === 0;
}

/**
 * Base of the segment that `selector` names, when it can be loaded into segment register `segment`; a general protection
 * fault when it cannot.
 */
export function segmentBase(cpu: CpuState, segment: number, selector: number): number {
  if (isNull(selector) && segment !== Seg.ss) return 0;
  const entry = selector >>> 3;
  const inGdt = (selector & 4) === 0;
  const writable = entry !== GDT_USER32_CODE && entry !== GDT_USER64_CODE;
  // ss must be writable data, asked for with the privilege of user code.
  if (inGdt && (segment !== Seg.ss || (writable && (selector & 3) === 3))) {
    if (entry >= GDT_USER32_CODE && entry <= GDT_USER64_CODE) return 0;
    const base = cpu.tlsBases[entry - FIRST_TLS_ENTRY] ?? -1;
    if (base >= 0) return base;
  }
  throw new GuestFault(Vector.generalProtection, `no segment to load has selector 0x${selector.toString(16)}`);
}

/** Loads a segment register. Faults as `segmentBase` does, with nothing changed. */
export function loadSegment(cpu: CpuState, segment: number, selector: number): void {
  const base = segmentBase(cpu, segment, selector);
  cpu.selectors[segment] = selector;
  cpu.segmentBases[segment] = base;
}

/** What a far transfer of user code can name. */
export type CodeSegment = 'user32' | 'user64' | 'none';

export function codeSegment(selector: number): CodeSegment {
  if ((selector & 4) !== 0) return 'none';
  if (selector >>> 3 === GDT_USER32_CODE) return 'user32';
  return selector >>> 3 === GDT_USER64_CODE ? 'user64' : 'none';
}

/** True when memory can be written through a segment register that holds `selector`: not through null, not through code. */
export function isWritable(selector: number): boolean {
  return !isNull(selector) && codeSegment(selector) === 'none';
}

/**
 * Segment registers, one bit each, whose accesses need more than their offset: those with a base other than 0, and those
 * through which memory cannot be written.
 */
export function unusualSegments(cpu: CpuState): number {
  let mask = 0;
  for (let segment = 0; segment < 6; segment++) {
    if (cpu.segmentBases[segment] !== 0 || !isWritable(cpu.selectors[segment]!)) mask |= 1 << segment;
  }
  return mask;
}
