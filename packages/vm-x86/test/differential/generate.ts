/**
 * Cases from the opcode table: for every encoding, with random prefixes, operands, registers, flags and memory. Registers
 * that make addresses are chosen so that accesses land where something can be seen: in the windows, across the ends of
 * the page, on the read-only page, on no page.
 */
import { STATUS_FLAGS } from '../../src/cpu/flags.js';
import { Flag, Reg, Seg, USER_DS } from '../../src/cpu/state.js';
import { decodeOne } from '../../src/isa/decode.js';
import { ENCODINGS } from '../../src/isa/encodings.js';
import { type Instruction, NO_REGISTER, OperandKind } from '../../src/isa/instruction.js';
import { type Encoding, isGroup, OpcodeMap, opcodeMeaning } from '../../src/isa/opcodes.js';
import { Form } from '../../src/isa/operands.js';
import { hex, random } from '../support/bytes.js';
import {
  type Case,
  CODE,
  CONSTANT,
  DATA,
  HIGH_WINDOW,
  NOWHERE,
  PAGE,
  TLS_BASE,
  TLS_SELECTOR,
  WINDOW,
  X87_INITIAL,
} from './layout.js';
import { memoryOperand, randomX87 } from './x87.js';

/** Encodings that cannot be compared, and why. */
const EXCLUDED: Readonly<Record<string, string>> = {
  cpuid: 'tells about the processor',
  rdtsc: 'tells the time',
};

export const COMPARABLE: readonly Encoding[] = ENCODINGS.filter(
  ({ mnemonic, extension }) => (extension === 'integer' || extension === 'x87') && EXCLUDED[mnemonic] === undefined,
);

/** Numbers at which arithmetic turns. */
const CORNERS = [0, 1, -1, 2, -2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, -0x80000000];

/** Selectors worth loading: null ones, flat ones in every spelling, thread-local ones (the second empty), none. */
const SELECTORS = [0, 1, 3, 0x2b, 0x28, 0x2a, 0x23, 0x20, 0x33, 0x63, 0x60, 0x6b, 0x73, 0x2f, 0x04, 0x08, 0x1b, 0xfff3];

/** Selectors of code that far transfers may meet. That of 64-bit code would leave the machine this is about. */
const CODE_SELECTORS = [0x23, 0x23, 0x23, 0x20, 0x2b, 0x00, 0x63, 0x1b];

const STRINGS = new Set(['movs', 'cmps', 'stos', 'lods', 'scas', 'ins', 'outs']);
const SEGMENT_PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x64, 0x65, 0x65];

/** A generator of cases; the same seed gives the same cases on every host. */
export class CaseGenerator {
  private readonly next: () => number;
  private number = 0;

  /** Cases for `encodings`: all that can be compared, unless only some are to be tried. */
  constructor(
    private readonly seed: number,
    private readonly encodings = COMPARABLE,
  ) {
    this.next = random(seed);
  }

  /** The next case. Encodings come in turn, so that a sample has them all. */
  case(): Case {
    for (;;) {
      const number = this.number++;
      const encoding = this.encodings[number % this.encodings.length]!;
      const made = new CaseBuilder(encoding, this.next).build(`seed ${this.seed}, case ${number}`);
      if (made !== undefined) return made;
    }
  }

  cases(count: number): Case[] {
    return Array.from({ length: count }, () => this.case());
  }
}

class CaseBuilder {
  private readonly regs = new Int32Array(8);
  private readonly memory = new Uint8Array(2 * WINDOW);
  private readonly segments = { es: USER_DS, ds: USER_DS, fs: 0, gs: 0 };
  private code = new Uint8Array(0);
  private at = 0;

  constructor(
    private readonly encoding: Encoding,
    private readonly next: () => number,
  ) {}

  /** Undefined when chance made something that must not be executed. */
  build(name: string): Case | undefined {
    const bytes = this.randomBytes();
    const i = decodeOne(bytes, CODE);
    // Prefixes can make it invalid: that too must be the same on both sides, so the bytes stay as they are.
    this.code = bytes.slice(0, i?.length ?? 15);
    this.at = this.chance(2)
      ? CODE + PAGE - 1 - (this.next() % this.code.length)
      : CODE + 0x400 + (this.next() % 0x800);
    this.fillRegisters();
    for (let n = 0; n < this.memory.length; n++) this.memory[n] = this.chance(30) ? 0x41 : this.next();
    if (i !== undefined && !this.prepare(i)) return undefined;
    const test: Case = {
      name: '',
      code: this.code,
      at: this.at,
      regs: this.regs,
      eflags: this.eflags(),
      segments: this.segments,
      memory: this.memory,
      x87: this.encoding.extension === 'x87' ? randomX87(this.next, this.encoding.mnemonic) : X87_INITIAL,
    };
    return { ...test, name: `${name}: ${this.encoding.opcode} ${this.encoding.mnemonic}, bytes ${hex(this.code)}` };
  }

  private chance(percent: number): boolean {
    return this.next() % 100 < percent;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.next() % list.length]!;
  }

  private word(): number {
    return this.chance(40) ? this.pick(CORNERS) : this.chance(30) ? this.next() >> (this.next() % 32) : this.next() | 0;
  }

  private eflags(): number {
    return (this.next() & STATUS_FLAGS) | (this.chance(25) ? Flag.df : 0) | Flag.if | 2;
  }

  private fillRegisters(): void {
    for (let n = 0; n < 8; n++) this.regs[n] = this.word();
    // A stack, mostly in the middle of a window, sometimes at an end of the page.
    const middle = this.pick([DATA, HIGH_WINDOW]) + 96 + (this.next() % 64);
    this.regs[Reg.esp] = this.chance(10) ? this.pick([DATA, DATA + PAGE]) + (this.next() % 16) - 8 : middle;
    this.regs[Reg.ebp] = this.chance(70) ? middle + (this.next() % 32) : this.regs[Reg.ebp]!;
  }

  /** Prefixes, opcode, a ModRM byte that belongs to the encoding, and random bytes behind. */
  private randomBytes(): Uint8Array {
    const { map, byte, span, modrm, mnemonic } = this.encoding;
    const bytes = this.prefixes(mnemonic);
    if (map >= OpcodeMap.repOneByte) bytes.push(0xf3);
    const plainMap = map % OpcodeMap.repOneByte;
    if (plainMap !== OpcodeMap.oneByte) bytes.push(0x0f);
    bytes.push(byte + (this.next() % span));
    if (modrm) bytes.push(this.modrm());
    while (bytes.length < 30) bytes.push(this.chance(30) ? this.pick(CORNERS) & 0xff : this.next() & 0xff);
    return Uint8Array.from(bytes);
  }

  private modrm(): number {
    const { map, byte } = this.encoding;
    const meaning = opcodeMeaning(map, byte);
    const group = isGroup(meaning) ? meaning : new Array<Encoding>(256).fill(this.encoding);
    const choices = group.flatMap((row, modrm) => (row === this.encoding ? [modrm] : []));
    const memory = choices.filter((modrm) => modrm < 0xc0);
    const registers = choices.filter((modrm) => modrm >= 0xc0);
    return this.pick(memory.length > 0 && (registers.length === 0 || this.chance(60)) ? memory : registers);
  }

  private prefixes(mnemonic: string): number[] {
    const bytes: number[] = [];
    if (this.chance(25)) bytes.push(0x66);
    if (this.chance(STRINGS.has(mnemonic) ? 15 : 8)) bytes.push(0x67);
    if (this.chance(12)) bytes.push(this.pick(SEGMENT_PREFIXES));
    const lock = this.chance(this.encoding.lockable ? 20 : 2);
    if (lock) bytes.push(0xf0);
    // With lock, or on bit scans, later processors take repeat prefixes for something else.
    const repeatable = !lock && mnemonic !== 'bsf' && mnemonic !== 'bsr' && this.encoding.map < OpcodeMap.repOneByte;
    if (repeatable && this.encoding.opcode !== '90' && this.chance(STRINGS.has(mnemonic) ? 60 : 4)) {
      bytes.push(this.pick([0xf2, 0xf3]));
    }
    for (let n = bytes.length - 1; n > 0; n--) {
      const other = this.next() % (n + 1);
      [bytes[n], bytes[other]] = [bytes[other]!, bytes[n]!];
    }
    return bytes;
  }

  // Making accesses land.

  private prepare(i: Instruction): boolean {
    if (this.chance(85)) {
      this.segments.fs = TLS_SELECTOR;
      this.segments.gs = this.chance(50) ? TLS_SELECTOR : USER_DS;
    }
    if (i.addressSize === 2 && this.chance(85)) this.segments.ds = this.segments.es = TLS_SELECTOR;
    else if (this.chance(1)) this.segments.ds = this.segments.es = 0;
    if (i.op0.kind === OperandKind.memory || i.op1.kind === OperandKind.memory) this.aimMemory(i);
    return this.prepareByMnemonic(i);
  }

  /** A place for an access of `size` bytes. */
  private target(size: number): number {
    const kind = this.next() % 100;
    if (kind < 70) return this.pick([DATA, HIGH_WINDOW]) + 64 + (this.next() % 128);
    if (kind < 78) return DATA + PAGE - size + (this.next() % (2 * size + 1)); // up to the end, across it, behind it
    if (kind < 84) return DATA - size + (this.next() % (2 * size + 1));
    if (kind < 92) return CONSTANT + (this.next() % (PAGE - 16));
    if (kind < 97) return CONSTANT + PAGE - size + (this.next() % (2 * size + 1));
    return NOWHERE + (this.next() % 0x10000);
  }

  /** Linear base of a segment as the case has it. */
  private base(segment: number): number {
    const { es, ds, fs, gs } = this.segments;
    const selector = [es, USER_DS, USER_DS, ds, fs, gs][segment]!;
    return selector === TLS_SELECTOR ? TLS_BASE : 0;
  }

  /** Changes a register, or the displacement in the code, so that the memory operand lies at a target. */
  private aimMemory(i: Instruction): void {
    const operand = i.op0.kind === OperandKind.memory ? i.op0 : i.op1;
    let offset = (this.target(operand.size || 4) - this.base(i.segment)) | 0;
    if (i.displacementSize === 4 || (i.addressSize === 2 && i.displacementSize === 2)) {
      const registers = i.base === NO_REGISTER && i.index === NO_REGISTER ? 0 : this.registerPart(i);
      this.patchDisplacement(i, (offset - registers) | 0);
      return;
    }
    const rest = offset - i.displacement;
    if (i.base === NO_REGISTER) return;
    if (i.base === i.index) {
      // base * (1 + 2^scale): 2 has no inverse, so the target must be even then.
      if (i.scale === 0) {
        offset = rest & ~1;
        this.regs[i.base] = offset >> 1;
      } else this.regs[i.base] = Math.imul(rest, [0, 0xaaaaaaab, 0xcccccccd, 0x38e38e39][i.scale]!);
      return;
    }
    const index = i.index === NO_REGISTER ? 0 : this.regs[i.index]! << i.scale;
    this.regs[i.base] = rest - index;
  }

  private registerPart(i: Instruction): number {
    const base = i.base === NO_REGISTER ? 0 : this.regs[i.base]!;
    const index = i.index === NO_REGISTER ? 0 : this.regs[i.index]! << i.scale;
    return base + index;
  }

  /** Writes `value` over the displacement, which immediates may follow. */
  private patchDisplacement(i: Instruction, value: number): void {
    i.displacement = i.displacementSize === 2 ? (value << 16) >> 16 : value;
    this.patch(this.code.length - immediateBytes(i) - i.displacementSize, value, i.displacementSize);
  }

  private patch(offset: number, value: number, size: number): void {
    for (let n = 0; n < size; n++) this.code[offset + n] = value >> (8 * n);
  }

  /** Puts a number where the case can see it. Outside of the windows it has no effect. */
  private poke(address: number, value: number, size: number): void {
    for (let n = 0; n < size; n++) {
      const at = (address + n) >>> 0;
      if (at >= DATA && at < DATA + WINDOW) this.memory[at - DATA] = value >> (8 * n);
      else if (at >= HIGH_WINDOW && at < HIGH_WINDOW + WINDOW)
        this.memory[at - HIGH_WINDOW + WINDOW] = value >> (8 * n);
    }
  }

  /** Linear address of the memory operand as things are now. */
  private addressOf(i: Instruction): number {
    const offset = this.registerPart(i) + i.displacement;
    return (this.base(i.segment) + (i.addressSize === 2 ? offset & 0xffff : offset)) >>> 0;
  }

  // What single instructions need.

  private prepareByMnemonic(i: Instruction): boolean {
    const { mnemonic } = this.encoding;
    if (STRINGS.has(mnemonic)) this.prepareString(i);
    if (this.encoding.extension === 'x87') this.prepareX87(i);
    switch (mnemonic) {
      case 'bt':
      case 'bts':
      case 'btr':
      case 'btc':
        return this.prepareBitString(i);
      case 'xlat':
        this.regs[Reg.ebx] = this.target(1) - this.base(i.segmentPrefix < 0 ? Seg.ds : i.segmentPrefix);
        return true;
      case 'div':
      case 'idiv':
        if (this.chance(60) && i.base !== Reg.edx && i.index !== Reg.edx)
          this.regs[Reg.edx] = this.pick([0, 0, -1, 1, this.next() % 1000]);
        return true;
      case 'daa':
      case 'das':
      case 'aaa':
      case 'aas':
        if (this.chance(60))
          this.regs[Reg.eax] = (this.next() << 8) | this.pick([0x99, 0x9a, 0x9f, 0xa0, 0x05, 0x06, 0x09, 0x0a, 0]);
        return true;
      case 'cmpxchg':
        if (this.chance(50) && i.op0.kind === OperandKind.memory) this.poke(this.addressOf(i), this.regs[Reg.eax]!, 4);
        return true;
      case 'cmpxchg8b':
        if (this.chance(50)) {
          this.poke(this.addressOf(i), this.regs[Reg.eax]!, 4);
          this.poke(this.addressOf(i) + 4, this.regs[Reg.edx]!, 4);
        }
        return true;
      case 'bound':
        if (this.chance(70)) {
          this.poke(this.addressOf(i), -(this.next() >>> 1), i.operandSize);
          this.poke(this.addressOf(i) + i.operandSize, this.next() >>> 1, i.operandSize);
        }
        return true;
      case 'loop':
      case 'loope':
      case 'loopne':
      case 'jcxz':
        this.regs[Reg.ecx] = this.pick([0, 1, 2, 0x10000, 0x10001, this.regs[Reg.ecx]!]);
        return this.aimBranch(i);
      case 'push':
        // Processors differ in whether the upper half of a pushed segment register is written: let it be 0 anyway.
        if (i.op0.kind === OperandKind.segment) {
          this.regs[Reg.esp] = HIGH_WINDOW + 100;
          this.poke(HIGH_WINDOW + 100 - i.operandSize, 0, i.operandSize);
        }
        return true;
      case 'mov':
      case 'pop':
        if (i.op0.kind === OperandKind.segment) this.prepareSelector(i);
        return true;
      case 'lds':
      case 'les':
      case 'lss':
      case 'lfs':
      case 'lgs':
        this.poke(this.addressOf(i) + i.operandSize, this.pick(SELECTORS), 2);
        return true;
      case 'int':
        return (i.op0.value & 0xff) !== 0x80; // a system call
      case 'leave':
      case 'enter':
        // Only where the harness has nothing of its own.
        if (this.regs[Reg.ebp]! < DATA || this.regs[Reg.ebp]! >= DATA + PAGE) this.regs[Reg.ebp] = NOWHERE + 64;
        if (mnemonic === 'leave') return true;
        if (this.chance(80)) this.patch(this.code.length - 3, this.next() % 64, 2);
        if (this.chance(70)) this.patch(this.code.length - 1, this.next() % 10, 1);
        return true;
      default:
        return this.prepareControl(i, mnemonic);
    }
  }

  private prepareControl(i: Instruction, mnemonic: string): boolean {
    switch (mnemonic) {
      case 'jmp':
      case 'call':
        return this.aimBranch(i);
      case 'jmpf':
      case 'callf':
        return this.aimFar(i);
      case 'ret':
        this.poke(this.regs[Reg.esp]!, this.branchTarget(), i.operandSize);
        return true;
      case 'retf':
        this.pokeFarReturn(i);
        return true;
      case 'iret':
        this.pokeFarReturn(i);
        this.poke(this.regs[Reg.esp]! + 2 * i.operandSize, this.flagsImage(), i.operandSize);
        return this.flagsAreHarmless(2 * i.operandSize);
      case 'popf':
        this.poke(this.regs[Reg.esp]!, this.flagsImage(), i.operandSize);
        return this.flagsAreHarmless(0);
      default:
        return i.op0.kind !== OperandKind.target || this.aimBranch(i);
    }
  }

  /** Single stepping is not what this is about. */
  private flagsImage(): number {
    return this.next() & ~Flag.tf;
  }

  /** True unless the flags word lies where it could not be put: there the trap flag might be set. */
  private flagsAreHarmless(depth: number): boolean {
    const at = (this.regs[Reg.esp]! + depth) >>> 0;
    const inside = (window: number) => at >= window && at + 4 <= window + WINDOW;
    return inside(DATA) || inside(HIGH_WINDOW);
  }

  /** Numbers worth computing with, where the instruction reads one from memory. */
  private prepareX87(i: Instruction): void {
    if (i.op0.kind !== OperandKind.memory) return;
    const at = this.addressOf(i);
    for (const [n, byte] of memoryOperand(this.next, this.encoding.mnemonic, i).entries()) this.poke(at + n, byte, 1);
  }

  /** Few elements, from and to where something can be seen; overlapping now and then. */
  private prepareString(i: Instruction): void {
    this.regs[Reg.ecx] = this.chance(90) ? this.next() % 20 : this.pick([0x10000, 0x10003, 40]);
    const source = this.base(i.segmentPrefix < 0 ? Seg.ds : i.segmentPrefix);
    const from = this.target(4);
    const to = this.chance(25) ? from + (this.next() % 9) - 4 : this.target(4);
    this.regs[Reg.esi] = from - source;
    this.regs[Reg.edi] = to - this.base(Seg.es);
    if (this.chance(40)) this.regs[Reg.eax] = 0x41414141;
    // 65536 elements run through the whole page: compare and load only, and only while they last.
    if ((this.regs[Reg.ecx]! & 0xffff) > 40) this.regs[Reg.ecx] = 30;
  }

  /** A bit number that stays near enough for its word to be seen. */
  private prepareBitString(i: Instruction): boolean {
    if (i.op0.kind !== OperandKind.memory || i.op1.kind !== OperandKind.register) return true;
    const near = (this.next() % 512) - 256;
    const { register } = i.op1;
    if (register === i.base || register === i.index) return false;
    this.regs[register] = i.operandSize === 2 ? (near & 0xffff) | (this.next() << 16) : near;
    // Aim again: the register may have been part of nothing, but the target must leave room for 32 bytes to both sides.
    const address = this.addressOf(i);
    return address < DATA || address >= DATA + PAGE || (address - DATA) % (PAGE - WINDOW) < WINDOW;
  }

  private prepareSelector(i: Instruction): void {
    const selector = this.pick(SELECTORS);
    if (i.op1.kind === OperandKind.register) this.regs[i.op1.register] = (this.next() << 16) | selector;
    else if (i.op1.kind === OperandKind.memory) this.poke(this.addressOf(i), selector, 2);
    else this.poke(this.regs[Reg.esp]!, selector, 2);
  }

  /** Where a branch may lead: int3 on the code page, data that cannot be executed, no page. */
  private branchTarget(): number {
    const kind = this.next() % 10;
    if (kind < 7) return CODE + (this.next() % 0x300);
    return kind < 9 ? DATA + (this.next() % PAGE) : NOWHERE + (this.next() % 0x1000);
  }

  private aimBranch(i: Instruction): boolean {
    const { kind, register, size } = i.op0;
    if (kind === OperandKind.memory) this.poke(this.addressOf(i), this.branchTarget(), 4);
    else if (kind === OperandKind.register) this.regs[register] = this.branchTarget();
    else if (size === 1) {
      // Not into the instruction itself: what stands there is arbitrary.
      const last = this.code.length - 1;
      const distance = (this.code[last]! << 24) >> 24;
      if (distance < 0 && distance >= -16) this.code[last] = 0x7f;
    } else this.patch(this.code.length - size, this.branchTarget() - this.at - this.code.length, size);
    return true;
  }

  private aimFar(i: Instruction): boolean {
    if (i.op0.kind === OperandKind.memory) {
      this.poke(this.addressOf(i), this.branchTarget(), 4);
      this.poke(this.addressOf(i) + i.operandSize, this.pick(CODE_SELECTORS), 2);
      return this.selectorIsKnown(this.addressOf(i) + i.operandSize);
    }
    this.patch(this.code.length - 2 - i.operandSize, this.branchTarget(), i.operandSize);
    this.patch(this.code.length - 2, this.pick(CODE_SELECTORS), 2);
    return true;
  }

  private pokeFarReturn(i: Instruction): void {
    this.poke(this.regs[Reg.esp]!, this.branchTarget(), i.operandSize);
    this.poke(this.regs[Reg.esp]! + i.operandSize, this.pick(CODE_SELECTORS), 2);
  }

  /** True unless the selector lies on the read-only page, where 64-bit code might be named. */
  private selectorIsKnown(address: number): boolean {
    return address < CONSTANT || address >= CONSTANT + PAGE;
  }
}

/** Bytes of the immediates behind the displacement. */
export function immediateBytes(i: Instruction): number {
  return [i.op0, i.op1, i.op2].reduce((sum, operand, n) => {
    const spec = i.encoding!.operands[n];
    if (spec?.form === Form.sI) return sum + 1;
    return spec?.form === Form.I ? sum + operand.size : sum;
  }, 0);
}
