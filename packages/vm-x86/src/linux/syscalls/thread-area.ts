import { FIRST_TLS_ENTRY } from '../../cpu/state.js';
import { SystemError } from '../abi/errno.js';
import type { Process } from '../process.js';

const TLS_ENTRIES = 3;
/** Flag of `struct user_desc` that tells an empty descriptor: read_exec_only and seg_not_present, nothing else. */
const EMPTY_FLAGS = 0x28;

/**
 * set_thread_area(struct user_desc { entry_number, base_addr, limit, flags }): gives a thread-local-storage descriptor a
 * base; entry -1 asks for a free one and is told which.
 */
export function setThreadArea(process: Process, descriptor: number): number {
  const { memory, cpu } = process;
  let entry = memory.load32(descriptor);
  if (entry === -1) {
    const free = cpu.tlsBases.indexOf(-1);
    if (free < 0) throw new SystemError('ESRCH');
    entry = FIRST_TLS_ENTRY + free;
    memory.store32(descriptor, entry);
  }
  const index = entry - FIRST_TLS_ENTRY;
  if (index < 0 || index >= TLS_ENTRIES) throw new SystemError('EINVAL');
  const base = memory.load32(descriptor + 4) >>> 0;
  const empty = base === 0 && memory.load32(descriptor + 8) === 0 && memory.load32(descriptor + 12) === EMPTY_FLAGS;
  cpu.tlsBases[index] = empty ? -1 : base;
  reloadSegments(process, entry, base);
  return 0;
}

/** Segment registers that hold the selector of a changed descriptor get the new base. */
function reloadSegments(process: Process, entry: number, base: number): void {
  const { cpu } = process;
  process.redirected = true;
  cpu.selectors.forEach((selector, segment) => {
    if (selector >>> 3 === entry) cpu.segmentBases[segment] = base;
  });
}

/** get_thread_area(2): the base of an entry, in a descriptor as a C library sets them up. */
export function getThreadArea(process: Process, descriptor: number): number {
  const { memory, cpu } = process;
  const index = memory.load32(descriptor) - FIRST_TLS_ENTRY;
  if (index < 0 || index >= TLS_ENTRIES) throw new SystemError('EINVAL');
  const base = cpu.tlsBases[index]!;
  memory.store32(descriptor + 4, base === -1 ? 0 : base);
  memory.store32(descriptor + 8, base === -1 ? 0 : 0xfffff);
  memory.store32(descriptor + 12, base === -1 ? EMPTY_FLAGS : 0x51);
  return 0;
}
