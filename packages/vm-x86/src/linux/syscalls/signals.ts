import { Errno, SystemError } from '../abi/errno.js';
import { MINSIGSTKSZ, Sa, SIGNAL_MAX, SiCode, SigMask, Signal, Ss } from '../abi/signals.js';
import { writeWords } from '../guest-memory.js';
import type { Process } from '../process.js';
import { onAlternateStack, popFrame, popRtFrame, requireSignal } from '../signals/frame.js';
import { SignalSet } from '../signals/signal-set.js';
import type { SignalAction } from '../signals/signal-state.js';
import { readTimespec } from './time.js';
import { unsupported } from './unsupported.js';

/** `sigsetsize` of the rt_ calls. */
const SET_SIZE = 8;

export function kill(process: Process, pid: number, signal: number): number {
  const { kernel } = process;
  if (signal < 0 || signal > SIGNAL_MAX) throw new SystemError('EINVAL');
  const targets = [...kernel.processes.values()].filter((target) => isTarget(process, target, pid));
  if (targets.length === 0) throw new SystemError('ESRCH');
  if (signal !== 0) for (const target of targets) kernel.post(target, { signal, code: SiCode.USER, pid: process.pid });
  return 0;
}

function isTarget(sender: Process, target: Process, pid: number): boolean {
  if (pid > 0) return target.pid === pid;
  if (pid === 0) return target.group === sender.group;
  // -1 means everybody but the sender and the first process.
  if (pid === -1) return target !== sender && target.pid !== 1;
  return target.group === -pid;
}

/** tkill(tid, signal): a process is its only thread. */
export function tkill(process: Process, tid: number, signal: number): number {
  return tgkill(process, tid, tid, signal);
}

export function tgkill(process: Process, group: number, tid: number, signal: number): number {
  if (tid <= 0 || group <= 0 || signal < 0 || signal > SIGNAL_MAX) throw new SystemError('EINVAL');
  const target = process.kernel.find(tid);
  if (target === null || group !== tid) throw new SystemError('ESRCH');
  if (signal !== 0) process.kernel.post(target, { signal, code: SiCode.TKILL, pid: process.pid });
  return 0;
}

/** signal(2): a handler that is reset when it runs, and does not keep its own signal out. Answers the old handler. */
export function signal(process: Process, number: number, handler: number): number {
  requireSignal(number, 32);
  const before = process.signals.action(number).handler;
  setAction(process, number, { handler, flags: Sa.RESETHAND | Sa.NODEFER, mask: new SignalSet(), restorer: 0 });
  return before;
}

/** sigaction(signal, new, old) with `struct old_sigaction { handler, mask, flags, restorer }`. */
export function sigaction(process: Process, number: number, action: number, old: number): number {
  const { memory, signals } = process;
  requireSignal(number, 32);
  const before = signals.action(number);
  if (action !== 0) {
    const word = (index: number): number => memory.load32(action + index * 4);
    setAction(process, number, { handler: word(0), mask: new SignalSet(word(1)), flags: word(2), restorer: word(3) });
  }
  if (old !== 0) writeWords(memory, old, [before.handler, before.mask.low, before.flags, before.restorer]);
  return 0;
}

/** rt_sigaction(signal, new, old, size) with `struct sigaction { handler, flags, restorer, mask[2] }`. */
export function rtSigaction(process: Process, number: number, action: number, old: number, size: number): number {
  const { memory, signals } = process;
  requireSetSize(size);
  requireSignal(number);
  const before = signals.action(number);
  if (action !== 0) {
    const word = (index: number): number => memory.load32(action + index * 4);
    const mask = new SignalSet(word(3), word(4));
    setAction(process, number, { handler: word(0), flags: word(1), restorer: word(2), mask });
  }
  if (old !== 0) {
    writeWords(memory, old, [before.handler, before.flags, before.restorer, before.mask.low, before.mask.high]);
  }
  return 0;
}

function setAction(process: Process, number: number, action: SignalAction): void {
  if (number === Signal.SIGKILL || number === Signal.SIGSTOP) throw new SystemError('EINVAL');
  process.signals.setAction(number, { ...action, mask: withoutUnblockable(action.mask) });
}

/** SIGKILL and SIGSTOP cannot be blocked. */
function withoutUnblockable(set: SignalSet): SignalSet {
  const result = set.copy();
  result.delete(Signal.SIGKILL);
  result.delete(Signal.SIGSTOP);
  return result;
}

/** sigprocmask(how, new, old) on the first 32 signals. */
export function sigprocmask(process: Process, how: number, set: number, old: number): number {
  const { memory, signals } = process;
  const before = signals.blocked.low;
  if (set !== 0) {
    const high = how === SigMask.SETMASK ? signals.blocked.high : 0;
    changeMask(process, how, new SignalSet(memory.load32(set), high));
  }
  if (old !== 0) memory.store32(old, before);
  return 0;
}

export function rtSigprocmask(process: Process, how: number, set: number, old: number, size: number): number {
  const { memory, signals } = process;
  requireSetSize(size);
  const before = signals.blocked.copy();
  if (set !== 0) changeMask(process, how, readSet(process, set));
  if (old !== 0) writeWords(memory, old, [before.low, before.high]);
  return 0;
}

function changeMask(process: Process, how: number, set: SignalSet): void {
  const { blocked } = process.signals;
  const change = withoutUnblockable(set);
  if (how === SigMask.BLOCK) blocked.addAll(change);
  else if (how === SigMask.UNBLOCK) blocked.deleteAll(change);
  else if (how === SigMask.SETMASK) blocked.assign(change);
  else throw new SystemError('EINVAL');
}

/** sgetmask(2) and ssetmask(2): the first 32 signals as a word. */
export function sgetmask(process: Process): number {
  return process.signals.blocked.low;
}

export function ssetmask(process: Process, mask: number): number {
  const before = process.signals.blocked.low;
  process.signals.blocked.low = withoutUnblockable(new SignalSet(mask)).low;
  return before;
}

export function sigpending(process: Process, set: number): number {
  process.memory.store32(set, process.signals.pending.low & process.signals.blocked.low);
  return 0;
}

export function rtSigpending(process: Process, set: number, size: number): number {
  const { pending, blocked } = process.signals;
  if (size > SET_SIZE) throw new SystemError('EINVAL');
  writeWords(process.memory, set, [pending.low & blocked.low, pending.high & blocked.high]);
  return 0;
}

/** sigsuspend(unused, unused, mask) */
export function sigsuspend(process: Process, _a: number, _b: number, mask: number): number {
  return suspend(process, new SignalSet(mask, process.signals.blocked.high));
}

export function rtSigsuspend(process: Process, set: number, size: number): number {
  requireSetSize(size);
  return suspend(process, readSet(process, set));
}

function suspend(process: Process, mask: SignalSet): number {
  const { signals } = process;
  signals.suspendedMask = signals.blocked.copy();
  signals.blocked.assign(withoutUnblockable(mask));
  return waitForSignal(process, 'a signal (sigsuspend)');
}

export function pause(process: Process): number {
  return waitForSignal(process, 'a signal (pause)');
}

/** Waits until a handler has run; then the call fails with EINTR. */
function waitForSignal(process: Process, what: string): number {
  if (process.signals.deliverable) process.interrupted = true;
  return process.block({ what, ready: () => false, resume: () => -Errno.EINTR });
}

/** rt_sigtimedwait(set, info, timeout, size): takes a pending signal of the set, or waits for one. */
export function rtSigtimedwait(process: Process, set: number, info: number, timeout: number, size: number): number {
  const { memory, signals, kernel } = process;
  requireSetSize(size);
  const wanted = readSet(process, set);
  const take = (): number | null => {
    const taken = signals.take((signal) => wanted.has(signal));
    if (taken === null) return null;
    if (info !== 0) {
      for (let at = 0; at < 128; at += 4) memory.store32(info + at, 0);
      writeWords(memory, info, [taken.signal, 0, taken.code, taken.pid ?? 0, 0, taken.status ?? 0]);
    }
    return taken.signal;
  };
  const pending = (): boolean => (signals.pending.low & wanted.low) !== 0 || (signals.pending.high & wanted.high) !== 0;
  const already = take();
  if (already !== null) return already;
  const wait = { what: 'a signal (sigtimedwait)', ready: pending, resume: () => take() ?? -Errno.EAGAIN };
  if (timeout === 0) return process.block(wait);
  const nanoseconds = readTimespec(process, timeout);
  if (nanoseconds === 0) return -Errno.EAGAIN;
  return process.block({ ...wait, deadline: kernel.clock.elapsed() + nanoseconds });
}

export function sigreturn(process: Process): number {
  return popFrame(process);
}

export function rtSigreturn(process: Process): number {
  return popRtFrame(process);
}

/** sigaltstack(new, old) with `stack_t { address, flags, size }`. */
export function sigaltstack(process: Process, stack: number, old: number): number {
  const { memory, signals } = process;
  const before = signals.alternateStack;
  const active = onAlternateStack(process);
  if (stack !== 0) {
    const flags = memory.load32(stack + 4);
    const size = memory.load32(stack + 8) >>> 0;
    if (active) throw new SystemError('EPERM');
    if (flags !== 0 && flags !== Ss.DISABLE && flags !== Ss.ONSTACK) throw new SystemError('EINVAL');
    if (flags !== Ss.DISABLE && size < MINSIGSTKSZ) throw new SystemError('ENOMEM');
    const disabled = flags === Ss.DISABLE;
    signals.alternateStack = disabled
      ? { address: 0, size: 0, flags: Ss.DISABLE }
      : { address: memory.load32(stack) >>> 0, size, flags: 0 };
  }
  if (old !== 0) writeWords(memory, old, [before.address, active ? Ss.ONSTACK : before.flags, before.size]);
  return 0;
}

/** rt_sigqueueinfo(pid, signal, info): the information is not passed on to a handler, so only a signal without it works. */
export function rtSigqueueinfo(process: Process): number {
  throw unsupported(process, 'signals with information of their own');
}

function readSet(process: Process, address: number): SignalSet {
  return new SignalSet(process.memory.load32(address), process.memory.load32(address + 4));
}

function requireSetSize(size: number): void {
  if (size !== SET_SIZE) throw new SystemError('EINVAL');
}
