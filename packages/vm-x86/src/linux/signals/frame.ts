import { loadSegment } from '../../cpu/segments.js';
import { Flag, Reg, Seg, USER_CS, USER_DS } from '../../cpu/state.js';
import { loadState, stateSize, storeState } from '../../cpu/x87/environment.js';
import { X87 } from '../../cpu/x87/unit.js';
import { PROT_READ, PROT_WRITE } from '../../memory.js';
import { SystemError } from '../abi/errno.js';
import { Sa, Ss } from '../abi/signals.js';
import { requireAccess, writeBytes, writeWords } from '../guest-memory.js';
import type { Process } from '../process.js';
import type { SignalSet } from './signal-set.js';
import type { SignalAction, SignalInfo } from './signal-state.js';

/**
 * The frames that i386 Linux puts on the stack for a signal handler (asm/sigframe.h), as a 64-bit kernel lays them out for a
 * 32-bit program:
 *
 *     struct sigframe                          struct rt_sigframe
 *        0  return address                        0  return address
 *        4  signal                                4  signal
 *        8  sigcontext (88 bytes)                 8  pointer to siginfo
 *       96  unused FPU state (624)               12  pointer to ucontext
 *      720  upper word of the mask               16  siginfo (128)
 *      724  return code (8)                     144  ucontext: flags, link, stack (12), sigcontext (88), mask (8)
 *      732                                      260  return code (8)
 *                                               268
 *
 * Above the frame, at a multiple of 64, lies the x87 state, as fnsave stores it and with the status word once more behind it;
 * the sigcontext points to it. A kernel has no more to keep for a processor without fxsave.
 */
const FRAME = { context: 8, extraMask: 720, returnCode: 724, size: 732 } as const;
const RT_FRAME = { info: 16, user: 144, context: 164, mask: 252, returnCode: 260, size: 268 } as const;

/** Words of `struct sigcontext`, by index. */
const Context = { gs: 0, edi: 4, eip: 14, flags: 16, x87: 19, mask: 20 } as const;
const CONTEXT_SIZE = 88;

/** The x87 state: that of fnsave with 32 bits, and the status word. */
const X87_STATUS = stateSize(4);
const X87_SIZE = X87_STATUS + 4;
const X87_ALIGNMENT = 64;

/** `pop eax; mov eax, 119 (sigreturn); int 0x80`, and `mov eax, 173 (rt_sigreturn); int 0x80`. */
const RETURN_CODE = '\x58\xb8\x77\x00\x00\x00\xcd\x80';
const RT_RETURN_CODE = '\xb8\xad\x00\x00\x00\xcd\x80\x00';

/** EFLAGS bits that sigreturn may change (FIX_EFLAGS). */
const RESTORED_FLAGS =
  Flag.ac | Flag.of | Flag.df | Flag.tf | Flag.sf | Flag.zf | Flag.af | Flag.pf | Flag.cf | Flag.rf;

/**
 * Makes a process continue in its handler for a signal, and come back here when the handler returns. Throws EFAULT (or a
 * page fault) when the frame does not fit on the stack.
 */
export function pushFrame(process: Process, info: SignalInfo, action: SignalAction, oldMask: SignalSet): void {
  const rt = (action.flags & Sa.SIGINFO) !== 0;
  const size = rt ? RT_FRAME.size : FRAME.size;
  const top = stackTop(process, action) - X87_SIZE;
  const x87 = top - (top % X87_ALIGNMENT);
  const frame = frameBelow(x87, size);
  requireAccess(process.memory, frame, x87 + X87_SIZE - frame, PROT_WRITE);
  writeX87(process, x87);
  if (rt) writeRtFrame(process, frame, x87, info, action, oldMask);
  else writeFrame(process, frame, x87, info, action, oldMask);
  enterHandler(process, frame, info, action, rt);
}

/** sigreturn(2): `esp` is behind the return address and the signal number that the handler was called with. */
export function popFrame(process: Process): number {
  const { cpu, memory, signals } = process;
  const frame = cpu.regs[Reg.esp]! - 8;
  const context = frame + FRAME.context;
  signals.blocked.low = memory.load32(context + Context.mask * 4);
  signals.blocked.high = memory.load32(frame + FRAME.extraMask);
  return restoreContext(process, context);
}

/** rt_sigreturn(2): `esp` is behind the return address. */
export function popRtFrame(process: Process): number {
  const { cpu, memory, signals } = process;
  const frame = cpu.regs[Reg.esp]! - 4;
  signals.blocked.low = memory.load32(frame + RT_FRAME.mask);
  signals.blocked.high = memory.load32(frame + RT_FRAME.mask + 4);
  const stack = frame + RT_FRAME.user + 8;
  signals.alternateStack = {
    address: memory.load32(stack) >>> 0,
    flags: memory.load32(stack + 4) & Ss.DISABLE,
    size: memory.load32(stack + 8) >>> 0,
  };
  return restoreContext(process, frame + RT_FRAME.context);
}

/** True when esp is on the alternate signal stack. */
export function onAlternateStack(process: Process): boolean {
  const { address, size, flags } = process.signals.alternateStack;
  const esp = process.cpu.regs[Reg.esp]! >>> 0;
  return (flags & Ss.DISABLE) === 0 && esp > address && esp - address <= size;
}

/** Chooses the stack. */
function stackTop(process: Process, action: SignalAction): number {
  const { address, size: stackSize, flags } = process.signals.alternateStack;
  const wanted = (action.flags & Sa.ONSTACK) !== 0 && (flags & Ss.DISABLE) === 0 && !onAlternateStack(process);
  return wanted ? address + stackSize : process.cpu.regs[Reg.esp]! >>> 0;
}

/** Keeps the i386 ABI's rule for a function's entry: esp + 4 is a multiple of 16. */
function frameBelow(top: number, size: number): number {
  const below = top - size;
  return below + 4 - ((below + 4) % 16) - 4;
}

function writeX87({ cpu, memory }: Process, at: number): void {
  storeState(cpu.x87, memory, at, 4);
  memory.store32(at + X87_STATUS, memory.load32(at + 4));
}

function writeFrame(
  process: Process,
  frame: number,
  x87: number,
  info: SignalInfo,
  action: SignalAction,
  mask: SignalSet,
): void {
  const { memory } = process;
  const returnCode = frame + FRAME.returnCode;
  writeWords(memory, frame, [returnAddress(action, returnCode), info.signal]);
  writeContext(process, frame + FRAME.context, x87, info, mask);
  memory.store32(frame + FRAME.extraMask, mask.high);
  writeBytes(memory, returnCode, RETURN_CODE);
}

function writeRtFrame(
  process: Process,
  frame: number,
  x87: number,
  info: SignalInfo,
  action: SignalAction,
  mask: SignalSet,
): void {
  const { memory, signals } = process;
  const { address, size, flags } = signals.alternateStack;
  const returnCode = frame + RT_FRAME.returnCode;
  const stackFlags = onAlternateStack(process) ? Ss.ONSTACK : flags;
  writeWords(memory, frame, [
    returnAddress(action, returnCode),
    info.signal,
    frame + RT_FRAME.info,
    frame + RT_FRAME.user,
  ]);
  writeInfo(process, frame + RT_FRAME.info, info);
  writeWords(memory, frame + RT_FRAME.user, [0, 0, address, stackFlags, size]);
  writeContext(process, frame + RT_FRAME.context, x87, info, mask);
  writeWords(memory, frame + RT_FRAME.mask, [mask.low, mask.high]);
  writeBytes(memory, returnCode, RT_RETURN_CODE);
}

function returnAddress(action: SignalAction, returnCode: number): number {
  return (action.flags & Sa.RESTORER) !== 0 ? action.restorer : returnCode;
}

/** `struct siginfo`: number, errno, code, and what the code's kind adds. */
function writeInfo({ memory }: Process, at: number, info: SignalInfo): void {
  for (let offset = 0; offset < 128; offset += 4) memory.store32(at + offset, 0);
  const extra = info.address === undefined ? [info.pid ?? 0, 0, info.status ?? 0] : [info.address];
  writeWords(memory, at, [info.signal, 0, info.code, ...extra]);
}

function writeContext({ memory, cpu }: Process, at: number, x87: number, info: SignalInfo, mask: SignalSet): void {
  const { regs, selectors } = cpu;
  const esp = regs[Reg.esp]!;
  writeWords(memory, at, [
    selectors[Seg.gs]!,
    selectors[Seg.fs]!,
    selectors[Seg.es]!,
    selectors[Seg.ds]!,
    ...[Reg.edi, Reg.esi, Reg.ebp, Reg.esp, Reg.ebx, Reg.edx, Reg.ecx, Reg.eax].map((register) => regs[register]!),
    info.trap ?? 0,
    info.errorCode ?? 0,
    cpu.eip,
    selectors[Seg.cs]!,
    cpu.eflags,
    esp,
    selectors[Seg.ss]!,
    x87,
    mask.low,
    info.address ?? 0,
  ]);
}

function enterHandler({ cpu }: Process, frame: number, info: SignalInfo, action: SignalAction, rt: boolean): void {
  const { regs } = cpu;
  regs[Reg.esp] = frame;
  regs[Reg.eax] = info.signal;
  regs[Reg.edx] = rt ? frame + RT_FRAME.info : 0;
  regs[Reg.ecx] = rt ? frame + RT_FRAME.user : 0;
  cpu.eip = action.handler >>> 0;
  cpu.x87.copyFrom(new X87());
  cpu.eflags &= ~(Flag.df | Flag.rf | Flag.tf);
  cpu.selectors[Seg.ds] = cpu.selectors[Seg.es] = cpu.selectors[Seg.ss] = USER_DS;
  cpu.selectors[Seg.cs] = USER_CS;
}

/** Loads the registers from a sigcontext; returns eax. A selector that cannot be loaded faults. Without x87 state: that of fninit. */
function restoreContext(process: Process, at: number): number {
  const { cpu, memory } = process;
  process.redirected = true;
  requireAccess(memory, at, CONTEXT_SIZE, PROT_READ);
  const word = (index: number): number => memory.load32(at + index * 4);
  const order = [Reg.edi, Reg.esi, Reg.ebp, Reg.esp, Reg.ebx, Reg.edx, Reg.ecx, Reg.eax];
  order.forEach((register, i) => {
    cpu.regs[register] = word(Context.edi + i);
  });
  [Seg.gs, Seg.fs, Seg.es, Seg.ds].forEach((segment, i) => {
    loadSegment(cpu, segment, word(Context.gs + i) & 0xffff);
  });
  const x87 = word(Context.x87);
  if (x87 === 0) cpu.x87.copyFrom(new X87());
  else {
    requireAccess(memory, x87, X87_SIZE, PROT_READ);
    loadState(cpu.x87, memory, x87, 4);
  }
  cpu.eip = word(Context.eip) >>> 0;
  cpu.eflags = (cpu.eflags & ~RESTORED_FLAGS) | (word(Context.flags) & RESTORED_FLAGS);
  return cpu.regs[Reg.eax]!;
}

/** The mask a frame gives back: the one before sigsuspend, if the handler ends one. */
export function maskForFrame(process: Process): SignalSet {
  const { signals } = process;
  const mask = signals.suspendedMask ?? signals.blocked.copy();
  signals.suspendedMask = null;
  return mask;
}

/** Fails with EINVAL for a signal number that does not exist. */
export function requireSignal(signal: number, highest = 64): void {
  if (signal < 1 || signal > highest) throw new SystemError('EINVAL');
}
