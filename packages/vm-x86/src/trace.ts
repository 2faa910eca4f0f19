import { Reg } from './cpu/state.js';
import type { GuestContext } from './engine.js';
import { disassemble, MAX_LENGTH } from './isa/index.js';
import type { CallObserver } from './linux/kernel.js';
import { Process } from './linux/process.js';
import { type SystemCallTable, syscallName } from './linux/syscalls/table.js';
import { MAPPED } from './memory.js';
import { formatArgument, formatResult, isOutput } from './trace-arguments.js';

/** A system call that has returned, or has ended its process. */
export interface SyscallEvent {
  readonly pid: number;
  readonly number: number;
  readonly name: string;
  /** ebx, ecx, edx, esi, edi, ebp at the call, as signed words. */
  readonly args: readonly number[];
  /** Result or negative error number; null when the call did not return. */
  readonly result: number | null;
}

export interface TraceOptions {
  /** Takes one line at a time, without a line end. */
  readonly onLine: (line: string) => void;
  /** System calls, in the manner of strace: `[pid 2] open("a", O_RDONLY) = 3`. Default: true. */
  readonly systemCalls?: boolean;
  /** Every instruction, with the registers it changed. Default: false; very many lines. */
  readonly instructions?: boolean;
}

/** A call between its start and its end. */
interface OpenCall {
  readonly number: number;
  readonly args: readonly number[];
  /** Texts of the arguments that are not filled in by the call. */
  readonly texts: (string | null)[];
}

/** Tells of system calls as lines and as events, each when it is over: a call that waits comes late. */
export class CallTracer implements CallObserver {
  private readonly open = new Map<number, OpenCall>();

  constructor(
    private readonly table: SystemCallTable,
    private readonly onLine: ((line: string) => void) | null,
    private readonly onEvent: ((event: SyscallEvent) => void) | null,
  ) {}

  enter(process: Process, number: number): void {
    const { regs } = process.cpu;
    const order = [Reg.ebx, Reg.ecx, Reg.edx, Reg.esi, Reg.edi, Reg.ebp];
    const args = order.map((register) => regs[register]!);
    const kinds = this.onLine === null ? [] : (this.table[number]?.args ?? []);
    const texts = kinds.map((kind, i) => (isOutput(kind) ? null : formatArgument(process, kind, args, i, null)));
    this.open.set(process.pid, { number, args, texts });
  }

  leave(process: Process, result: number | null): void {
    const call = this.open.get(process.pid);
    this.open.delete(process.pid);
    if (call === undefined) return;
    const { number, args } = call;
    this.onEvent?.({ pid: process.pid, number, name: syscallName(number), args, result });
    this.onLine?.(`[pid ${process.pid}] ${this.describe(process, call, result)}`);
  }

  note(process: Process, text: string): void {
    this.onLine?.(`[pid ${process.pid}] --- ${text} ---`);
  }

  private describe(process: Process, { number, args, texts }: OpenCall, result: number | null): string {
    const entry = this.table[number]!;
    const list = entry.args.map((kind, i) => texts[i] ?? formatArgument(process, kind, args, i, result));
    return `${entry.name}(${list.join(', ')}) = ${formatResult(result, entry.resultIsAddress)}`;
  }
}

const REGISTER_NAMES = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];

/** Tells of every instruction: address, text, and the registers that it changed. */
export class InstructionTracer {
  private line: string | null = null;
  private context: GuestContext | null = null;
  private readonly before = new Int32Array(REGISTER_NAMES.length);

  constructor(private readonly onLine: (line: string) => void) {}

  /** To be called before each instruction; tells of the one before it. */
  onInstruction(context: GuestContext): void {
    this.flush();
    const { cpu } = context;
    const pid = context instanceof Process ? context.pid : 0;
    const address = cpu.eip.toString(16).padStart(8, '0');
    this.line = `[pid ${pid}] ${address}: ${disassemble(codeAt(context), cpu.eip)}`;
    this.context = context;
    this.before.set(cpu.regs.subarray(0, REGISTER_NAMES.length));
  }

  /** Tells of the last instruction. */
  flush(): void {
    const { line, context } = this;
    if (line === null || context === null) return;
    this.line = null;
    const changes = REGISTER_NAMES.flatMap((name, i) => {
      const value = context.cpu.regs[i]!;
      return value === this.before[i] ? [] : [`${name}=${(value >>> 0).toString(16).padStart(8, '0')}`];
    });
    this.onLine(changes.length === 0 ? line : `${line.padEnd(60)} ${changes.join(' ')}`);
  }
}

/** The bytes of the next instruction, as far as they are mapped. */
function codeAt({ cpu, memory }: GuestContext): Uint8Array {
  let length = MAX_LENGTH;
  while (length > 0 && !memory.shows(cpu.eip, length, MAPPED)) length--;
  return memory.bytes.subarray(cpu.eip, cpu.eip + length);
}
