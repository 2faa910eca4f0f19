import { type RunCost, startMeter } from './cost.js';
import type { Engine } from './engine.js';
import { ENGINES, type EngineFactory, type EngineName, makeEngine } from './engines.js';
import { VmError } from './errors.js';
import { SystemError } from './linux/abi/errno.js';
import { Open } from './linux/abi/files.js';
import { signalName } from './linux/abi/signals.js';
import { fromByteString, toByteString } from './linux/byte-string.js';
import type { ClockOptions } from './linux/clock.js';
import { requestFor, startFirst } from './linux/exec/execute.js';
import type { FileTreeInput } from './linux/files-option.js';
import type { FileSystem } from './linux/fs/file-system.js';
import { RegularFile } from './linux/fs/regular-file.js';
import { type InputReader, InputStream, OutputStream } from './linux/fs/streams.js';
import { pathOfDirectory, walk } from './linux/fs/walk.js';
import { Kernel, type KernelLimits, type SystemNames } from './linux/kernel.js';
import type { Process } from './linux/process.js';
import type { ProgramRecord } from './linux/records.js';
import { changedFiles, type FileChange, fileChanges } from './linux/results.js';
import { syscallName, systemCalls } from './linux/syscalls/table.js';
import { type Profile, Profiler } from './profile/index.js';
import { CallTracer, InstructionTracer, type SyscallEvent, type TraceOptions } from './trace.js';

/** Something from outside that becomes part of the guest's file tree; see `createMount` and the `./node` entry. */
export interface Mount {
  readonly fileSystem: FileSystem;
}

/** How far a run has come. */
export interface Progress {
  readonly instructions: number;
  /** Processes started so far. */
  readonly processes: number;
}

export interface RunOptions {
  /** The program's arguments, its own name first. Default: that name alone. */
  readonly argv?: readonly string[];
  /** The environment, complete. Default: empty. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory; made if it does not exist. Default: `/`. */
  readonly cwd?: string;
  /** Standard input. Default: empty. */
  readonly stdin?: Uint8Array | string | InputReader;
  /** Files in the guest's memory file system; relative paths start at `cwd`. */
  readonly files?: FileTreeInput;
  /** What to attach where: absolute guest paths to mounts. */
  readonly mounts?: Readonly<Record<string, Mount>>;
  /** What executes the instructions. Default: the first of `ENGINES`. */
  readonly engine?: EngineName | EngineFactory;
  readonly limits?: Partial<KernelLimits>;
  /** Called after each system call, with numbers only: cheap. */
  readonly onSyscall?: (event: SyscallEvent) => void;
  readonly onStdout?: (bytes: Uint8Array) => void;
  readonly onStderr?: (bytes: Uint8Array) => void;
  /** Called at the end of a run that came to its end. */
  readonly onCost?: (cost: RunCost) => void;
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run early, with an `ABORTED` error. */
  readonly signal?: AbortSignal;
  /** Readable lines about system calls, or about every instruction. */
  readonly trace?: TraceOptions;
  /** Asks for a profile: what executes is looked at each time so many instructions have passed (default 100,000). */
  readonly profile?: { readonly interval?: number };
  /** The clock that the guest sees. */
  readonly time?: ClockOptions;
  /** What uname(2) answers. */
  readonly uname?: Partial<SystemNames>;
  /** Selects another fixed stream of "random" bytes. */
  readonly randomSeed?: number;
}

/** How the first process ended. */
export type Exit = { readonly code: number } | { readonly signal: number; readonly signalName: string };

/** How a program ended, as shells number it: its exit status, or 128 + the signal's number. */
export function exitStatus(exit: Exit): number {
  return 'code' in exit ? exit.code : 128 + exit.signal;
}

export interface RunStats {
  /** Instructions of all processes. */
  readonly instructions: number;
  /** System calls of all processes, and how many of each name. */
  readonly syscallCount: number;
  readonly syscalls: Readonly<Record<string, number>>;
  /** Processes that were started. */
  readonly processes: number;
  /** What each program did, in the order in which they ended. */
  readonly programs: readonly ProgramRecord[];
}

export interface RunResult {
  readonly exit: Exit;
  /** The status word that wait(2) would give for the first process. */
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /**
   * Files in memory that the guest created or wrote. A file below `cwd` is named relative to it, as in the `files` option,
   * any other by its absolute path. Modes, directories, links and removed files are in `changes`.
   */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly changes: readonly FileChange[];
  readonly stats: RunStats;
  /** Where the instructions went; null when the run was not asked to tell. */
  readonly profile: Profile | null;
}

export const DEFAULT_LIMITS: KernelLimits = {
  instructions: Number.POSITIVE_INFINITY,
  memory: 2 ** 31,
  processes: 1024,
  fileBytes: 2 ** 31,
  stack: 8 * 2 ** 20,
};

export const DEFAULT_UNAME: SystemNames = {
  sysname: 'Linux',
  nodename: 'fullsource',
  release: '4.4.0',
  version: '#1',
  machine: 'i686',
  domainname: '(none)',
};

/** Instructions between two samples of a profile. */
const SAMPLE_INTERVAL = 100_000;

/**
 * Milliseconds of host time after which the host's event loop gets a turn. (By the clock that is always there: a host may
 * load a lot for `performance`.)
 */
const TURN = 40;

/**
 * Runs a program, and all processes that come from it, until all of them have ended.
 *
 * @param program the bytes of an i386 ELF file, or the guest path of a program among `files` or `mounts`
 * @throws VmError when the machine cannot go on: a bad ELF file, an instruction or system call it does not have, a limit, a
 *   deadlock, an abort. What a guest does wrong is no error but an exit status or a signal in the result.
 *
 * @example
 * const { exit, files } = await run(hex0, { argv: ['hex0', 'in', 'out'], files: { in: '68 69 0A # "hi"' } });
 */
export async function run(program: Uint8Array | string, options: RunOptions = {}): Promise<RunResult> {
  throwIfAborted(options.signal);
  const machine = new Machine(program, options);
  const { onCost } = options;
  const spent = onCost && startMeter(machine.engine);
  try {
    await machine.runToEnd();
    if (spent !== undefined) onCost?.(spent());
    return machine.result();
  } catch (error) {
    machine.abandon();
    throw error;
  }
}

/** A kernel with its first process, and the streams to the host. */
class Machine {
  readonly engine: Engine;
  private readonly kernel: Kernel;
  private readonly stdin: InputStream;
  private readonly stdout: OutputStream;
  private readonly stderr: OutputStream;
  private readonly cwd: string;
  private readonly instructionTracer: InstructionTracer | null;
  private readonly profiler: Profiler | null;

  constructor(
    program: Uint8Array | string,
    private readonly options: RunOptions,
  ) {
    this.instructionTracer = options.trace?.instructions ? new InstructionTracer(options.trace.onLine) : null;
    this.profiler = makeProfiler(options);
    this.engine = engineOf(options, this.instructionTracer);
    this.kernel = new Kernel({
      engine: this.engine,
      table: systemCalls,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      names: { ...DEFAULT_UNAME, ...options.uname },
      clock: options.time,
      randomSeed: options.randomSeed,
      observer: makeObserver(options),
      profiler: this.profiler,
    });
    const { tree } = this.kernel;
    const { anonymous } = tree;
    this.stdin = new InputStream(anonymous, inputOf(options.stdin));
    this.stdout = new OutputStream(anonymous, options.onStdout);
    this.stderr = new OutputStream(anonymous, options.onStderr);
    try {
      this.cwd = this.prepareFiles();
      this.start(program);
    } catch (error) {
      tree.detachAll();
      throw error;
    }
  }

  async runToEnd(): Promise<void> {
    const { signal, onProgress } = this.options;
    try {
      for (let since = Date.now(); ; ) {
        const state = this.kernel.runSlice();
        if (state === 'finished') return;
        await this.engine.prepare?.();
        if (state === 'input') await unlessAborted(this.stdin.refill(), signal);
        else if (Math.abs(Date.now() - since) < TURN) continue;
        onProgress?.({ instructions: this.kernel.clock.instructions, processes: this.kernel.processCount });
        await eventLoopTurn();
        throwIfAborted(signal);
        since = Date.now();
      }
    } finally {
      this.instructionTracer?.flush();
    }
  }

  result(): RunResult {
    const { kernel } = this;
    kernel.tree.detachAll();
    const changes = fileChanges(kernel.tree);
    const status = kernel.status ?? 0;
    return {
      exit: exitOf(status),
      status,
      stdout: this.stdout.contents(),
      stderr: this.stderr.contents(),
      files: changedFiles(changes, this.cwd),
      changes,
      stats: {
        instructions: kernel.clock.instructions,
        syscallCount: kernel.calls.total,
        syscalls: kernel.calls.byName(syscallName),
        processes: kernel.processCount,
        programs: kernel.records.map(readable),
      },
      profile: this.profiler?.profile() ?? null,
    };
  }

  /** Lets go of the mounts after an error; what the guest has written to them so far is there. */
  abandon(): void {
    this.kernel.shutDown();
    try {
      this.kernel.tree.detachAll();
    } catch (error) {
      // The first error is the one to be told.
      if (!(error instanceof VmError)) throw error;
    }
  }

  /** Builds the file tree the guest starts with; returns the working directory's path. */
  private prepareFiles(): string {
    const { tree } = this.kernel;
    const { mounts = {}, files = {}, cwd = '/' } = this.options;
    for (const [path, { fileSystem }] of Object.entries(mounts)) {
      if (!path.startsWith('/')) throw new VmError('BAD_OPTION', `mounts: ${path} is not an absolute path`);
      tree.attachAt(path, fileSystem);
    }
    tree.setWorkingDirectory(cwd);
    tree.addFiles(files);
    tree.settle();
    return fromByteString(pathOfDirectory(tree.rootLocation().directory, tree.root) ?? '/');
  }

  private start(program: Uint8Array | string): void {
    const { env = {} } = this.options;
    const name = typeof program === 'string' ? program : (this.options.argv?.[0] ?? 'program');
    const argv = (this.options.argv ?? [name]).map(checkedString);
    const environment = Object.entries(env).map(([key, value]) => checkedString(`${key}=${value}`));
    const path = checkedString(name);
    const process = this.startProgram(program, path, argv, environment);
    process.files.set(0, this.stdin.open(Open.RDONLY, 'stdin'), false);
    process.files.set(1, this.stdout.open(Open.WRONLY, 'stdout'), false);
    process.files.set(2, this.stderr.open(Open.WRONLY, 'stderr'), false);
  }

  private startProgram(program: Uint8Array | string, path: string, argv: string[], env: string[]): Process {
    const { kernel } = this;
    try {
      if (typeof program === 'string') {
        return startFirst(kernel, requestFor(kernel, walk(kernel.tree.origin, path, true), path, argv, env));
      }
      const file = new RegularFile(kernel.tree.anonymous, 0o755);
      file.provide(program);
      const directory = toByteString(this.cwd === '/' ? '' : this.cwd);
      const absolutePath = path.startsWith('/') ? path : `${directory}/${path}`;
      return startFirst(kernel, { path, file, absolutePath, argv, env });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new VmError(startErrors[error.code] ?? 'BAD_OPTION', `cannot start ${fromByteString(path)}: ${error.code}`);
    }
  }
}

const startErrors: Partial<Record<string, VmError['code']>> = {
  ENOMEM: 'MEMORY_LIMIT',
  ENOEXEC: 'BAD_ELF',
  ELIBBAD: 'BAD_ELF',
};

function engineOf({ engine = ENGINES[0]! }: RunOptions, tracer: InstructionTracer | null): Engine {
  return makeEngine(engine, tracer === null ? {} : { onInstruction: (context) => tracer.onInstruction(context) });
}

function makeObserver({ trace, onSyscall }: RunOptions): CallTracer | null {
  const lines = trace !== undefined && trace.systemCalls !== false ? trace.onLine : null;
  return lines === null && onSyscall === undefined ? null : new CallTracer(systemCalls, lines, onSyscall ?? null);
}

function makeProfiler({ profile }: RunOptions): Profiler | null {
  if (profile === undefined) return null;
  const { interval = SAMPLE_INTERVAL } = profile;
  if (!Number.isSafeInteger(interval) || interval < 1) {
    throw new VmError('BAD_OPTION', `profile: an interval is a whole number of instructions above 0, not ${interval}`);
  }
  return new Profiler(interval);
}

function inputOf(stdin: RunOptions['stdin']): Uint8Array | InputReader {
  if (stdin === undefined) return new Uint8Array(0);
  return typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin;
}

function checkedString(text: string): string {
  if (text.includes('\0')) throw new VmError('BAD_OPTION', `an argument contains a zero byte: ${JSON.stringify(text)}`);
  return toByteString(text);
}

function exitOf(status: number): Exit {
  const signal = status & 0x7f;
  return signal === 0 ? { code: (status >>> 8) & 0xff } : { signal, signalName: signalName(signal) };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new VmError('ABORTED', 'the run was aborted', { cause: signal.reason });
}

/** Waits for a promise, or for the abort, whichever comes first. */
function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A record with host text in place of byte strings. */
function readable(record: ProgramRecord): ProgramRecord {
  return {
    ...record,
    path: fromByteString(record.path),
    argv: record.argv.map(fromByteString),
    read: record.read.map(fromByteString),
    written: record.written.map(fromByteString),
  };
}

/**
 * Gives the host's event loop a turn, without the delay that timers have in browsers. (A message port is no turn in Node: it
 * delivers up to a thousand messages before anything else gets its chance.)
 */
function eventLoopTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (setImmediate !== undefined) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
