import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '@fullsource/stage';
import { describe, expect, test } from 'vitest';
import { loadCCases } from './c-cases.js';
import { HOSTS, notTried } from './hosts.js';
import type { VectorFiles, VectorHost, VectorOutcome } from './vectors.js';

/** A C program of a folder of cases, and what must come of it. */
interface CProgram {
  readonly name: string;
  /** The name under which the compiler sees it. */
  readonly file: string;
  readonly source: Uint8Array;
  /** Options for the compiler. */
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly stdin: string;
  readonly exit: number;
  /** Exact standard output. */
  readonly stdout: string;
}

/** Turns a program into an executable, or throws what a tool complained about. */
export type Compiler = (program: CProgram, host: VectorHost) => Promise<Uint8Array>;

/** A tool's call on the files of a working directory; the files afterwards. Throws when it fails. */
async function step(
  host: VectorHost,
  programs: Files,
  files: VectorFiles,
  tool: string,
  args: readonly string[],
): Promise<VectorFiles> {
  const program = programs[tool];
  if (program === undefined) throw new Error(`there is no ${tool}`);
  const outcome = await host({ tool, program, args, env: {}, stdin: new Uint8Array(), files });
  if (outcome.status !== 0) throw new Error(`${tool} ended with ${outcome.status}: ${text(outcome.stderr)}`);
  return outcome.files;
}

const LIBRARY = 'm2-planet/M2libc/';
const SMALL_LIBRARY = ['x86/linux/bootstrap.c', 'bootstrappable.c'];
const FULL_LIBRARY = [
  ...['sys/types.h', 'stddef.h', 'sys/utsname.h', 'x86/linux/unistd.c', 'x86/linux/fcntl.c', 'fcntl.c'],
  ...['x86/linux/sys/stat.c', 'ctype.c', 'stdlib.c', 'stdarg.h', 'stdio.h', 'stdio.c', 'string.c', 'bootstrappable.c'],
];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const file = (bytes: Uint8Array) => ({ bytes, mode: 0o644 });

/** The library's files as they lie in a working directory. */
function libraryFiles(sources: Files): VectorFiles {
  const names = Object.keys(sources).filter((name) => name.startsWith(LIBRARY));
  return Object.fromEntries(names.map((name) => [name.slice(LIBRARY.length), file(sources[name]!)]));
}

/** The full library: its files, and the options that put them in front of a program. */
export function fullLibrary(sources: Files): { files: VectorFiles; args: string[] } {
  return { files: libraryFiles(sources), args: FULL_LIBRARY.flatMap((name) => ['-f', name]) };
}

/** cc, with the small library, M0 and hex2-0. Sources of the stage give the library. */
export function smallCompiler(programs: Files, sources: Files): Compiler {
  return async ({ source }, host) => {
    const parts = SMALL_LIBRARY.map((name) => sources[LIBRARY + name]!);
    let files: VectorFiles = { ...libraryFiles(sources), 'all.c': file(Buffer.concat([...parts, source])) };
    const run = async (tool: string, ...args: string[]) => {
      files = await step(host, programs, files, tool, args);
    };
    await run('cc', 'all.c', 'all.M1');
    await run('catm', 'all.M0', 'x86/x86_defs.M1', 'x86/libc-core.M1', 'all.M1');
    await run('M0', 'all.M0', 'all.hex2');
    await run('catm', 'elf.hex2', 'x86/ELF-x86.hex2', 'all.hex2');
    await run('hex2-0', 'elf.hex2', 'program');
    return files.program!.bytes;
  };
}

/** M2-Planet, with the full library (the small one when the flags ask for its language), blood-elf, M1 and hex2. */
export function fullCompiler(programs: Files, sources: Files): Compiler {
  return async ({ file: main, source, flags }, host) => {
    let files: VectorFiles = { ...libraryFiles(sources), [main]: file(source) };
    const run = async (tool: string, ...args: string[]) => {
      files = await step(host, programs, files, tool, args);
    };
    const inputs = (...names: string[]) => names.flatMap((name) => ['-f', name]);
    const x86 = ['--architecture', 'x86'];
    const isSmall = flags.includes('--bootstrap-mode');
    const c = inputs(...(isSmall ? SMALL_LIBRARY : FULL_LIBRARY), main);
    await run('M2-Planet', ...x86, ...c, '--debug', ...flags, '-o', 'main.M1');
    await run('blood-elf', '--little-endian', ...inputs('main.M1'), '-o', 'footer.M1');
    const start = isSmall ? 'x86/libc-core.M1' : 'x86/libc-full.M1';
    const macro = inputs('x86/x86_defs.M1', start, 'main.M1', 'footer.M1');
    await run('M1', ...x86, '--little-endian', ...macro, '-o', 'main.hex2');
    const base = ['--base-address', '0x8048000'];
    const objects = inputs('x86/ELF-x86-debug.hex2', 'main.hex2');
    await run('hex2', ...x86, '--little-endian', ...base, ...objects, '-o', 'program');
    return files.program!.bytes;
  };
}

/** `NAME/main.c`, `NAME/cmd.json`, `NAME/expected/stdout`. */
export function loadCPrograms(folder: string): CProgram[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'cmd.json')))
    .sort()
    .map((name) => {
      const {
        flags = [],
        args = [],
        stdin = '',
        exit,
      } = JSON.parse(readFileSync(join(folder, name, 'cmd.json'), 'utf8'));
      const source = new Uint8Array(readFileSync(join(folder, name, 'main.c')));
      const stdout = readFileSync(join(folder, name, 'expected/stdout'), 'latin1');
      return { name, file: 'main.c', source, flags, args, stdin: stdin ?? '', exit, stdout };
    });
}

/** `NAME.c` with `NAME.out` beside it, what it prints, and perhaps `NAME.flags`. It must end with status 0. */
export function loadAcceptedPrograms(folder: string): CProgram[] {
  return loadCCases(folder, '.out').map(({ expected, ...rest }) => {
    return { ...rest, args: [], stdin: '', exit: 0, stdout: expected };
  });
}

async function execute(program: CProgram, compiler: Compiler, host: VectorHost): Promise<VectorOutcome> {
  const elf = await compiler(program, host);
  const stdin = new Uint8Array(Buffer.from(program.stdin, 'latin1'));
  return host({ tool: 'program', program: elf, args: program.args, env: { PATH: '/bin:/usr/bin' }, stdin, files: {} });
}

/**
 * One test for each program and each way to run the compiler and what it made.
 *
 * @param needsProcessor natively only on a processor and kernel of that kind, not through an emulator of programs
 */
export function cProgramSuite(
  name: string,
  programs: readonly CProgram[],
  compiler: Compiler,
  { needsProcessor = false } = {},
): void {
  for (const namedHost of HOSTS) {
    const { name: hostName, host, emulated } = namedHost;
    describe(`${name} (${hostName})`, () => {
      for (const [index, program] of programs.entries()) {
        const skip = (needsProcessor ? emulated : null) ?? notTried(namedHost, index);
        if (skip !== null) test.skip(`${program.name}: skipped, ${skip}`, () => {});
        else
          test(program.name, async () => {
            const { status, stdout } = await execute(program, compiler, host);
            expect({ status, stdout: text(stdout) }).toEqual({ status: program.exit, stdout: program.stdout });
          });
      }
    });
  }
}
