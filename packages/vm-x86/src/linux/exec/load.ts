import { ADDRESS_LIMIT, PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE, pageDown, pageUp } from '../../memory.js';
import { SystemError } from '../abi/errno.js';
import { MMAP_BASE, type ProcessMemory } from '../process-memory.js';
import { type Elf, ElfType, type ProgramHeader, SegmentFlag } from './elf.js';

/** Where a position-independent program without a dynamic linker goes: beside the traditional place of programs. */
const PIE_BASE = 0x08048000;
/** Unmapped bytes between the stack's top and the image above it. */
const STACK_GAP = 0x10000;
/** The lowest address that the stack may reach. */
const STACK_FLOOR = 0x10000;

/** What the auxiliary vector tells of a program in memory. */
export interface LoadedProgram {
  /** Address where execution starts: the dynamic linker's entry when there is one. */
  readonly start: number;
  /** The program's own entry (AT_ENTRY). */
  readonly entry: number;
  /** Address of the program headers in memory (AT_PHDR), 0 when no segment holds them. */
  readonly programHeaders: number;
  readonly programHeaderCount: number;
  /** Load address of the dynamic linker (AT_BASE). */
  readonly interpreterBase: number;
  /** First address above the stack. */
  readonly stackTop: number;
}

/**
 * Maps a program into an empty memory:
 *
 *     stack limit .. stack top | gap | image, heap → ..        | 0x40000000 mappings →
 *
 * Throws ENOMEM when it does not fit.
 */
export function loadProgram(
  memory: ProcessMemory,
  program: Elf,
  interpreter: Elf | null,
  stackSize: number,
): LoadedProgram {
  // No PT_GNU_STACK: every readable page is executable. With one, its X bit speaks for the stack alone.
  memory.readImpliesExec = program.stackFlags === null;
  const base = program.type === ElfType.DYN ? PIE_BASE : 0;
  mapSegments(memory, program, base);
  // The heap begins on a page of its own, as on Linux: the image's last page keeps the image's protection.
  memory.heap.start = memory.heap.end = pageUp(base + imageEnd(program));
  const stackTop = mapStack(memory, base + imageStart(program), program.stackFlags, stackSize);
  const interpreterBase = interpreter === null ? 0 : loadInterpreter(memory, interpreter);
  const entry = (base + program.entry) >>> 0;
  return {
    start: interpreter === null ? entry : (interpreterBase + interpreter.entry) >>> 0,
    entry,
    programHeaders: programHeadersAddress(program, base),
    programHeaderCount: program.headers.length,
    interpreterBase,
    stackTop,
  };
}

function loadInterpreter(memory: ProcessMemory, interpreter: Elf): number {
  if (interpreter.type !== ElfType.DYN) {
    mapSegments(memory, interpreter, 0);
    return 0;
  }
  const start = imageStart(interpreter);
  const base = memory.findFree(pageUp(imageEnd(interpreter)) - start);
  if (base === null) throw new SystemError('ENOMEM');
  mapSegments(memory, interpreter, base - start);
  return base - start;
}

function imageStart({ segments }: Elf): number {
  return segments.reduce((lowest, { vaddr }) => Math.min(lowest, pageDown(vaddr)), ADDRESS_LIMIT);
}

function imageEnd({ segments }: Elf): number {
  return segments.reduce((highest, { vaddr, memorySize }) => Math.max(highest, vaddr + memorySize), 0);
}

function mapSegments(memory: ProcessMemory, elf: Elf, base: number): void {
  for (const segment of elf.segments) mapSegment(memory, elf.bytes, segment, base);
}

/**
 * Maps whole pages of the file around the segment, as mmap does. Then the part from the end of the file's bytes on is
 * zero: up to the end of memory size, and further to the end of the page.
 *
 *     page             vaddr        vaddr+filesz    vaddr+memsz      page
 *     | file bytes before | the segment |  zeros .............. zeros |
 *
 * Where nothing is to be zeroed (filesz = memsz), or the segment is not writable, the kernel leaves in the last page what
 * the file holds behind the segment; so do we.
 */
function mapSegment(memory: ProcessMemory, bytes: Uint8Array, segment: ProgramHeader, base: number): void {
  const { vaddr, fileSize, memorySize, flags } = segment;
  if (memorySize === 0) return;
  const start = base + pageDown(vaddr);
  const end = base + pageUp(vaddr + memorySize);
  if (!memory.map(start, end - start, protectionOf(flags))) throw new SystemError('ENOMEM');
  if (fileSize === 0) return;
  const offset = segment.offset - (vaddr % PAGE_SIZE);
  const zeroes = memorySize > fileSize && (flags & SegmentFlag.W) !== 0;
  const fileEnd = zeroes ? segment.offset + fileSize : offset + pageUp(vaddr + fileSize) - pageDown(vaddr);
  memory.space.bytes.set(bytes.subarray(offset, Math.min(fileEnd, bytes.length)), start);
  unmapBeyondFile(memory, start, pageUp(bytes.length) - offset, base + pageUp(vaddr + fileSize));
}

/** Pages that the segment takes from behind the end of the file exist, but cannot be touched. */
function unmapBeyondFile(memory: ProcessMemory, start: number, available: number, fileEnd: number): void {
  const missing = start + Math.max(0, available);
  if (missing < fileEnd) memory.unmap(missing, fileEnd - missing);
}

function protectionOf(flags: number): number {
  return (
    (flags & SegmentFlag.R ? PROT_READ : 0) |
    (flags & SegmentFlag.W ? PROT_WRITE : 0) |
    (flags & SegmentFlag.X ? PROT_EXEC : 0)
  );
}

/**
 * Puts the stack below the image, or below the mapping area when there is no room for it. A page above what the program
 * finds there stays empty: an engine may look a little beyond a frame.
 */
function mapStack(memory: ProcessMemory, imageStart: number, flags: number | null, size: number): number {
  const below = pageDown(imageStart) - STACK_GAP;
  const top = below - size >= STACK_FLOOR ? below : MMAP_BASE - STACK_GAP;
  const low = top - 2 * PAGE_SIZE;
  const exec = flags === null || (flags & SegmentFlag.X) !== 0 ? PROT_EXEC : 0;
  if (!memory.isFree(low, top - low)) throw new SystemError('ENOMEM');
  if (!memory.map(low, top - low, PROT_READ | PROT_WRITE | exec)) throw new SystemError('ENOMEM');
  memory.space.stack = { limit: top - size, low, top };
  return top - PAGE_SIZE;
}

function programHeadersAddress(elf: Elf, base: number): number {
  const { programHeaderOffset: wanted } = elf;
  const holder = elf.segments.find(({ offset, fileSize }) => offset <= wanted && wanted < offset + fileSize);
  return holder === undefined ? 0 : base + holder.vaddr + wanted - holder.offset;
}
