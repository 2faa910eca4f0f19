import { Status, type X87 } from '../../cpu/x87/unit.js';
import { type GuestFault, PageFault, Vector } from '../../faults.js';
import { SystemError } from '../abi/errno.js';
import { signalStatus } from '../abi/processes.js';
import { defaultAction, Sa, SIG_DFL, SiCode, Signal, signalName } from '../abi/signals.js';
import type { Process } from '../process.js';
import { maskForFrame, pushFrame } from './frame.js';
import type { SignalAction, SignalInfo } from './signal-state.js';

/** Delivers every signal that is pending and not blocked, until the process ends, stops, or is ready to go on. */
export function deliverSignals(process: Process): void {
  for (;;) {
    const info = process.signals.take();
    if (info === null) break;
    deliver(process, info);
    if (process.state === 'zombie' || process.state === 'stopped') return;
  }
  restoreSuspendedMask(process);
}

/** Makes a signal of an exception, one the process can neither block nor ignore. */
export function raiseFault(process: Process, fault: GuestFault): void {
  forceSignal(process, faultInfo(process, fault), fault.message);
}

function forceSignal(process: Process, info: SignalInfo, reason: string): void {
  const { signals } = process;
  const { signal } = info;
  if (signals.blocked.has(signal) || signals.ignores(signal)) {
    signals.reset(signal);
    signals.blocked.delete(signal);
  }
  process.kernel.note(process, `${signalName(signal)}: ${reason}`);
  signals.forget(signal);
  signals.post(info);
}

function deliver(process: Process, info: SignalInfo): void {
  const { signals, kernel } = process;
  const { signal } = info;
  if (signals.ignores(signal)) return;
  const action = signals.action(signal);
  if (action.handler !== SIG_DFL) {
    runHandler(process, info, action);
    return;
  }
  const effect = defaultAction(signal);
  if (effect === 'stop') kernel.stop(process, signal);
  else if (effect !== 'ignore' && effect !== 'continue') kernel.finish(process, signalStatus(signal));
}

function runHandler(process: Process, info: SignalInfo, action: SignalAction): void {
  const { signals, kernel } = process;
  const { signal } = info;
  kernel.interruptWait(process, (action.flags & Sa.RESTART) !== 0);
  const oldMask = maskForFrame(process);
  try {
    pushFrame(process, info, action, oldMask);
  } catch (error) {
    if (!(error instanceof SystemError || error instanceof PageFault)) throw error;
    // No room for the frame: SIGSEGV, and not through a handler again if this was one already.
    if (signal === Signal.SIGSEGV) signals.reset(signal);
    forceSignal(process, { signal: Signal.SIGSEGV, code: SiCode.KERNEL }, 'no room for a signal frame');
    return;
  }
  if ((action.flags & Sa.RESETHAND) !== 0) signals.reset(signal);
  signals.blocked.addAll(action.mask);
  if ((action.flags & Sa.NODEFER) === 0) signals.blocked.add(signal);
}

/** A sigsuspend that no handler ended goes on waiting, under its own mask; one that is over gets the old mask back. */
export function restoreSuspendedMask(process: Process): void {
  const { signals } = process;
  if (process.wait !== null || signals.suspendedMask === null) return;
  signals.blocked.assign(signals.suspendedMask);
  signals.suspendedMask = null;
}

/** Which signal an exception becomes, and what siginfo tells about it (arch/x86/kernel/traps.c). */
function faultInfo(process: Process, fault: GuestFault): SignalInfo {
  const { eip } = process.cpu;
  const { vector: trap } = fault;
  if (fault instanceof PageFault) return pageFaultInfo(process, fault);
  switch (trap) {
    case Vector.divideError:
      return { signal: Signal.SIGFPE, code: SiCode.FPE_INTDIV, address: eip, trap };
    case Vector.debug:
      return { signal: Signal.SIGTRAP, code: SiCode.TRAP_BRKPT, address: eip, trap };
    case Vector.breakpoint:
      return { signal: Signal.SIGTRAP, code: SiCode.KERNEL, trap };
    case Vector.invalidOpcode:
      return { signal: Signal.SIGILL, code: SiCode.ILL_ILLOPN, address: eip, trap };
    case Vector.x87:
      return { signal: Signal.SIGFPE, code: x87Code(process.cpu.x87), address: eip, trap };
    case Vector.alignment:
      return { signal: Signal.SIGBUS, code: SiCode.BUS_ADRALN, address: eip, trap };
    default:
      return { signal: Signal.SIGSEGV, code: SiCode.KERNEL, address: 0, trap };
  }
}

/** What siginfo says about an x87 exception: of several that are not masked, the first here (fpu__exception_code). */
function x87Code({ status, control }: X87): number {
  const unmasked = status & ~control;
  if ((unmasked & Status.invalid) !== 0) return SiCode.FPE_FLTINV;
  if ((unmasked & Status.zeroDivide) !== 0) return SiCode.FPE_FLTDIV;
  if ((unmasked & Status.overflow) !== 0) return SiCode.FPE_FLTOVF;
  if ((unmasked & (Status.denormal | Status.underflow)) !== 0) return SiCode.FPE_FLTUND;
  return SiCode.FPE_FLTRES;
}

/** Bits of a page fault's error code: 1 = protection (else not mapped), 2 = write, 4 = user mode, 16 = instruction fetch. */
function pageFaultInfo(process: Process, { address, access }: PageFault): SignalInfo {
  const mapped = process.mm.isMapped(address - (address % 4096), 1);
  const code = mapped ? SiCode.SEGV_ACCERR : SiCode.SEGV_MAPERR;
  const errorCode = (mapped ? 1 : 0) | (access === 'write' ? 2 : 0) | 4 | (access === 'execute' ? 16 : 0);
  return { signal: Signal.SIGSEGV, code, address, trap: Vector.pageFault, errorCode };
}
