import { DecodeStatus, decode, MAX_LENGTH } from '../isa/decode.js';
import { ENCODINGS } from '../isa/encodings.js';
import { Instruction, NO_REGISTER, OperandKind } from '../isa/instruction.js';
import { type AddressSpace, PAGE_SHIFT, PAGE_SIZE, PROT_EXEC } from '../memory.js';
import { Control, controlOf } from './control-flow.js';
import { analyse, effects, FLAG_KILLS, FLAG_READS, Status } from './effects.js';
import { InlineOperands } from './inline-operands.js';

/** Marks of instructions. */
const LEADER = 1;
const ENTRY = 2;

/** Instructions in a row without a branch. Data that is taken for code can go on for megabytes. */
const LONGEST_RUN = 4000;
/** `add [eax], al`, again and again: memory full of zeros. */
const ZEROS = 4;
/** Instructions that are looked at for a `ret`. */
const PATIENCE = 1000;
const SYSCALL_VECTOR = 0x80;
const MOV_EAX = 0xb8;
const INTERRUPT = ENCODINGS.findIndex(({ mnemonic }) => mnemonic === 'int');

/** System calls after which signal handlers may see flags: signal, sigaction, sigreturn, rt_sigreturn, rt_sigaction. */
const SIGNAL_CALLS = new Set([48, 67, 119, 173, 174]);
/** System calls that do not return: exit, exit_group. */
const EXIT_CALLS = new Set([1, 252]);

/** Where code may be taken from, and how much of it. */
export interface DiscoveryLimits {
  /** Instructions to look at. */
  readonly instructions: number;
  /** Addresses that must not be translated: the stack, code that was seen to change. */
  isExcluded(address: number, length: number): boolean;
  /** Whether to go on with a function that is called. */
  isWanted(address: number): Wanted;
}

/** What is to become of a function that is called: `maybe` if there is not too much already. */
export const Wanted = { no: 0, maybe: 1, yes: 2 } as const;
export type Wanted = (typeof Wanted)[keyof typeof Wanted];

/**
 * The instructions that can be reached from some addresses through branches and direct calls, by recursive descent. Facts
 * about an instruction are kept in arrays, by the order in which they were met: what falls through is followed by the next number
 * unless the code there was met before.
 */
export class Discovery {
  count = 0;
  address: Int32Array = new Int32Array(4096);
  length: Uint8Array = new Uint8Array(4096);
  control: Uint8Array = new Uint8Array(4096);
  /** Address of a branch's or call's target. */
  target: Int32Array = new Int32Array(4096);
  /** Status flags it reads, and those it writes in every case. */
  flagReads: Uint8Array = new Uint8Array(4096);
  flagKills: Uint8Array = new Uint8Array(4096);
  /** Registers it reads and writes, one bit each. */
  reads: Uint8Array = new Uint8Array(4096);
  writes: Uint8Array = new Uint8Array(4096);
  /** Numbers of the instruction that follows in memory, and of a branch's or call's target; -1 where there is none. See `link`. */
  next: Int32Array = new Int32Array(0);
  goal: Int32Array = new Int32Array(0);
  private marks: Uint8Array = new Uint8Array(4096);
  /** Numbers of instructions by address: one array for each page, 0 for none and else the number + 1. */
  private readonly pages = new Map<number, Int32Array>();
  private lastPage = -1;
  private lastNumbers: Int32Array = new Int32Array(0);
  /** Entries of functions, as instruction numbers, in the order in which they were met. */
  readonly entries: number[] = [];
  /** Pairs of an address to look at and how to mark it. */
  private readonly work: number[] = [];
  /** Functions that are called and perhaps wanted, in the order in which they were met. */
  readonly deferred: number[] = [];
  private readonly syscalls: number[] = [];
  /** Addresses that the code uses as first operands, with their sizes; numbers in it that could be addresses of code. */
  private readonly stores: number[] = [];
  private readonly numbers: number[] = [];
  /** A function takes its return address, and may go on anywhere. */
  takesReturnAddress = false;
  /** A call of which nobody knows where it leads. */
  hasIndirectCalls = false;
  /** Where calls are expected to come back to that have a text behind them, by their numbers. */
  private readonly behindText = new Map<number, number>();
  private readonly operands: InlineOperands;
  /** A `ret` that takes arguments off the stack. */
  hasPoppingReturns = false;
  private readonly instruction = new Instruction();

  constructor(
    private readonly memory: AddressSpace,
    private readonly limits: DiscoveryLimits,
  ) {
    this.operands = new InlineOperands(memory);
  }

  /** Number of the instruction at `address`; -1 when there is none. */
  at(address: number): number {
    const page = address >>> PAGE_SHIFT;
    const numbers = page === this.lastPage ? this.lastNumbers : this.pages.get(page);
    return numbers === undefined ? -1 : numbers[address & (PAGE_SIZE - 1)]! - 1;
  }

  isLeader(n: number): boolean {
    return (this.marks[n]! & LEADER) !== 0;
  }

  isEntry(n: number): boolean {
    return (this.marks[n]! & ENTRY) !== 0;
  }

  /** True when an instruction that was met covers one of the bytes. */
  covers(address: number, size: number): boolean {
    for (let start = address - MAX_LENGTH + 1; start < address + size; start++) {
      const n = this.at(start >>> 0);
      if (n >= 0 && start + this.length[n]! > address) return true;
    }
    return false;
  }

  /** Finds functions and everything that can be reached from them. */
  run(functions: readonly number[]): void {
    for (const address of functions) this.reach(address >>> 0, LEADER | ENTRY);
    for (let mark = this.work.pop(); mark !== undefined; mark = this.work.pop()) this.visit(this.work.pop()!, mark);
    for (const n of this.syscalls) this.narrowFlags(n);
  }

  /**
   * Goes on with deferred functions until there are so many instructions, but not with those that they call in turn: there is no
   * end to what a program with a large library could call. Returns those that are left.
   */
  runDeferred(instructions: number): number[] {
    const { deferred } = this;
    const count = deferred.length;
    let taken = 0;
    while (taken < count && this.count < instructions) {
      const address = deferred[taken++]!;
      if (!this.isEntryAt(address)) this.run([address]);
    }
    return deferred.slice(taken).filter((address) => !this.isEntryAt(address));
  }

  private isEntryAt(address: number): boolean {
    const n = this.at(address);
    return n >= 0 && this.isEntry(n);
  }

  /** When everything is found: works out `next` and `goal`. */
  link(): void {
    const { count, address, length, control, target } = this;
    this.next = new Int32Array(count);
    this.goal = new Int32Array(count).fill(-1);
    for (let n = 0; n < count; n++) {
      const kind = control[n]!;
      const after = (kind === Control.call ? this.behindCall(n) : address[n]! + length[n]!) | 0;
      this.next[n] = n + 1 < count && address[n + 1] === after ? n + 1 : this.at(after >>> 0);
      if (kind >= Control.branch && kind <= Control.call) this.goal[n] = this.at(target[n]! >>> 0);
    }
  }

  /** Bytes of arguments that the first `ret` found from instruction `entry` on takes off the stack; 0 when none is near. */
  popsFrom(entry: number): number {
    const seen = new Set<number>();
    const work = [entry];
    for (let n = work.pop(); n !== undefined && seen.size < PATIENCE; n = work.pop()) {
      const control = this.control[n]!;
      if (control === Control.ret) return this.target[n]! & 0xffff;
      if (n < 0 || seen.has(n) || control === Control.indirectJump || control === Control.stop) continue;
      seen.add(n);
      if (control === Control.branch || control === Control.jump) work.push(this.goal[n]!);
      if (control !== Control.jump) work.push(this.next[n]!);
    }
    return 0;
  }

  /**
   * A system call reads the flags where a signal handler can see what they were: that takes a handler, so it is the calls
   * that install one that matter. The number of the call is known where `mov eax, imm32` stands directly in front.
   */
  private narrowFlags(n: number): void {
    const call = this.callNumber(n);
    if (call >= 0 && !SIGNAL_CALLS.has(call)) this.flagReads[n] = Status.none;
  }

  /** Number of the system call at instruction `n`; -1 when it is not known. */
  private callNumber(n: number): number {
    const before = n - 1;
    if (before < 0 || this.isLeader(n) || this.length[before] !== 5) return -1;
    const address = this.address[before]! >>> 0;
    const { bytes, view } = this.memory;
    if (address + 5 !== this.address[n]! >>> 0 || bytes[address] !== MOV_EAX) return -1;
    return view.getInt32(address + 1, true);
  }

  /** Sees to it that the instruction at `address` will be looked at, and marked. */
  private reach(address: number, mark: number): void {
    this.work.push(address, mark);
  }

  private visit(address: number, mark: number): void {
    const known = this.at(address);
    const n = known < 0 ? this.add(address) : known;
    if ((mark & ENTRY) !== 0 && (this.marks[n]! & ENTRY) === 0) {
      this.entries.push(n);
      this.takesReturnAddress ||= this.operands.takesReturnAddress(address);
    }
    this.marks[n]! |= mark;
    if (known < 0) this.follow(n);
  }

  /** Decodes from instruction `n` on until control cannot go on, or comes to code that is known. */
  private follow(n: number): void {
    for (let current = n, run = 0; ; run++) {
      if (run < LONGEST_RUN && !this.isEmpty(this.address[current]! >>> 0)) this.decode(current);
      else this.stop(current);
      let after = (this.address[current]! + this.length[current]!) >>> 0;
      let mark = 0;
      switch (this.control[current]) {
        case Control.jump:
          this.reach(this.target[current]! >>> 0, LEADER);
          return;
        case Control.ret:
        case Control.indirectJump:
        case Control.stop:
          return;
        case Control.branch:
          this.reach(this.target[current]! >>> 0, LEADER);
          mark = LEADER;
          break;
        case Control.call: {
          const target = this.target[current]! >>> 0;
          const wanted = this.limits.isWanted(target);
          if (wanted === Wanted.yes) this.reach(target, LEADER | ENTRY);
          else if (wanted === Wanted.maybe) this.deferred.push(target);
          after = this.skipOperands(current, target, after);
          break;
        }
      }
      const known = this.at(after);
      if (known >= 0) {
        // Two runs of instructions meet: a block begins here.
        this.marks[known]! |= LEADER;
        return;
      }
      current = this.add(after);
      this.marks[current]! |= mark;
    }
  }

  /** Where control goes on behind a call, if `start` is behind it. */
  private skipOperands(call: number, target: number, start: number): number {
    const behind = this.operands.behind(target, start);
    if (behind !== start) this.behindText.set(call, behind);
    return behind;
  }

  private behindCall(n: number): number {
    return this.behindText.get(n) ?? this.address[n]! + this.length[n]!;
  }

  private add(address: number): number {
    const n = this.count++;
    if (n === this.length.length) this.grow();
    this.address[n] = address;
    this.numbersOf(address)[address & (PAGE_SIZE - 1)] = n + 1;
    return n;
  }

  /** Nothing but zeros, where a program hardly has code. */
  private isEmpty(address: number): boolean {
    const { view, bytes } = this.memory;
    if (bytes[address] !== 0) return false;
    for (let at = 0; at < 2 * ZEROS; at += 4) {
      if (address + at + 4 > bytes.length || view.getInt32(address + at, true) !== 0) return false;
    }
    return true;
  }

  /** There is no instruction to translate. */
  private stop(n: number): void {
    this.control[n] = Control.stop;
    this.flagReads[n] = Status.all;
  }

  private decode(n: number): void {
    const { instruction: i } = this;
    const address = this.address[n]! >>> 0;
    if (n >= this.limits.instructions || !this.fetch(address) || this.limits.isExcluded(address, i.length)) {
      this.stop(n);
      return;
    }
    const encoding = i.encoding!;
    const { id } = encoding;
    this.length[n] = i.length;
    this.flagReads[n] = FLAG_READS[id]!;
    this.flagKills[n] = FLAG_KILLS[id]!;
    const control = id === INTERRUPT ? this.interrupt(n, i.op0.value & 0xff) : controlOf(i);
    this.control[n] = control;
    if (control === Control.indirectCall) this.hasIndirectCalls = true;
    this.target[n] = i.op0.value;
    if (control === Control.ret && (i.op0.value & 0xffff) !== 0) this.hasPoppingReturns = true;
    analyse(i);
    this.reads[n] = effects.reads;
    this.writes[n] = effects.writes;
    this.noteAddresses(i);
  }

  /** Keeps what tells that a program changes its code: see `changesItself`. */
  private noteAddresses({ op0, op1, base, index, displacement }: Instruction): void {
    if (op0.kind === OperandKind.memory && base === NO_REGISTER && index === NO_REGISTER) {
      this.stores.push(displacement >>> 0, op0.size);
    }
    const { value } = op1;
    const isExecutable = (this.memory.protection[value >>> PAGE_SHIFT]! & PROT_EXEC) !== 0;
    if (op1.kind === OperandKind.immediate && isExecutable) this.numbers.push(value >>> 0);
  }

  /**
   * True when the code looks as if it changes itself: it stores to an address where there is code, or has to do with the
   * address of something inside an instruction.
   */
  get changesItself(): boolean {
    if (this.storesInto((address, size) => this.covers(address, size))) return true;
    return this.numbers.some((address) => this.at(address) < 0 && this.covers(address, 1));
  }

  /** Whether an instruction has a fixed address as first operand where `isThere` holds. */
  storesInto(isThere: (address: number, size: number) => boolean): boolean {
    const { stores } = this;
    for (let n = 0; n < stores.length; n += 2) if (isThere(stores[n]!, stores[n + 1]!)) return true;
    return false;
  }

  /** `int`: a system call, or something for the interpreter. */
  private interrupt(n: number, vector: number): number {
    if (vector !== SYSCALL_VECTOR || EXIT_CALLS.has(this.callNumber(n))) return Control.stop;
    this.syscalls.push(n);
    return Control.syscall;
  }

  /** Decodes the instruction at an address; false when there is none that may be executed. */
  private fetch(address: number): boolean {
    const { protection, bytes } = this.memory;
    const page = address >>> PAGE_SHIFT;
    if ((protection[page]! & PROT_EXEC) === 0) return false;
    const left = PAGE_SIZE - (address & (PAGE_SIZE - 1));
    const more = left < MAX_LENGTH && (protection[page + 1]! & PROT_EXEC) === 0 ? left : MAX_LENGTH;
    return decode(this.instruction, bytes, address, address + more, address) === DecodeStatus.ok;
  }

  private numbersOf(address: number): Int32Array {
    const page = address >>> PAGE_SHIFT;
    if (page === this.lastPage) return this.lastNumbers;
    let numbers: Int32Array | undefined = this.pages.get(page);
    if (numbers === undefined) {
      numbers = new Int32Array(PAGE_SIZE);
      this.pages.set(page, numbers);
    }
    this.lastPage = page;
    this.lastNumbers = numbers;
    return numbers;
  }

  private grow(): void {
    const size = this.length.length * 2;
    this.address = larger(this.address, new Int32Array(size));
    this.target = larger(this.target, new Int32Array(size));
    this.length = larger(this.length, new Uint8Array(size));
    this.control = larger(this.control, new Uint8Array(size));
    this.flagReads = larger(this.flagReads, new Uint8Array(size));
    this.flagKills = larger(this.flagKills, new Uint8Array(size));
    this.reads = larger(this.reads, new Uint8Array(size));
    this.writes = larger(this.writes, new Uint8Array(size));
    this.marks = larger(this.marks, new Uint8Array(size));
  }
}

function larger<A extends Uint8Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
