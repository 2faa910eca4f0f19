import { Errno, SystemError } from '../abi/errno.js';
import { At } from '../abi/files.js';
import { Clone, exitStatus, Wait as WaitOption } from '../abi/processes.js';
import { Signal } from '../abi/signals.js';
import { replaceProgram, requestFor } from '../exec/execute.js';
import { walk } from '../fs/walk.js';
import { readPath, readStrings } from '../guest-memory.js';
import { NO_RESULT, type Process } from '../process.js';
import { originAt } from './paths.js';
import { setThreadArea } from './thread-area.js';
import { unsupported } from './unsupported.js';

/** Longest argument of execve. */
const ARGUMENT_MAX = 131072;

export function exit(process: Process, code: number): number {
  process.kernel.finish(process, exitStatus(code));
  return NO_RESULT;
}

export function fork(process: Process): number {
  return makeChild(process, Signal.SIGCHLD, false).pid;
}

/** vfork(2): the child borrows the parent's memory, and the parent waits until it has its own or is gone. */
export function vfork(process: Process): number {
  return waitForBorrower(process, makeChild(process, Signal.SIGCHLD, true));
}

/** Flags of clone that make no difference here, where every process is alone in its memory. */
const HARMLESS = Clone.SYSVSEM | Clone.DETACHED;

/**
 * clone(flags, stack, parent_tid, tls, child_tid): what fork, vfork and posix_spawn of a C library are made of. Threads
 * share what a process here has for itself, so they are not supported.
 */
export function clone(
  process: Process,
  flags: number,
  stack: number,
  parentTid: number,
  tls: number,
  childTid: number,
): number {
  const borrows = (flags & Clone.VM) !== 0;
  if (borrows !== ((flags & Clone.VFORK) !== 0) && borrows)
    throw unsupported(process, 'a thread: CLONE_VM without CLONE_VFORK');
  const known =
    Clone.SIGNAL |
    Clone.VM |
    Clone.VFORK |
    Clone.SETTLS |
    Clone.PARENT_SETTID |
    Clone.CHILD_CLEARTID |
    Clone.CHILD_SETTID;
  const strange = flags & ~(known | HARMLESS);
  if (strange !== 0) throw unsupported(process, `clone flags 0x${(strange >>> 0).toString(16)}`);
  const child = makeChild(process, flags & Clone.SIGNAL, borrows);
  if (stack !== 0) child.cpu.regs[4] = stack;
  if ((flags & Clone.SETTLS) !== 0) setThreadArea(child, tls);
  if ((flags & Clone.PARENT_SETTID) !== 0) process.memory.store32(parentTid, child.pid);
  if ((flags & Clone.CHILD_SETTID) !== 0) child.memory.store32(childTid, child.pid);
  if ((flags & Clone.CHILD_CLEARTID) !== 0) child.clearChildTid = childTid;
  if ((flags & Clone.VFORK) === 0) return child.pid;
  return waitForBorrower(process, child);
}

function waitForBorrower(process: Process, child: Process): number {
  const { activity } = child;
  return process.block({
    what: `the child ${child.pid} to execute a program or end (vfork)`,
    ready: () => child.state === 'zombie' || child.activity !== activity,
    resume: () => child.pid,
    uninterruptible: true,
  });
}

function makeChild(parent: Process, exitSignal: number, borrowsMemory: boolean): Process {
  const { kernel } = parent;
  if (kernel.processes.size >= kernel.limits.processes) throw new SystemError('EAGAIN');
  const cpu = parent.cpu.clone();
  cpu.regs[0] = 0;
  const mm = borrowsMemory ? parent.mm : kernel.copyMemory(parent.mm);
  const child = kernel.addProcess(parent, cpu, mm, parent.image);
  child.borrowsMemory = borrowsMemory;
  child.exitSignal = exitSignal;
  child.files = parent.files.clone();
  child.signals.copyFrom(parent.signals);
  child.personality = parent.personality;
  return child;
}

export function execve(process: Process, path: number, argv: number, env: number): number {
  return execveat(process, At.FDCWD, path, argv, env, 0);
}

export function execveat(
  process: Process,
  directory: number,
  pathAddress: number,
  argvAddress: number,
  envAddress: number,
  flags: number,
): number {
  if ((flags & ~(At.EMPTY_PATH | At.SYMLINK_NOFOLLOW)) !== 0) throw new SystemError('EINVAL');
  const { memory } = process;
  const path = readPath(memory, pathAddress);
  const argv = readStrings(memory, argvAddress, ARGUMENT_MAX);
  const env = readStrings(memory, envAddress, ARGUMENT_MAX);
  if (path === '' && (flags & At.EMPTY_PATH) !== 0) {
    const file = process.files.require(directory);
    const name = `/dev/fd/${directory}`;
    replaceProgram(process, { path: name, file: file.inode, absolutePath: file.path, argv, env });
    return NO_RESULT;
  }
  const found = walk(originAt(process, directory, path), path, (flags & At.SYMLINK_NOFOLLOW) === 0);
  replaceProgram(process, requestFor(process.kernel, found, path, argv, env));
  return NO_RESULT;
}

export function waitpid(process: Process, pid: number, status: number, options: number): number {
  return wait4(process, pid, status, options, 0);
}

/** Bytes of `struct rusage`. */
const RUSAGE_SIZE = 72;

/** wait4(pid, status, options, rusage) */
export function wait4(process: Process, pid: number, status: number, options: number, usage: number): number {
  const known =
    WaitOption.NOHANG |
    WaitOption.UNTRACED |
    WaitOption.CONTINUED |
    WaitOption.NOTHREAD |
    WaitOption.ALL |
    WaitOption.CLONE;
  if ((options & ~known) !== 0) throw new SystemError('EINVAL');
  // The group is the one the caller is in now, even if it changes while it waits.
  const group = pid === 0 ? process.group : -pid;
  const wanted = (child: Process): boolean => pid === -1 || (pid > 0 ? child.pid === pid : child.group === group);
  const collect = (): number | null => collectChild(process, wanted, options, status, usage);
  const result = collect();
  if (result !== null) return result;
  return process.block({
    what: pid > 0 ? `the end of child ${pid}` : 'the end of a child',
    // Without NOHANG the process waits; with it, it gives the others a chance and looks once more.
    ready: () => (options & WaitOption.NOHANG) !== 0 || isWorthLooking(process, wanted, options),
    resume: () => collect() ?? 0,
    restartable: true,
  });
}

/** A child has something to report, or there is none left that could. */
function isWorthLooking({ children }: Process, wanted: (child: Process) => boolean, options: number): boolean {
  const candidates = [...children].filter(wanted);
  return candidates.length === 0 || candidates.some((child) => hasReport(child, options));
}

function hasReport(child: Process, options: number): boolean {
  return child.state === 'zombie' || reportOf(child, options) !== null;
}

/** A stop or continue that the caller asks for and nobody was told of yet. */
function reportOf({ stopReport }: Process, options: number): number | null {
  if (stopReport === null) return null;
  const asked = stopReport === 0xffff ? WaitOption.CONTINUED : WaitOption.UNTRACED;
  return (options & asked) !== 0 ? stopReport : null;
}

/** Collects a child that has something to report: its pid; null when none has; ECHILD when there is none at all. */
function collectChild(
  process: Process,
  wanted: (child: Process) => boolean,
  options: number,
  status: number,
  usage: number,
): number | null {
  const candidates = [...process.children].filter(wanted);
  if (candidates.length === 0) throw new SystemError('ECHILD');
  const child = candidates.find((candidate) => hasReport(candidate, options));
  if (child === undefined) return null;
  const word = child.state === 'zombie' ? child.status : reportOf(child, options)!;
  if (status !== 0) process.memory.store32(status, word);
  if (usage !== 0) for (let at = 0; at < RUSAGE_SIZE; at += 4) process.memory.store32(usage + at, 0);
  child.stopReport = null;
  if (child.state === 'zombie') process.kernel.reap(child);
  return child.pid;
}

export function getpid(process: Process): number {
  return process.pid;
}

/** 0 for the first process, and for one whose parent has ended. */
export function getppid(process: Process): number {
  return process.parent?.pid ?? 0;
}

export function getpgrp(process: Process): number {
  return process.group;
}

export function getpgid(process: Process, pid: number): number {
  return requireProcess(process, pid).group;
}

export function getsid(process: Process, pid: number): number {
  return requireProcess(process, pid).session;
}

export function setpgid(process: Process, pid: number, group: number): number {
  if (pid < 0 || group < 0) throw new SystemError('EINVAL');
  const target = requireProcess(process, pid);
  if (target !== process && target.parent !== process) throw new SystemError('ESRCH');
  if (target.session !== process.session || target.session === target.pid) throw new SystemError('EPERM');
  const wanted = group === 0 ? target.pid : group;
  const exists = [...process.kernel.processes.values()].some(
    (other) => other.group === wanted && other.session === process.session,
  );
  if (wanted !== target.pid && !exists) throw new SystemError('EPERM');
  target.group = wanted;
  return 0;
}

export function setsid(process: Process): number {
  const leads = [...process.kernel.processes.values()].some(({ group }) => group === process.pid);
  if (leads) throw new SystemError('EPERM');
  process.session = process.group = process.pid;
  return process.pid;
}

function requireProcess(process: Process, pid: number): Process {
  const target = pid === 0 ? process : process.kernel.find(pid);
  if (target === null) throw new SystemError('ESRCH');
  return target;
}

/** sched_yield(2): everybody else who can run goes first. */
export function schedYield(process: Process): number {
  return process.block({ what: 'its turn', ready: () => true, resume: () => 0 });
}

/** getuid and the like: everybody is root. */
export function zeroId(): number {
  return 0;
}

/** setuid and the like: root is the only user there is, as in a user namespace that maps no other. */
export function setId(_process: Process, ...ids: number[]): number {
  return ids.every((id) => id === 0 || id === -1 || id === 0xffff) ? 0 : -Errno.EINVAL;
}

export function setOneId(process: Process, id: number): number {
  return setId(process, id);
}

export function setTwoIds(process: Process, a: number, b: number): number {
  return setId(process, a, b);
}

export function setThreeIds(process: Process, a: number, b: number, c: number): number {
  return setId(process, a, b, c);
}

/** setfsuid(2) answers the previous id, whatever happens. */
export function setFsId(): number {
  return 0;
}

/** getresuid(&real, &effective, &saved) */
export function getThreeIds(process: Process, real: number, effective: number, saved: number): number {
  for (const address of [real, effective, saved]) process.memory.store32(address, 0);
  return 0;
}

export function getThreeIds16(process: Process, real: number, effective: number, saved: number): number {
  for (const address of [real, effective, saved]) process.memory.store16(address, 0);
  return 0;
}

/** getgroups(2): no supplementary groups. */
export function getgroups(): number {
  return 0;
}

export function setgroups(process: Process, count: number, list: number): number {
  for (let i = 0; i < count; i++) if (process.memory.load32(list + i * 4) !== 0) throw new SystemError('EINVAL');
  return 0;
}
