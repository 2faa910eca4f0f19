import type { Process } from './process.js';
import type { SharedMapping } from './process-memory.js';

/**
 * Writable shared mappings of files are copies here, brought back to the file by msync and munmap, when another process
 * runs, and when the process ends or executes another program. What differs from Linux: read(2) by the same process sees
 * what it wrote into the mapping only after one of these.
 */
export function flushShared(process: Process, start = 0, length = Number.POSITIVE_INFINITY): void {
  for (const mapping of process.mm.shared) {
    if (mapping.start < start + length && start < mapping.start + mapping.length) store(process, mapping);
  }
}

/** Takes over what other processes have written to the files meanwhile. */
export function refreshShared(process: Process): void {
  for (const { start, length, file, offset } of process.mm.shared) {
    const bytes = file.contents().subarray(offset, offset + length);
    process.memory.bytes.set(bytes, start);
  }
}

/** Writes back and forgets mappings in a range that is unmapped or mapped anew; what is left beside it stays shared. */
export function forgetShared(process: Process, start: number, length: number): void {
  if (process.mm.shared.length === 0) return;
  const end = start + length;
  flushShared(process, start, length);
  process.mm.shared = process.mm.shared.flatMap((mapping) => {
    const mappingEnd = mapping.start + mapping.length;
    if (mapping.start >= end || mappingEnd <= start) return [mapping];
    const rest: SharedMapping[] = [];
    if (mapping.start < start) rest.push({ ...mapping, length: start - mapping.start });
    if (mappingEnd > end) {
      rest.push({ ...mapping, start: end, length: mappingEnd - end, offset: mapping.offset + end - mapping.start });
    }
    return rest;
  });
}

/** Writes what the file's end has room for: a mapping never makes a file longer. */
function store(process: Process, { start, length, file, offset }: SharedMapping): void {
  const count = Math.min(length, file.size - offset);
  if (count <= 0) return;
  const present = file.contents().subarray(offset, offset + count);
  const mapped = process.memory.bytes.subarray(start, start + count);
  if (equal(present, mapped)) return;
  file.write(process.memory.bytes, start, count, offset);
  if (file.writers === 0) file.fileSystem.flush(file);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
