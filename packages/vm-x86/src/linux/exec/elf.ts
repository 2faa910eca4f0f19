import { hex32, VmError } from '../../errors.js';
import { ADDRESS_LIMIT, PAGE_SIZE } from '../../memory.js';
import { PATH_MAX } from '../abi/files.js';

/** A file that is no program this machine can start. */
export class BadElfError extends VmError {
  override readonly name = 'BadElfError';

  constructor(
    /** The field or part that is wrong: `e_machine`, `program header 2: p_offset`. */
    readonly field: string,
    /** Offset in the file. */
    readonly offset: number,
    readonly expected: string,
    readonly found: string,
  ) {
    super('BAD_ELF', `bad ELF: ${field} at offset ${hex32(offset)} is ${found}, expected ${expected}`);
  }
}

export const SegmentType = { LOAD: 1, INTERP: 3, PHDR: 6, TLS: 7, GNU_STACK: 0x6474e551 } as const;
export const SegmentFlag = { X: 1, W: 2, R: 4 } as const;
export const ElfType = { EXEC: 2, DYN: 3 } as const;

const EM_386 = 3;
const EM_486 = 6;
export const ELF_HEADER_SIZE = 52;
export const PROGRAM_HEADER_SIZE = 32;
/** The kernel reads at most 64 KiB of program headers. */
const PROGRAM_HEADERS_MAX = Math.floor(65536 / PROGRAM_HEADER_SIZE);

/** A program header (System V ABI, chapter 5). */
export interface ProgramHeader {
  readonly type: number;
  readonly offset: number;
  readonly vaddr: number;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly flags: number;
  readonly align: number;
}

export interface Elf {
  readonly bytes: Uint8Array;
  readonly type: number;
  readonly entry: number;
  readonly programHeaderOffset: number;
  readonly headers: readonly ProgramHeader[];
  /** The PT_LOAD headers; at least one. */
  readonly segments: readonly ProgramHeader[];
  /** Path of the dynamic linker (PT_INTERP) as a byte string. */
  readonly interpreter: string | null;
  /** Flags of PT_GNU_STACK; null when there is none. */
  readonly stackFlags: number | null;
}

/** True when the bytes begin with the ELF magic number. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/**
 * Reads the headers of an i386 program. What the Linux kernel does not look at is not looked at here either: class, data
 * encoding, version, alignments, section headers; and headers may overlap each other.
 */
export function parseElf(bytes: Uint8Array): Elf {
  if (!isElf(bytes)) throw new BadElfError('magic number', 0, '7f 45 4c 46', hexBytes(bytes.subarray(0, 4)));
  if (bytes.length < ELF_HEADER_SIZE) {
    throw new BadElfError('file', 0, `an ELF header of ${ELF_HEADER_SIZE} bytes`, `${bytes.length} bytes long`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = half(view, 'e_type', 16, [ElfType.EXEC, ElfType.DYN], '2 (executable) or 3 (position independent)');
  half(view, 'e_machine', 18, [EM_386, EM_486], '3 (i386)');
  half(view, 'e_phentsize', 42, [PROGRAM_HEADER_SIZE], '32');
  const headers = programHeaders(bytes, view);
  const segments = headers.filter((header) => header.type === SegmentType.LOAD);
  if (segments.length === 0)
    throw new BadElfError('program headers', view.getUint32(28, true), 'a PT_LOAD', 'without one');
  return {
    bytes,
    type,
    entry: view.getUint32(24, true),
    programHeaderOffset: view.getUint32(28, true),
    headers,
    segments,
    interpreter: interpreterPath(bytes, headers),
    stackFlags: headers.find((header) => header.type === SegmentType.GNU_STACK)?.flags ?? null,
  };
}

/** Reads a 16-bit field that may only have certain values. */
function half(view: DataView, field: string, offset: number, allowed: readonly number[], expected: string): number {
  const value = view.getUint16(offset, true);
  if (!allowed.includes(value)) throw new BadElfError(field, offset, expected, String(value));
  return value;
}

function programHeaders(bytes: Uint8Array, view: DataView): ProgramHeader[] {
  const start = view.getUint32(28, true);
  const count = view.getUint16(44, true);
  if (count === 0 || count > PROGRAM_HEADERS_MAX) {
    throw new BadElfError('e_phnum', 44, `1 to ${PROGRAM_HEADERS_MAX}`, String(count));
  }
  if (start + count * PROGRAM_HEADER_SIZE > bytes.length) {
    throw new BadElfError(
      'e_phoff',
      28,
      `${count} program headers inside the file of ${bytes.length} bytes`,
      hex32(start),
    );
  }
  return Array.from({ length: count }, (_, index) => programHeader(view, start, index));
}

function programHeader(view: DataView, start: number, index: number): ProgramHeader {
  const at = start + index * PROGRAM_HEADER_SIZE;
  const word = (n: number): number => view.getUint32(at + n * 4, true);
  const header: ProgramHeader = {
    type: word(0),
    offset: word(1),
    vaddr: word(2),
    fileSize: word(4),
    memorySize: word(5),
    flags: word(6),
    align: word(7),
  };
  if (header.type === SegmentType.LOAD) checkSegment(header, index, at);
  return header;
}

function checkSegment(header: ProgramHeader, index: number, at: number): void {
  const fail = (field: string, offset: number, expected: string, found: number): never => {
    throw new BadElfError(`program header ${index}: ${field}`, at + offset, expected, hex32(found));
  };
  const { offset, vaddr, fileSize, memorySize } = header;
  if (offset % PAGE_SIZE !== vaddr % PAGE_SIZE) {
    fail('p_offset', 4, `the same as p_vaddr ${hex32(vaddr)} modulo the page size`, offset);
  }
  if (fileSize > memorySize) fail('p_filesz', 16, `at most p_memsz, ${hex32(memorySize)}`, fileSize);
  if (vaddr + memorySize > ADDRESS_LIMIT) fail('p_memsz', 20, `an end below ${hex32(ADDRESS_LIMIT)}`, memorySize);
}

function interpreterPath(bytes: Uint8Array, headers: readonly ProgramHeader[]): string | null {
  const header = headers.find(({ type }) => type === SegmentType.INTERP);
  if (header === undefined) return null;
  const { offset, fileSize } = header;
  const text = bytes.subarray(offset, offset + fileSize);
  if (fileSize < 2 || fileSize > PATH_MAX || text.length < fileSize || text.at(-1) !== 0) {
    throw new BadElfError('PT_INTERP', offset, 'a path with a final zero byte inside the file', `${fileSize} bytes`);
  }
  return String.fromCharCode(...text.subarray(0, text.indexOf(0)));
}

function hexBytes(bytes: Uint8Array): string {
  return bytes.length === 0 ? 'missing' : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
