import type { CpuState } from '../cpu/state.js';
import type { GuestContext } from '../engine.js';
import type { AddressSpace } from '../memory.js';
import { DescriptorTable } from './descriptors.js';
import type { Directory } from './fs/directory.js';
import type { RegularFile } from './fs/regular-file.js';
import type { WalkOrigin } from './fs/walk.js';
import type { Kernel } from './kernel.js';
import type { ProcessMemory } from './process-memory.js';
import { CallCounter } from './records.js';
import { SignalState } from './signals/signal-state.js';
import { FileTransfers } from './transfers.js';

/** Handlers answer this when the process has to wait: the result comes later. */
export const BLOCKED = -0x10000;
/** Handlers answer this when there is nothing to put into eax: the registers are already as they should be. */
export const NO_RESULT = -0x10001;

/** What a process waits for. */
export interface Wait {
  /** For people: `read from pipe (descriptor 0)`. */
  readonly what: string;
  /** Whether it makes sense to `resume`. */
  ready(): boolean;
  /** Finishes the system call: its result, or BLOCKED with the next wait set. */
  resume(): number;
  /** Time, in nanoseconds since the machine's start, from which `ready` holds in any case. */
  readonly deadline?: number;
  /** A handler installed with SA_RESTART restarts the call; otherwise it fails with EINTR. */
  readonly restartable?: boolean;
  /** Only a signal that ends the process ends the wait. */
  readonly uninterruptible?: boolean;
  /** It may be standard input that is missing: ask the host for more when nothing else can go on. */
  readonly wantsInput?: boolean;
  /** The result when a handler interrupts it, where something was done already. */
  interrupted?(): number;
}

/** The program a process executes. */
export interface ProgramImage {
  /** Absolute path; for a script, of the script. */
  readonly path: string;
  /** Byte strings. */
  readonly argv: readonly string[];
  /** The ELF file. */
  readonly file: RegularFile;
}

/** Root, working directory and umask: what chroot, chdir and umask change. */
export interface Location extends WalkOrigin {
  root: Directory;
  directory: Directory;
  umask: number;
}

/** What is counted for the program that a process executes now. */
export class ProgramActivity {
  readonly calls = new CallCounter();
  readonly read = new Set<string>();
  readonly written = new Set<string>();

  constructor(
    readonly started: 'exec' | 'fork',
    /** The process's instruction count when it began. */
    readonly instructionsBefore: number,
  ) {}
}

export type ProcessState = 'ready' | 'waiting' | 'stopped' | 'zombie';

/** One guest process. */
export class Process implements GuestContext {
  /** Replaced by execve. */
  cpu: CpuState;
  /** The bytes of `mm`, where engines look for them. */
  memory: AddressSpace;
  state: ProcessState = 'ready';
  wait: Wait | null = null;
  /** A signal ended `wait` early; the delivery decides what the call answers. */
  interrupted = false;
  /** A system call has set more of `cpu` than eax: sigreturn, set_thread_area. */
  redirected = false;
  files = new DescriptorTable();
  location: Location;
  readonly signals = new SignalState();
  readonly children = new Set<Process>();
  group: number;
  session: number;
  /** Status word of wait(2), once it is a zombie. */
  status = 0;
  /** Status word of a stop or continue that nobody has waited for yet. */
  stopReport: number | null = null;
  /** Signal sent to the parent at the end. */
  exitSignal = 0;
  /** Uses its parent's memory (vfork): the parent waits until it lets go. */
  borrowsMemory = false;
  /** Address to clear at exit (set_tid_address). */
  clearChildTid = 0;
  personality = 0;
  /** When SIGALRM comes (nanoseconds since the machine's start), and how often after that; null when none is set. */
  alarm: { deadline: number; interval: number } | null = null;
  activity: ProgramActivity;
  /** See `GuestContext`. */
  readonly transfers = new FileTransfers(this);

  constructor(
    readonly kernel: Kernel,
    readonly pid: number,
    public parent: Process | null,
    cpu: CpuState,
    public mm: ProcessMemory,
    public image: ProgramImage,
    location: Location,
    started: 'exec' | 'fork',
  ) {
    this.cpu = cpu;
    this.memory = mm.space;
    this.location = location;
    this.group = parent?.group ?? pid;
    this.session = parent?.session ?? pid;
    this.activity = new ProgramActivity(started, 0);
  }

  /** Where the current system call stops until `wait` is over: `return process.block({...})`. */
  block(wait: Wait): number {
    this.wait = wait;
    return BLOCKED;
  }

  /** See `GuestContext`. */
  get handlesSignals(): boolean {
    return this.signals.hasHandlers;
  }

  /** See `GuestContext`. */
  systemCall(): boolean {
    return this.kernel.callInPlace(this);
  }

  setMemory(mm: ProcessMemory): void {
    this.mm = mm;
    this.memory = mm.space;
  }
}
