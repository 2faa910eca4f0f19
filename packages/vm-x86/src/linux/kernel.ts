import { CPU_FEATURES } from '../cpu/cpuid.js';
import type { CpuState } from '../cpu/state.js';
import type { Engine } from '../engine.js';
import { VmError } from '../errors.js';
import { PageFault } from '../faults.js';
import { AddressSpace } from '../memory.js';
import type { Profiler } from '../profile/index.js';
import { Errno, SystemError } from './abi/errno.js';
import { signalStatus } from './abi/processes.js';
import { Sa, SIG_IGN, SiCode, Signal } from './abi/signals.js';
import { backtrace } from './backtrace.js';
import { fromByteString } from './byte-string.js';
import type { ClockOptions } from './clock.js';
import { LogicalClock } from './clock.js';
import { DeadlockError } from './errors.js';
import type { FileSystemHost } from './fs/file-system.js';
import type { ProcessList } from './fs/proc.js';
import { BLOCKED, NO_RESULT, Process, ProgramActivity, type ProgramImage } from './process.js';
import { ProcessMemory } from './process-memory.js';
import { RandomStream } from './random.js';
import { CallCounter, type ProgramRecord } from './records.js';
import { Scheduler } from './scheduler.js';
import { flushShared, refreshShared } from './shared-mappings.js';
import { deliverSignals, raiseFault, restoreSuspendedMask } from './signals/deliver.js';
import type { SignalInfo } from './signals/signal-state.js';
import { type SystemCallTable, syscallName } from './syscalls/table.js';
import { unsupported } from './syscalls/unsupported.js';
import { FileTree } from './tree.js';

/** How far a run goes before somebody is asked whether it should go on. */
const SLICE_INSTRUCTIONS = 1_000_000;
/** What a system call weighs in a slice, in instructions. */
const CALL_WEIGHT = 16;
/**
 * Address spaces of ended processes, kept for the next ones of any machine: a warm one is about eight times faster to fill,
 * and an engine may know it already.
 */
const pool: AddressSpace[] = [];
const POOL_SIZE = 4;
/** A space that has grown further is given back to the host. */
const POOLED_BYTES = 512 * 2 ** 20;

export interface KernelLimits {
  /** Instructions of all processes together. */
  readonly instructions: number;
  /** Bytes one process may map. */
  readonly memory: number;
  /** Processes at one time. */
  readonly processes: number;
  /** Bytes of file contents that the guest may create, in each file system. */
  readonly fileBytes: number;
  /** Bytes the stack may grow to. */
  readonly stack: number;
}

/** Names that uname(2) answers. */
export interface SystemNames {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

/** Follows the system calls as they happen. */
export interface CallObserver {
  enter(process: Process, number: number): void;
  /** `result` is null when the call did not return: the process ended. */
  leave(process: Process, result: number | null): void;
  /** Something happened to a process besides its calls. */
  note(process: Process, text: string): void;
}

export interface KernelOptions {
  readonly engine: Engine;
  readonly table: SystemCallTable;
  readonly limits: KernelLimits;
  readonly names: SystemNames;
  readonly clock?: ClockOptions | undefined;
  readonly randomSeed?: number | undefined;
  readonly observer?: CallObserver | null;
  readonly profiler?: Profiler | null;
}

/** What a slice ended with. */
export type SliceResult = 'more' | 'input' | 'finished';

/** The Linux kernel of one machine: its processes, and the loop that runs them. */
export class Kernel implements ProcessList, FileSystemHost {
  readonly clock: LogicalClock;
  readonly random: RandomStream;
  readonly limits: KernelLimits;
  readonly names: SystemNames;
  readonly tree: FileTree;
  /** AT_HWCAP: the feature word of cpuid. */
  readonly hardwareCapabilities = CPU_FEATURES;
  readonly processes = new Map<number, Process>();
  readonly scheduler: Scheduler;
  /** The process that runs, or ran last. */
  current: Process | null = null;
  /** Status word of the first process, once it has ended. */
  status: number | null = null;
  readonly records: ProgramRecord[] = [];
  readonly calls = new CallCounter();
  processCount = 0;
  private readonly engine: Engine;
  private readonly table: SystemCallTable;
  private observer: CallObserver | null;
  private readonly profiler: Profiler | null;
  private interruptedByHost = false;
  /** Instructions of the running process that the clock knows of. */
  private clocked = 0;

  constructor(options: KernelOptions) {
    this.engine = options.engine;
    this.table = options.table;
    this.limits = options.limits;
    this.names = options.names;
    this.observer = options.observer ?? null;
    this.profiler = options.profiler ?? null;
    this.clock = new LogicalClock(options.clock);
    this.random = new RandomStream(options.randomSeed);
    this.scheduler = new Scheduler(this.processes, this.clock);
    this.tree = new FileTree(this, this, this.random);
  }

  get fileBytes(): number {
    return this.limits.fileBytes;
  }

  get pids(): readonly number[] {
    return [...this.processes.keys()];
  }

  find(pid: number): Process | null {
    return this.processes.get(pid) ?? null;
  }

  /** Ends everything at once, unobserved. */
  shutDown(): void {
    this.observer = null;
    this.killAll();
  }

  /** Runs for a while. Throws a `VmError` when the machine cannot go on. */
  runSlice(): SliceResult {
    let left = SLICE_INSTRUCTIONS;
    while (left > 0) {
      const next = this.interruptedByHost && this.current !== null ? this.current : this.scheduler.next();
      this.interruptedByHost = false;
      if (next === 'input') return 'input';
      if (next === 'finished') return 'finished';
      if (next === 'deadlock') {
        if (this.status === null) throw new DeadlockError(this.scheduler.waiting());
        // What the first process left behind can only wait for ever.
        this.killAll();
        return 'finished';
      }
      left = this.runProcess(next, left);
    }
    this.interruptedByHost = this.current?.state === 'ready';
    return 'more';
  }

  /** Starts the clockwork of a new process in an empty memory; the caller loads the program. */
  addProcess(parent: Process | null, cpu: CpuState, mm: ProcessMemory, image: ProgramImage): Process {
    const location = parent === null ? this.tree.rootLocation() : { ...parent.location };
    const process = new Process(this, ++this.processCount, parent, cpu, mm, image, location, parent ? 'fork' : 'exec');
    image.file.executing++;
    parent?.children.add(process);
    this.processes.set(process.pid, process);
    this.scheduler.add(process);
    return process;
  }

  newMemory(): ProcessMemory {
    return new ProcessMemory(this.emptySpace(), this.limits.memory);
  }

  /** A copy of a process's memory, for fork. */
  copyMemory(mm: ProcessMemory): ProcessMemory {
    const space = this.emptySpace();
    mm.space.copyTo(space);
    return mm.clone(space);
  }

  private emptySpace(): AddressSpace {
    const space = pool.pop();
    space?.clear();
    return space ?? new AddressSpace();
  }

  /** A process lets go of its memory, at its end or for another program. A borrower that outlives the owner inherits it. */
  releaseMemory(process: Process): void {
    flushShared(process);
    if (process.borrowsMemory) {
      process.borrowsMemory = false;
      return;
    }
    const borrower = [...this.processes.values()].find(({ mm, borrowsMemory }) => borrowsMemory && mm === process.mm);
    if (borrower !== undefined) borrower.borrowsMemory = false;
    else if (pool.length < POOL_SIZE && process.memory.bytes.length <= POOLED_BYTES) pool.push(process.mm.space);
  }

  /** Sends a signal to a process. */
  post(target: Process, info: SignalInfo): void {
    if (target.state === 'zombie') return;
    const { signal } = info;
    if (signal === Signal.SIGCONT || signal === Signal.SIGKILL) this.wakeStopped(target, signal);
    const { signals } = target;
    if (signals.ignores(signal) && !signals.blocked.has(signal)) return;
    signals.post(info);
    if (target.state !== 'waiting' || !signals.deliverable) return;
    if (target.wait?.uninterruptible !== true || signals.kills(signal)) target.interrupted = true;
  }

  /** Ends a process with a status word of wait(2). */
  finish(process: Process, status: number): void {
    if (process.state === 'zombie') return;
    this.observer?.leave(process, null);
    process.status = status;
    process.state = 'zombie';
    process.wait = null;
    process.files.closeAll();
    if (process.borrowsMemory && process.clearChildTid !== 0) process.memory.store32(process.clearChildTid, 0);
    this.releaseMemory(process);
    this.endProgram(process, status);
    for (const child of process.children) {
      child.parent = null;
      if (child.state === 'zombie') this.reap(child);
    }
    process.children.clear();
    if (process.pid === 1) this.status = status;
    this.tellParent(process);
  }

  /** Forgets an ended process. */
  reap(process: Process): void {
    this.processes.delete(process.pid);
    process.parent?.children.delete(process);
  }

  /** Stops a process until SIGCONT. */
  stop(process: Process, signal: number): void {
    process.state = 'stopped';
    process.stopReport = (signal << 8) | 0x7f;
    const { parent } = process;
    if (parent !== null && (parent.signals.action(Signal.SIGCHLD).flags & Sa.NOCLDSTOP) === 0) {
      this.post(parent, { signal: Signal.SIGCHLD, code: SiCode.CLD_STOPPED, pid: process.pid, status: signal });
    }
  }

  /** Closes the account of the program a process executed, and opens that of the next one. */
  beginProgram(process: Process, image: ProgramImage): void {
    this.endProgram(process, null);
    image.file.executing++;
    process.image = image;
    process.activity = new ProgramActivity('exec', process.cpu.instructions);
  }

  note(process: Process, text: string): void {
    this.observer?.note(process, text);
  }

  private endProgram(process: Process, status: number | null): void {
    const { activity, image } = process;
    image.file.executing--;
    image.file.releaseIfUnused();
    activity.calls.addTo(this.calls);
    this.records.push({
      pid: process.pid,
      parent: process.parent?.pid ?? 0,
      started: activity.started,
      path: image.path,
      argv: image.argv,
      instructions: process.cpu.instructions - activity.instructionsBefore,
      systemCalls: activity.calls.byName(syscallName),
      read: [...activity.read].sort(),
      written: [...activity.written].sort(),
      status,
    });
  }

  private tellParent(process: Process): void {
    const { parent, exitSignal } = process;
    if (parent === null) {
      this.reap(process);
      return;
    }
    const action = parent.signals.action(Signal.SIGCHLD);
    const unwanted = action.handler === SIG_IGN || (action.flags & Sa.NOCLDWAIT) !== 0;
    if (exitSignal !== 0) {
      const killer = process.status & 0x7f;
      const code = killer === 0 ? SiCode.CLD_EXITED : SiCode.CLD_KILLED;
      const status = killer === 0 ? process.status >>> 8 : killer;
      this.post(parent, { signal: exitSignal, code, pid: process.pid, status });
    }
    if (exitSignal === Signal.SIGCHLD && unwanted) this.reap(process);
  }

  private wakeStopped(target: Process, signal: number): void {
    for (const stopper of [Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU])
      target.signals.forget(stopper);
    if (target.state !== 'stopped') return;
    target.state = target.wait === null ? 'ready' : 'waiting';
    target.stopReport = signal === Signal.SIGCONT ? 0xffff : null;
    this.scheduler.add(target);
  }

  private killAll(): void {
    for (const process of [...this.processes.values()]) this.finish(process, signalStatus(Signal.SIGKILL));
  }

  /** Runs a process until it cannot go on or the slice is used up; returns what is left of the slice. */
  private runProcess(process: Process, slice: number): number {
    this.current = process;
    let left = slice;
    if (process.mm.shared.length > 0) refreshShared(process);
    try {
      if (process.state === 'waiting') this.resume(process);
      while (process.state === 'ready') {
        if (process.alarm !== null) this.checkAlarm(process);
        if (process.signals.deliverable) {
          deliverSignals(process);
          continue;
        }
        if (left <= 0) break;
        left -= this.execute(process, left) + CALL_WEIGHT;
        if (this.engine.wantsToPrepare === true) left = 0;
      }
    } catch (error) {
      throw error instanceof VmError ? this.explain(error, process) : error;
    }
    if (process.mm.shared.length > 0 && process.state !== 'zombie') flushShared(process);
    return left;
  }

  /** Lets the engine run, and deals with what it came back for; returns the number of instructions. */
  private execute(process: Process, slice: number): number {
    const { cpu } = process;
    const before = cpu.instructions;
    this.clocked = before;
    const limit = before + Math.min(this.instructionsLeft(), this.untilAlarm(process), this.untilSample());
    const trap = this.engine.run(process, limit, before + slice);
    this.advanceClock(cpu.instructions);
    this.profiler?.observe(process, this.clock.instructions);
    if (trap.kind === 'syscall') this.call(process);
    else if (trap.kind === 'fault') raiseFault(process, trap.fault);
    else if (trap.kind === 'limit' && this.instructionsLeft() <= 0) {
      throw new VmError('INSTRUCTION_LIMIT', `the limit of ${this.limits.instructions} instructions is used up`);
    }
    return cpu.instructions - before;
  }

  /** Time passes with the instructions that the running process has executed. */
  advanceClock(instructions: number): void {
    this.clock.instructions += instructions - this.clocked;
    this.clocked = instructions;
  }

  /** A system call while the engine runs: true when the process can simply go on, with nothing but eax changed. */
  callInPlace(process: Process): boolean {
    const { cpu, memory } = process;
    this.advanceClock(cpu.instructions);
    process.redirected = false;
    this.call(process);
    return (
      !process.redirected &&
      process.state === 'ready' &&
      process.cpu === cpu &&
      process.memory === memory &&
      process.alarm === null &&
      !process.signals.deliverable
    );
  }

  private instructionsLeft(): number {
    return this.limits.instructions - this.clock.instructions;
  }

  /** A system call: eax is its number, and becomes its result. */
  private call(process: Process): void {
    const { regs } = process.cpu;
    const number = regs[0]!;
    const entry = this.table[number];
    if (entry === undefined) throw unsupported(process, null);
    process.activity.calls.count(number);
    if (this.observer !== null) this.observer.enter(process, number);
    let result: number;
    try {
      result = entry.handler(process, regs[3]!, regs[1]!, regs[2]!, regs[6]!, regs[7]!, regs[5]!);
    } catch (error) {
      result = failure(error);
    }
    // Who follows the calls sees all of them.
    if (this.observer === null) process.transfers.follow(number, regs[3]!, regs[2]!, result);
    this.complete(process, result);
  }

  private complete(process: Process, result: number): void {
    if (result === BLOCKED) {
      if (process.state === 'ready') process.state = 'waiting';
      return;
    }
    if (result !== NO_RESULT) process.cpu.regs[0] = result;
    if (process.signals.suspendedMask !== null && !process.signals.deliverable) restoreSuspendedMask(process);
    if (this.observer !== null && process.state !== 'zombie')
      this.observer.leave(process, result === NO_RESULT ? 0 : result);
  }

  /** A wait is over, or a signal interrupts it. */
  private resume(process: Process): void {
    const { wait } = process;
    process.state = 'ready';
    if (wait === null) return;
    if (process.interrupted && !wait.ready()) {
      // The delivery of the signal finds `wait` and answers the call.
      deliverSignals(process);
      this.afterInterruption(process);
      return;
    }
    process.interrupted = false;
    let result: number;
    try {
      result = wait.resume();
    } catch (error) {
      result = failure(error);
    }
    if (result !== BLOCKED) process.wait = null;
    this.complete(process, result);
  }

  /** The signal did nothing to the process after all: it goes on waiting. */
  private afterInterruption(process: Process): void {
    process.interrupted = false;
    if (process.state === 'ready' && process.wait !== null) process.state = 'waiting';
  }

  /** Called by the delivery of a signal when a handler runs: ends the wait, as signal(7) tells. */
  interruptWait(process: Process, restart: boolean): void {
    const { wait, cpu } = process;
    if (wait === null) return;
    process.wait = null;
    const result = wait.interrupted?.() ?? -Errno.EINTR;
    if (result === -Errno.EINTR && restart && wait.restartable) {
      // Back to `int 0x80`: eax still holds the number of the call.
      cpu.eip -= 2;
      this.observer?.leave(process, null);
      return;
    }
    cpu.regs[0] = result;
    this.observer?.leave(process, result);
  }

  /** Sends SIGALRM when its time has come. */
  checkAlarm(process: Process): void {
    const { alarm } = process;
    if (alarm === null || alarm.deadline > this.clock.elapsed()) return;
    process.alarm = alarm.interval > 0 ? { ...alarm, deadline: alarm.deadline + alarm.interval } : null;
    this.post(process, { signal: Signal.SIGALRM, code: SiCode.KERNEL });
  }

  private untilSample(): number {
    return this.profiler?.instructionsLeft(this.clock.instructions) ?? Number.POSITIVE_INFINITY;
  }

  private untilAlarm({ alarm }: Process): number {
    if (alarm === null) return Number.POSITIVE_INFINITY;
    return this.clock.instructionsUntil(alarm.deadline);
  }

  /** Adds to an error which process it happened in, and where. */
  private explain(error: VmError, process: Process): VmError {
    error.process ??= {
      pid: process.pid,
      argv: process.image.argv.map(fromByteString),
      eip: process.cpu.eip,
      backtrace: backtrace(process),
    };
    return error;
  }
}

/** A call that failed: the guest's error number. Errors of the machine itself go on. */
function failure(error: unknown): number {
  if (error instanceof SystemError) return -error.errno;
  if (error instanceof PageFault) return -Errno.EFAULT;
  throw error;
}
