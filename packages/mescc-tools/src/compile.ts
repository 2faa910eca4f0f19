import { stages as upToCompiler } from '@fullsource/m2-planet';
import { type Files, StageError, toolsOf } from '@fullsource/stage';
import { type EngineName, exitStatus, type Mount, type RunOptions, run } from '@fullsource/vm-x86';
import { LIBRARY, library, stages } from './stage.js';

export interface CompileOptions {
  /** The program's C files, compiled as one, in this order. Default: every file whose name ends in `.c`. */
  readonly sources?: readonly string[];
  /** Macros, `NAME` or `NAME=VALUE`. */
  readonly define?: readonly string[];
  /** Folders in which `#include` looks, before it looks in those of the C library. */
  readonly includePaths?: readonly string[];
  /** Whether the program gets a symbol table. Default: true. */
  readonly debug?: boolean;
  /** The folder that all names start from, as the compiler sees it. Default: `/work`. */
  readonly cwd?: string;
  /** Folders for the compiler to find files in, beside those given as bytes; see `run` of vm-x86. */
  readonly mounts?: Readonly<Record<string, Mount>>;
  readonly engine?: EngineName;
  readonly signal?: AbortSignal;
}

/** C that the compiler does not take, or a program of which a part is missing. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly code = 'BAD_SOURCE';

  constructor(
    /** The program that complained: M2-Planet, blood-elf, M1 or hex2. */
    readonly tool: string,
    /** What it said: `main.c:5:7: ...`. */
    message: string,
  ) {
    super(message);
  }
}

/**
 * Compiles a C program to an i386 Linux executable: M2-Planet with the full M2libc, blood-elf, M1 and hex2, in the machine.
 * `#include "..."` finds files beside the including one, by the names they are given under.
 *
 *     const program = await compile({ 'hello.c': bytes });
 *
 * Throws a `CompileError` for what the compiler or the linker complains about.
 */
export async function compile(files: Files, options: CompileOptions = {}): Promise<Uint8Array> {
  return assemble(await compileToM1(files, options), options);
}

/** Compiles a C program to M1 text, which M1 assembles together with `x86_defs.M1` and `libc-full.M1`. */
export async function compileToM1(files: Files, options: CompileOptions = {}): Promise<Uint8Array> {
  const { sources = Object.keys(files).filter((name) => name.endsWith('.c')), cwd = '/work', mounts = {} } = options;
  if (sources.length === 0) throw new StageError('BAD_CALL', 'there is no C file to compile');
  const flags = options.debug === false ? [] : ['--debug'];
  const args = [
    ...['--architecture', 'x86', '--expand-includes', ...flags],
    ...(options.define ?? []).flatMap((macro) => ['-D', macro]),
    ...[...(options.includePaths ?? []), GUEST_LIBRARY].flatMap((folder) => ['-I', folder]),
    // The start of every program uses this header's library.
    ...['-f', `${GUEST_LIBRARY}/stdio.h`],
    ...sources.flatMap((name) => ['-f', name]),
  ];
  return call('M2-Planet', args, { files: { ...files, ...libraryFiles }, cwd, mounts }, options);
}

/** Makes an executable of what `compileToM1` made. */
async function assemble(program: Uint8Array, options: CompileOptions): Promise<Uint8Array> {
  const debug = options.debug !== false;
  const x86 = ['--architecture', 'x86', '--little-endian'];
  const files: Record<string, Uint8Array> = { ...libraryFiles, '/program.M1': program };
  const texts = [`${GUEST_LIBRARY}/x86/x86_defs.M1`, `${GUEST_LIBRARY}/x86/libc-full.M1`, '/program.M1'];
  if (debug) {
    files['/symbols.M1'] = await call('blood-elf', ['--little-endian', '-f', '/program.M1'], { files }, options);
    texts.push('/symbols.M1');
  }
  files['/program.hex2'] = await call('M1', [...x86, ...texts.flatMap((name) => ['-f', name])], { files }, options);
  const header = `${GUEST_LIBRARY}/x86/ELF-x86${debug ? '-debug' : ''}.hex2`;
  const link = [...x86, '--base-address', '0x08048000', '-f', header, '-f', '/program.hex2'];
  return call('hex2', link, { files }, options);
}

/** Where the guest finds the C library. */
const GUEST_LIBRARY = '/M2libc';

const libraryFiles: Files = Object.fromEntries(
  Object.entries(library).map(([name, bytes]) => [`${GUEST_LIBRARY}/${name.slice(LIBRARY.length)}`, bytes]),
);

const compilers = toolsOf(upToCompiler, () => import('@fullsource/m2-planet/artifacts'));
const tools = toolsOf(stages, () => import('@fullsource/mescc-tools/artifacts'));

const OUTPUT = '/output';

/** Runs a tool with `-o`; what it wrote there. */
async function call(
  tool: string,
  args: readonly string[],
  place: Pick<RunOptions, 'files' | 'cwd' | 'mounts'>,
  { engine, signal }: CompileOptions,
): Promise<Uint8Array> {
  const binary = await (tool === 'M2-Planet' ? compilers : tools)(tool);
  const { exit, stderr, changes } = await run(binary, {
    argv: [tool, ...args, '-o', OUTPUT],
    ...place,
    ...(engine !== undefined && { engine }),
    ...(signal && { signal }),
  });
  const said = inWordsOfC(new TextDecoder().decode(stderr).trim());
  const output = changes.find(({ path }) => path === OUTPUT)?.bytes;
  const status = exitStatus(exit);
  if (status === 0 && output !== undefined) return output;
  throw new CompileError(tool, said === '' ? `${tool} ended with status ${status}` : said);
}

/** The linker knows names by their labels, in a file that nobody else has seen. */
function inWordsOfC(said: string): string {
  return said.replace(/^\/program\.hex2:\d+:\d+: label (?:FUNCTION|GLOBAL)_(\S+) is/gm, '$1 is');
}
