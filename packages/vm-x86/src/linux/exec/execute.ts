import { CpuState, Reg } from '../../cpu/state.js';
import { type ErrnoName, SystemError } from '../abi/errno.js';
import { Directory } from '../fs/directory.js';
import type { Inode } from '../fs/inode.js';
import { RegularFile } from '../fs/regular-file.js';
import { existingInode, type WalkOrigin, type WalkResult, walk } from '../fs/walk.js';
import type { Kernel } from '../kernel.js';
import type { Process, ProgramImage } from '../process.js';
import type { ProcessMemory } from '../process-memory.js';
import { BadElfError, type Elf, isElf, parseElf } from './elf.js';
import { loadProgram } from './load.js';
import { parseScriptLine } from './script.js';
import { buildStack } from './stack.js';

/** Interpreters of interpreters that the kernel follows. */
const SCRIPT_DEPTH = 5;

/** A program that is ready to take a process over. */
interface PreparedProgram {
  readonly memory: ProcessMemory;
  readonly image: ProgramImage;
  readonly start: number;
  readonly stackPointer: number;
}

/** What to start. */
export interface ExecRequest {
  /** The path as the caller named it, and what it leads to. */
  readonly path: string;
  readonly file: Inode;
  /** Its absolute path, for the records. */
  readonly absolutePath: string;
  /** Byte strings. */
  readonly argv: readonly string[];
  readonly env: readonly string[];
}

/** Starts the machine's first process. Throws SystemError or BadElfError when the program cannot be started. */
export function startFirst(kernel: Kernel, request: ExecRequest): Process {
  const prepared = prepare(kernel, kernel.tree.origin, request);
  return kernel.addProcess(null, registersFor(prepared), prepared.memory, prepared.image);
}

/**
 * execve(2): another program takes the process over. When it cannot be started the process is as it was, and SystemError
 * tells why.
 */
export function replaceProgram(process: Process, request: ExecRequest): void {
  const { kernel } = process;
  const prepared = badElfAs('ENOEXEC', () => prepare(kernel, process.location, request));
  kernel.releaseMemory(process);
  process.setMemory(prepared.memory);
  process.files.closeForExec();
  process.signals.resetForExec();
  process.clearChildTid = 0;
  kernel.beginProgram(process, prepared.image);
  const { instructions } = process.cpu;
  process.cpu = registersFor(prepared);
  process.cpu.instructions = instructions;
}

/** Bytes of stack that a program finds below its arguments (Linux, setup_arg_pages in fs/exec.c). */
const STACK_EXPANSION = 0x20000;

/** Registers at the start of a program: all zero but eip and esp, as Linux has them. */
function registersFor({ start, stackPointer }: PreparedProgram): CpuState {
  const cpu = new CpuState();
  cpu.regs[Reg.esp] = stackPointer;
  cpu.eip = start;
  return cpu;
}

function prepare(kernel: Kernel, origin: WalkOrigin, request: ExecRequest): PreparedProgram {
  // An empty argv becomes one empty string (Linux 5.18).
  const asked = request.argv.length === 0 ? [''] : request.argv;
  const { file, argv } = followScripts(origin, request.file, request.path, asked);
  const program = parseElf(file.contents());
  const interpreter = program.interpreter === null ? null : loadLinker(origin, program.interpreter);
  const memory = kernel.newMemory();
  const loaded = loadProgram(memory, program, interpreter, kernel.limits.stack);
  const stackPointer = buildStack(memory.space, loaded, {
    argv,
    env: request.env,
    path: request.path,
    hardwareCapabilities: kernel.hardwareCapabilities,
  });
  memory.space.extendStack(memory.space.stack.low - STACK_EXPANSION);
  return { memory, image: { path: request.absolutePath, argv, file }, start: loaded.start, stackPointer };
}

/** Finds the ELF file behind a chain of `#!` scripts, and the arguments that it gets. */
function followScripts(
  origin: WalkOrigin,
  first: Inode,
  firstPath: string,
  firstArgv: readonly string[],
): { file: RegularFile; argv: readonly string[] } {
  let file = requireExecutable(first);
  let path = firstPath;
  let argv = firstArgv;
  for (let depth = 0; depth <= SCRIPT_DEPTH; depth++) {
    const bytes = file.contents();
    if (isElf(bytes)) return { file, argv };
    const line = parseScriptLine(bytes);
    if (line === null) throw new SystemError('ENOEXEC');
    argv = [line.interpreter, ...(line.argument === null ? [] : [line.argument]), path, ...argv.slice(1)];
    path = line.interpreter;
    file = requireExecutable(existingInode(walk(origin, path, true)));
  }
  throw new SystemError('ELOOP');
}

/** Fails unless execve may start the file: a regular one that somebody may execute and nobody is writing. */
function requireExecutable(inode: Inode): RegularFile {
  if (!(inode instanceof RegularFile) || (inode.permissions & 0o111) === 0) throw new SystemError('EACCES');
  if (inode.writers > 0) throw new SystemError('ETXTBSY');
  return inode;
}

/** The dynamic linker, from the guest's own files. */
function loadLinker(origin: WalkOrigin, path: string): Elf {
  const file = requireExecutable(existingInode(walk(origin, path, true)));
  return badElfAs('ELIBBAD', () => parseElf(file.contents()));
}

function badElfAs<T>(code: ErrnoName, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof BadElfError ? new SystemError(code) : error;
  }
}

/** What a path leads to, as a request to execute it. */
export function requestFor(
  kernel: Kernel,
  found: WalkResult,
  path: string,
  argv: readonly string[],
  env: readonly string[],
): ExecRequest {
  const file = existingInode(found);
  if (file instanceof Directory) throw new SystemError('EACCES');
  const absolutePath = found.magic?.target ?? kernel.tree.pathOf(found.directory, found.name);
  return { path, file, absolutePath, argv, env };
}
