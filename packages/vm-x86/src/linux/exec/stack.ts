import type { AddressSpace } from '../../memory.js';
import { SystemError } from '../abi/errno.js';
import { PROGRAM_HEADER_SIZE } from './elf.js';
import type { LoadedProgram } from './load.js';

/** Types of the auxiliary vector (linux/auxvec.h). */
const Aux = {
  NULL: 0,
  PHDR: 3,
  PHENT: 4,
  PHNUM: 5,
  PAGESZ: 6,
  BASE: 7,
  FLAGS: 8,
  ENTRY: 9,
  UID: 11,
  EUID: 12,
  GID: 13,
  EGID: 14,
  PLATFORM: 15,
  HWCAP: 16,
  CLKTCK: 17,
  SECURE: 23,
  RANDOM: 25,
  HWCAP2: 26,
  EXECFN: 31,
  MINSIGSTKSZ: 51,
} as const;

/** Clock ticks a second, as times(2) counts. */
export const CLOCK_TICKS = 100;
/** Longest single argument (MAX_ARG_STRLEN), and all of them together with the environment. */
const ARGUMENT_MAX = 131072;
const ARGUMENTS_SHARE_OF_STACK = 4;
const RANDOM_BYTES = 16;

export interface StartOptions {
  /** Byte strings. */
  readonly argv: readonly string[];
  readonly env: readonly string[];
  /** Path the program was started by (AT_EXECFN). */
  readonly path: string;
  /** AT_HWCAP: edx of cpuid leaf 1. */
  readonly hardwareCapabilities: number;
}

/**
 * Builds the stack a program finds (System V ABI for i386, figure 3-31) and returns esp:
 *
 *     esp → argc | argv[0] .. | 0 | envp[0] .. | 0 | auxiliary vector .. | random bytes | strings | path | 0
 *
 * The address is a multiple of 16, as Linux has it.
 */
export function buildStack(space: AddressSpace, program: LoadedProgram, options: StartOptions): number {
  const { argv, env, path, hardwareCapabilities } = options;
  checkSizes(space, [...argv, ...env]);
  const writer = new DownwardWriter(space, program.stackTop - 4);
  const execfn = writer.string(path);
  const envAddresses = env.map(() => 0);
  const argvAddresses = argv.map(() => 0);
  for (let i = env.length - 1; i >= 0; i--) envAddresses[i] = writer.string(env[i]!);
  for (let i = argv.length - 1; i >= 0; i--) argvAddresses[i] = writer.string(argv[i]!);
  const platform = writer.string('i686');
  writer.align(16);
  const random = writer.bytes(RANDOM_BYTES, (i) => (i * 37 + 11) & 0xff);
  const auxiliary: [number, number][] = [
    [Aux.HWCAP, hardwareCapabilities],
    [Aux.PAGESZ, 4096],
    [Aux.CLKTCK, CLOCK_TICKS],
    [Aux.PHDR, program.programHeaders],
    [Aux.PHENT, PROGRAM_HEADER_SIZE],
    [Aux.PHNUM, program.programHeaderCount],
    [Aux.BASE, program.interpreterBase],
    [Aux.FLAGS, 0],
    [Aux.ENTRY, program.entry],
    [Aux.UID, 0],
    [Aux.EUID, 0],
    [Aux.GID, 0],
    [Aux.EGID, 0],
    [Aux.SECURE, 0],
    [Aux.RANDOM, random],
    [Aux.HWCAP2, 0],
    [Aux.EXECFN, execfn],
    [Aux.PLATFORM, platform],
    [Aux.MINSIGSTKSZ, 2048],
    [Aux.NULL, 0],
  ];
  return writer.words([argv.length, ...argvAddresses, 0, ...envAddresses, 0, ...auxiliary.flat()]);
}

function checkSizes(space: AddressSpace, strings: readonly string[]): void {
  const { limit, low } = space.stack;
  let total = 0;
  for (const { length } of strings) {
    if (length >= ARGUMENT_MAX) throw new SystemError('E2BIG');
    total += length + 1 + 4;
  }
  if (total > (low - limit) / ARGUMENTS_SHARE_OF_STACK) throw new SystemError('E2BIG');
}

/** Writes below what it wrote last. */
class DownwardWriter {
  constructor(
    private readonly space: AddressSpace,
    private at: number,
  ) {}

  /** A byte string with its final zero. */
  string(text: string): number {
    return this.bytes(text.length + 1, (i) => (i < text.length ? text.charCodeAt(i) : 0));
  }

  bytes(count: number, byte: (index: number) => number): number {
    this.at -= count;
    // From the top down: the stack grows page by page.
    for (let i = count - 1; i >= 0; i--) this.space.store8(this.at + i, byte(i));
    return this.at;
  }

  align(to: number): void {
    this.at -= this.at % to;
  }

  /** Words at a multiple of 16. */
  words(values: readonly number[]): number {
    this.at -= values.length * 4;
    this.align(16);
    for (let i = values.length - 1; i >= 0; i--) this.space.store32(this.at + i * 4, values[i]!);
    return this.at;
  }
}
