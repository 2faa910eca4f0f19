/**
 * Random programs: functions in the manners of compilers and of people who write assembly, with loops, calls, jump tables,
 * traffic through pointers, and code that changes itself. They end, and leave registers and flags in memory.
 */
import { random } from '../support/bytes.js';
import { Assembler, type Memory, R } from './assembler.js';
import { floatingInstruction } from './floating.js';
import { CODE, DATA, DATA_END, DATA_SIZE, RESULT, SCRATCH, TABLE } from './layout.js';

const CORNERS = [0, 1, -1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fffffff, -0x80000000];
/** Registers that statements compute with. */
const FREE = [R.eax, R.ecx, R.edx, R.ebx, R.esi, R.edi];

/** How a function treats ebp and its arguments. */
type Manner = 'frame' | 'bare' | 'caller-frame';

interface GuestFunction {
  readonly label: number;
  readonly manner: Manner;
  readonly pops: number;
  readonly arguments: number;
}

export interface RandomProgram {
  readonly seed: number;
  readonly code: Uint8Array;
  readonly data: Uint8Array;
  readonly entry: number;
}

/**
 * The program of a seed: the same on every host. `wild` ones may fault; `defined` ones do not look at flags that processors
 * differ in; `floating` ones are wild and use the floating-point unit.
 */
export function generate(seed: number, kind: 'defined' | 'any' | 'wild' | 'floating'): RandomProgram {
  return new Generator(seed, kind === 'wild' || kind === 'floating', kind === 'defined', kind === 'floating').run();
}

class Generator {
  private readonly next: () => number;
  private readonly a = new Assembler(CODE);
  private readonly functions: GuestFunction[] = [];
  private readonly table: number[] = [];
  private current: GuestFunction | null = null;
  /** Bytes pushed since the frame was made, bytes of locals. */
  private pushed = 0;
  private locals = 0;
  private depth = 0;
  private loops = 0;

  constructor(
    private readonly seed: number,
    private readonly wild: boolean,
    private readonly defined: boolean,
    private readonly floating: boolean,
  ) {
    this.next = random(seed);
  }

  run(): RandomProgram {
    const { a } = this;
    const count = 2 + (this.next() % 6);
    for (let n = 0; n < count; n++) {
      const manner = this.pick<Manner>(['frame', 'frame', 'bare', 'caller-frame']);
      const args = this.next() % 4;
      const pops = manner !== 'caller-frame' && this.chance(15) ? 4 * args : 0;
      this.functions.push({ label: a.label(), manner, pops, arguments: args });
    }
    const start = a.label();
    if (this.chance(50)) this.shuffleTail();
    for (const [n, guest] of this.functions.entries()) this.function(guest, n);
    a.place(start);
    this.start();
    const data = this.data();
    return { seed: this.seed, code: a.finish(), data, entry: a.addressOf(start) };
  }

  private shuffleTail(): void {
    // Padding between functions, which a decoder might take for code.
    this.a.emit(...Array.from({ length: this.next() % 8 }, () => this.next()));
  }

  private data(): Uint8Array {
    const bytes = new Uint8Array(DATA_END - DATA);
    for (let n = 0; n < DATA_SIZE; n++) bytes[n] = this.next();
    const view = new DataView(bytes.buffer);
    this.table.forEach((label, n) => {
      view.setUint32(TABLE - DATA + 4 * n, this.a.addressOf(label), true);
    });
    return bytes;
  }

  // Chance.

  private chance(percent: number): boolean {
    return this.next() % 100 < percent;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.next() % list.length]!;
  }

  private register(): number {
    return this.pick(FREE);
  }

  private value(): number {
    return this.chance(50) ? this.pick(CORNERS) : this.chance(50) ? this.next() | 0 : (this.next() % 256) - 128;
  }

  // Structure.

  private start(): void {
    const { a } = this;
    this.current = null;
    this.pushed = 0;
    this.locals = 0;
    for (const register of FREE) this.moveImmediate(register, this.value());
    a.emit(0xbd);
    a.word(this.value());
    const main = this.functions[0]!;
    const rounds = 1 + (this.next() % 12);
    const counter = this.dataWord(DATA_SIZE - 4);
    this.storeImmediate(counter, rounds);
    const again = a.label();
    a.place(again);
    this.call(main, 0);
    this.statements(3, -1);
    a.emit(0xff); // dec dword [counter]
    a.modrm(1, counter);
    a.emit(0x0f, 0x85); // jnz again
    a.relative(again);
    this.finish();
  }

  /** Leaves registers and flags at RESULT, writes data, exits. */
  private finish(): void {
    const { a } = this;
    for (let register = 0; register < 8; register++) {
      a.emit(0x89);
      a.modrm(register, { displacement: RESULT + 4 * register });
    }
    a.emit(0x9c, 0x8f); // pushf; pop [RESULT + 32]
    a.modrm(0, { displacement: RESULT + 32 });
    this.moveImmediate(R.eax, 4);
    this.moveImmediate(R.ebx, 1);
    this.moveImmediate(R.ecx, DATA);
    this.moveImmediate(R.edx, DATA_END - DATA);
    a.emit(0xcd, 0x80);
    this.moveImmediate(R.eax, 1);
    this.moveImmediate(R.ebx, 0);
    a.emit(0xcd, 0x80);
  }

  private function(guest: GuestFunction, index: number): void {
    const { a } = this;
    this.current = guest;
    this.pushed = 0;
    this.depth = this.loops = 0;
    a.place(guest.label);
    if (this.chance(25)) this.table.push(guest.label);
    const saved = this.chance(40) ? this.pick([R.ebx, R.esi, R.edi]) : -1;
    this.locals = 4 * (this.next() % 12);
    if (guest.manner === 'frame') a.emit(0x55, 0x89, 0xe5); // push ebp; mov ebp, esp
    if (saved >= 0) a.emit(0x50 + saved);
    const padding = saved >= 0 ? 4 : 0;
    const aligned = guest.manner === 'frame' && saved < 0 && this.chance(10);
    if (aligned) a.emit(0x83, 0xe4, 0xf0); // and esp, -16
    if (this.locals > 0) {
      a.emit(0x81, 0xec); // sub esp, locals
      a.word(this.locals);
    }
    this.statements(4 + (this.next() % 10), index);
    if (guest.manner === 'frame' && (aligned || this.chance(50))) {
      if (saved >= 0) {
        a.emit(0x8b); // mov saved, [ebp - 4]
        a.modrm(saved, { base: R.ebp, displacement: -4 });
      }
      a.emit(0xc9); // leave
    } else {
      if (this.locals > 0) {
        a.emit(0x81, 0xc4);
        a.word(this.locals);
      }
      if (padding > 0) a.emit(0x58 + saved);
      if (guest.manner === 'frame') a.emit(0x5d);
    }
    this.leave(guest, index);
  }

  /** `ret` in its variants, sometimes with a carry as the answer, or a jump to another function instead. */
  private leave(guest: GuestFunction, index: number): void {
    const { a } = this;
    if (this.chance(25)) a.emit(this.pick([0xf8, 0xf9, 0xf5])); // clc, stc, cmc
    const tails = this.functions.filter(
      (other, n) => n > index && other.manner === 'bare' && other.pops === guest.pops,
    );
    if (tails.length > 0 && this.chance(10)) {
      const tail = this.pick(tails);
      if (tail.arguments <= guest.arguments) {
        a.emit(0xe9);
        a.relative(tail.label);
        return;
      }
    }
    if (guest.pops > 0) a.emit(0xc2, guest.pops, 0);
    else if (this.chance(5))
      a.emit(0x5a, 0xff, 0xe2); // pop edx; jmp edx
    else if (this.chance(6)) a.emit(0xf3, 0xc3);
    else a.emit(0xc3);
  }

  private statements(count: number, index: number): void {
    this.depth++;
    for (let n = 0; n < count; n++) this.statement(index);
    this.depth--;
  }

  private statement(index: number): void {
    if (this.floating && this.chance(40)) {
      floatingInstruction(this.a, this.next, (size) => this.widePlace(size), this.dataWord(DATA_SIZE - 700));
      return;
    }
    const choice = this.next() % 100;
    if (choice < 30) this.compute();
    else if (choice < 45) this.traffic();
    else if (choice < 52) this.pushPop();
    else if (choice < 60) this.consumeFlags();
    else if (choice < 70) this.condition(index);
    else if (choice < 76) this.loop(index);
    else if (choice < 86) this.callSomething(index);
    else if (choice < 89) this.multiply();
    else if (choice < 92) this.strings();
    else if (choice < 94) this.jumpTable(index);
    else if (choice < 96) this.rareInstruction();
    else if (choice < 98) this.changeCode();
    else this.writeCode();
  }

  // Operands.

  private dataWord(offset: number): Memory {
    return { displacement: DATA + offset };
  }

  private moveImmediate(register: number, value: number): void {
    this.a.emit(0xb8 + register);
    this.a.word(value);
  }

  private storeImmediate(place: Memory, value: number): void {
    this.a.emit(0xc7);
    this.a.modrm(0, place);
    this.a.word(value);
  }

  /** A place in memory that may be used: a variable, a local, an argument, or something that a pointer leads to. */
  private place(): Memory {
    const { a, current } = this;
    // Not the last words: the loop counters.
    const offset = this.next() % (DATA_SIZE - 700);
    const choice = this.next() % 100;
    if (choice < 25) return this.dataWord(offset & ~3);
    if (choice < 30) return this.dataWord(offset);
    if (choice < 55 && this.locals > 0)
      return { base: R.esp, displacement: this.pushed + (this.next() % (this.locals - 3)) };
    if (choice < 65 && this.locals > 0 && current?.manner === 'frame' && this.locals > 16)
      return { base: R.ebp, displacement: -8 - 4 * (this.next() % ((this.locals - 8) / 4)) };
    if (choice < 72 && current !== null && current.arguments > 0) return this.argument(current);
    const pointer = this.register();
    if (choice < 80) {
      a.emit(0x81); // and pointer, 0x7ff
      a.modrm(4, pointer);
      a.word(0x7ff);
      return { base: pointer, displacement: DATA + (this.next() % 0x200) };
    }
    if (choice < 90) {
      a.emit(0x81);
      a.modrm(4, pointer);
      a.word(0xff);
      return { index: pointer, scale: this.next() % 3, displacement: DATA + (this.next() % 0x100) };
    }
    if (choice < 96 && this.locals > 0) {
      a.emit(0x8d); // lea pointer, [esp + local]
      a.modrm(pointer, { base: R.esp, displacement: this.pushed + (this.next() % (this.locals - 3)) });
      return { base: pointer, displacement: 0 };
    }
    if (this.wild && choice < 98) return { base: pointer, displacement: this.value() };
    this.moveImmediate(pointer, DATA + offset);
    return { base: pointer, displacement: this.next() % 4 };
  }

  /** The same for operands of several words, which must not reach into what lies behind a local. */
  private widePlace(size: number): Memory {
    if (size <= 4 || this.chance(5)) return this.place();
    const offset = this.next() % (DATA_SIZE - 720);
    if (this.chance(40)) return this.dataWord(offset);
    if (this.chance(40) && this.locals > 16)
      return { base: R.esp, displacement: this.pushed + (this.next() % (this.locals - 12)) };
    const pointer = this.register();
    this.moveImmediate(pointer, DATA + offset);
    return { base: pointer, displacement: this.next() % 8 };
  }

  /** The i-th argument, relative to what the function's manner offers. */
  private argument(guest: GuestFunction): Memory {
    const n = this.next() % guest.arguments;
    if (guest.manner === 'frame') return { base: R.ebp, displacement: 8 + 4 * n };
    if (guest.manner === 'caller-frame') return { base: R.ebp, displacement: -4 - 4 * n };
    return this.dataWord(4 * n);
  }

  // Statements.

  private compute(): void {
    const { a } = this;
    const target = this.register();
    const kind = this.next() % 100;
    const operation = this.next() % 8;
    if (kind < 30) {
      a.emit((operation << 3) | this.pick([1, 3])); // op r, r
      a.modrm(this.register(), target);
    } else if (kind < 45) {
      a.emit(0x81);
      a.modrm(operation, target);
      a.word(this.value());
    } else if (kind < 52) {
      a.emit(this.pick([0x40, 0x48]) + target); // inc, dec
    } else if (kind < 60) {
      a.emit((operation << 3) | this.pick([0, 2])); // byte registers
      a.modrm(this.next() % 8 === 4 ? 0 : this.byteRegister(), this.byteRegister());
    } else if (kind < 66) {
      a.emit(0x66, (operation << 3) | 1);
      a.modrm(this.register(), target);
    } else if (kind < 76) {
      const counted = this.chance(50);
      a.emit(counted ? 0xc1 : 0xd3); // shifts and rotates, by a number or by cl
      a.modrm(this.pick([0, 1, 4, 5, 7, 4, 5, 2, 3]), target);
      if (counted) a.emit(this.next() % 40);
      this.defineFlags();
    } else if (kind < 82) {
      a.emit(0x0f, this.pick([0xb6, 0xb7, 0xbe, 0xbf]));
      a.modrm(target, this.chance(50) ? this.byteRegister() : this.place2());
    } else if (kind < 88) {
      a.emit(0x8d);
      a.modrm(target, {
        base: this.register(),
        index: this.register(),
        scale: this.next() % 4,
        displacement: this.value(),
      });
    } else if (kind < 92) {
      a.emit(0xf7);
      a.modrm(this.pick([2, 3]), target); // not, neg
    } else if (kind < 95) {
      a.emit(0x87); // xchg
      a.modrm(this.register(), target);
    } else if (kind < 97) {
      a.emit(0x0f, 0xc8 + target); // bswap
    } else {
      a.emit(0x0f, this.pick([0xa3, 0xab, 0xb3, 0xbb, 0xbc, 0xbd])); // bt .. bsr
      a.modrm(this.register(), target);
      this.defineFlags();
    }
  }

  /** Overwrites flags that the instruction in front leaves undefined: processors differ in them. */
  private defineFlags(): void {
    if (this.defined) this.a.emit(0x85, 0xc0); // test eax, eax
  }

  /** A byte register other than those in esp and ebp, which do not exist; ah, ch, dh, bh are there. */
  private byteRegister(): number {
    return this.next() % 8;
  }

  /** A simple place, which needs no instruction of its own. */
  private place2(): Memory {
    return this.dataWord(this.next() % (DATA_SIZE - 700));
  }

  private traffic(): void {
    const { a } = this;
    const place = this.place();
    const register = this.register();
    switch (this.next() % 9) {
      case 0:
      case 1:
        a.emit(0x8b); // mov r, [m]
        a.modrm(register, place);
        break;
      case 2:
      case 3:
        a.emit(0x89); // mov [m], r
        a.modrm(register, place);
        break;
      case 4:
        a.emit(this.pick([0x88, 0x8a])); // bytes
        a.modrm(this.byteRegister(), place);
        break;
      case 5:
        a.emit(((this.next() % 8) << 3) | this.pick([1, 3])); // op [m], r and op r, [m]
        a.modrm(register, place);
        break;
      case 6:
        a.emit(0x81);
        a.modrm(this.next() % 8, place);
        a.word(this.value());
        break;
      case 7:
        a.emit(0x66, this.pick([0x89, 0x8b]));
        a.modrm(register, place);
        break;
      default:
        a.emit(0xff);
        a.modrm(this.next() % 2, place); // inc, dec [m]
    }
  }

  /** Words on the stack and back, as naive compilers do between every two operations. */
  private pushPop(): void {
    const { a } = this;
    const count = 1 + (this.next() % 3);
    for (let n = 0; n < count; n++) {
      if (this.chance(25)) {
        a.emit(0x68);
        a.word(this.value());
      } else a.emit(0x50 + this.register());
      this.pushed += 4;
      if (this.chance(40)) this.compute();
      if (this.chance(20)) this.traffic();
    }
    for (let n = 0; n < count; n++) {
      a.emit(0x58 + this.register());
      this.pushed -= 4;
      if (this.chance(40)) this.compute();
    }
  }

  private consumeFlags(): void {
    const { a } = this;
    const condition = this.next() % 16;
    if (this.chance(50)) this.compare();
    const choice = this.next() % 5;
    if (choice < 2) {
      a.emit(0x0f, 0x90 + condition); // setcc
      a.modrm(0, this.chance(70) ? this.byteRegister() : this.place2());
    } else if (choice === 2) {
      a.emit(0x0f, 0x40 + condition); // cmovcc
      a.modrm(this.register(), this.chance(70) ? this.register() : this.place2());
    } else if (choice === 3) {
      a.emit(this.pick([0x11, 0x19])); // adc, sbb
      a.modrm(this.register(), this.register());
    } else {
      a.emit(0x9c, 0x58 + this.register()); // pushf; pop
    }
  }

  private compare(): void {
    const { a } = this;
    if (this.chance(40)) {
      a.emit(0x39);
      a.modrm(this.register(), this.register());
    } else if (this.chance(50)) {
      a.emit(0x81);
      a.modrm(7, this.register());
      a.word(this.value());
    } else {
      a.emit(0x85);
      a.modrm(this.register(), this.register());
    }
  }

  private condition(index: number): void {
    const { a } = this;
    if (this.depth > 4) return this.compute();
    const otherwise = a.label();
    const end = a.label();
    if (this.chance(80)) this.compare();
    a.emit(0x0f, 0x80 + (this.next() % 16));
    a.relative(otherwise);
    this.statements(1 + (this.next() % 3), index);
    if (this.chance(50)) {
      a.emit(0xe9);
      a.relative(end);
      a.place(otherwise);
      this.statements(1 + (this.next() % 3), index);
    } else a.place(otherwise);
    a.place(end);
  }

  /** A loop whose counter is a variable of its own; some can also be entered in the middle. */
  private loop(index: number): void {
    const { a } = this;
    if (this.depth > 3 || this.loops > 1) return this.compute();
    this.loops++;
    const counter = this.dataWord(DATA_SIZE - 8 - 4 * ((index + 1) * 16 + this.depth * 3 + this.loops));
    const head = a.label();
    const middle = a.label();
    this.storeImmediate(counter, 1 + (this.next() % 6));
    if (this.chance(20)) {
      this.compare();
      a.emit(0x0f, 0x80 + (this.next() % 16));
      a.relative(middle);
    }
    a.place(head);
    this.statements(1 + (this.next() % 3), index);
    a.place(middle);
    this.statements(1 + (this.next() % 2), index);
    a.emit(0xff); // dec [counter]
    a.modrm(1, counter);
    if (this.chance(80)) {
      a.emit(0x0f, 0x8f); // jg head
      a.relative(head);
    } else {
      const end = a.label();
      a.emit(0x0f, 0x8e); // jle end; jmp head
      a.relative(end);
      a.emit(0xe9);
      a.relative(head);
      a.place(end);
    }
    this.loops--;
  }

  private callSomething(index: number): void {
    const others = this.functions.slice(index + 1);
    if (index < 0 || others.length === 0) return this.compute();
    this.call(this.pick(others), index);
  }

  /** Calls with the convention of the callee; directly, through a register, or through memory. */
  private call(guest: GuestFunction, index: number): void {
    const { a } = this;
    const before = this.pushed;
    const owned = guest.manner === 'caller-frame';
    if (owned) {
      a.emit(0x57, 0x55, 0x89, 0xe7); // push edi; push ebp; mov edi, esp
      this.pushed += 8;
    }
    for (let n = 0; n < guest.arguments; n++) {
      if (this.chance(50)) a.emit(0x50 + this.register());
      else {
        a.emit(0x68);
        a.word(this.value());
      }
      this.pushed += 4;
      if (this.chance(30)) this.compute2(owned);
    }
    if (owned) {
      if (this.chance(50))
        a.emit(0x89, 0xfd); // mov ebp, edi
      else {
        a.emit(0x8d); // lea ebp, [esp + arguments]
        a.modrm(R.ebp, { base: R.esp, displacement: 4 * guest.arguments });
      }
    }
    this.transfer(guest, index);
    if (guest.pops > 0) this.pushed -= guest.pops;
    else if (owned && this.chance(50)) {
      a.emit(0x89, 0xec); // mov esp, ebp
      this.pushed -= 4 * guest.arguments;
    } else if (guest.arguments > 0) {
      a.emit(0x83, 0xc4, 4 * guest.arguments); // add esp, arguments
      this.pushed -= 4 * guest.arguments;
    }
    if (owned) {
      a.emit(0x5d, 0x5f); // pop ebp; pop edi
      this.pushed -= 8;
    }
    if (this.pushed !== before) throw new Error('unbalanced call');
  }

  /** Something between two arguments that does not destroy what the call has saved in edi. */
  private compute2(keepEdi: boolean): void {
    const { a } = this;
    const register = keepEdi ? this.pick([R.eax, R.ecx, R.edx, R.ebx, R.esi]) : this.register();
    a.emit(((this.next() % 8) << 3) | 1);
    a.modrm(this.register(), register);
  }

  private transfer(guest: GuestFunction, _index: number): void {
    const { a } = this;
    const way = this.next() % 10;
    if (way < 7) {
      a.emit(0xe8);
      a.relative(guest.label);
    } else if (way < 8) {
      a.emit(0xb8); // mov eax, function; call eax
      a.absolute(guest.label);
      a.emit(0xff, 0xd0);
    } else {
      this.table.push(guest.label);
      a.emit(0xff); // call [table + n]
      a.modrm(2, { displacement: TABLE + 4 * (this.table.length - 1) });
    }
  }

  private multiply(): void {
    const { a } = this;
    const register = this.pick([R.ecx, R.ebx, R.esi, R.edi]);
    const choice = this.next() % 6;
    if (choice < 2) {
      a.emit(0xf7);
      a.modrm(this.pick([4, 5]), register); // mul, imul
    } else if (choice === 2) {
      a.emit(0x0f, 0xaf);
      a.modrm(this.register(), this.register());
    } else if (choice === 3) {
      a.emit(0x69);
      a.modrm(this.register(), this.register());
      a.word(this.value());
    } else {
      // A divisor other than 0, and a dividend that is not too large.
      a.emit(0x83);
      a.modrm(1, register); // or register, 1
      a.emit(1);
      if (choice === 4)
        a.emit(0x31, 0xd2, 0xf7, 0xf0 | register); // xor edx, edx; div
      else a.emit(0xc1, 0xe8, 4, 0x99, 0xf7, 0xf8 | register); // shr eax, 4; cdq; idiv
    }
    this.defineFlags();
  }

  private strings(): void {
    const { a } = this;
    this.moveImmediate(R.esi, DATA + (this.next() % 0x800));
    this.moveImmediate(R.edi, DATA + (this.next() % 0x800));
    this.moveImmediate(R.ecx, this.next() % 20);
    a.emit(0xfc); // cld
    if (this.chance(50)) a.emit(this.pick([0xf2, 0xf3]));
    const opcode = this.pick([0xa4, 0xa5, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xa6]);
    a.emit(opcode);
  }

  /** `jmp [table + register * 4]`, with arms that come together again. */
  private jumpTable(index: number): void {
    const { a } = this;
    if (this.depth > 3) return this.compute();
    const register = this.register();
    const end = a.label();
    const first = this.table.length;
    const arms = [a.label(), a.label(), a.label(), a.label()];
    this.table.push(...arms);
    a.emit(0x83);
    a.modrm(4, register); // and register, 3
    a.emit(3);
    a.emit(0xff);
    a.modrm(4, { index: register, scale: 2, displacement: TABLE + 4 * first });
    for (const arm of arms) {
      a.place(arm);
      this.statements(1, index);
      if (this.chance(80)) {
        a.emit(0xe9);
        a.relative(end);
      }
    }
    a.place(end);
  }

  private rareInstruction(): void {
    const { a } = this;
    const choice = this.next() % 8;
    if (choice === 0)
      a.emit(0x9f); // lahf
    else if (choice === 1)
      a.emit(0x9e); // sahf
    else if (choice === 2)
      a.emit(this.pick([0x27, 0x2f, 0x37, 0x3f])); // daa ..
    else if (choice === 3)
      a.emit(this.pick([0x98, 0x99])); // cwde, cdq
    else if (choice === 4) {
      a.emit(0x60); // pusha; compute; popa
      this.pushed += 32;
      this.compute();
      a.emit(0x61);
      this.pushed -= 32;
    } else if (choice === 5) {
      a.emit(0x0f, 0xb1); // cmpxchg
      a.modrm(this.register(), this.place2());
    } else if (choice === 6) {
      a.emit(0x0f, 0xc1); // xadd
      a.modrm(this.register(), this.register());
    } else {
      a.emit(0x0f, this.pick([0xa4, 0xac])); // shld, shrd
      a.modrm(this.register(), this.register());
      a.emit(this.next() % 32);
    }
    this.defineFlags();
  }

  /** Replaces the immediate of an instruction that comes soon after. */
  private changeCode(): void {
    const { a } = this;
    const patched = a.label();
    const register = this.register();
    if (this.chance(50)) {
      a.emit(0xc7, 0x05); // mov dword [patched], value
      a.absolute(patched);
      a.word(this.value());
    } else {
      a.emit(0xb8 + register); // mov register, patched; inc byte [register]
      a.absolute(patched);
      a.emit(0xfe);
      a.modrm(0, { base: register, displacement: 0 });
    }
    if (this.chance(50)) this.compute();
    a.emit(0xb8 + this.register());
    a.place(patched);
    a.word(this.value());
  }

  /** Writes a little function into data, `mov eax, value; ret` or the like, and calls it. */
  private writeCode(): void {
    const { a } = this;
    const at = SCRATCH + 16 * (this.next() % 8);
    this.storeImmediate({ displacement: at }, this.pick([0xb8, 0xb9, 0xba, 0x05, 0x2d, 0x35]) | (this.next() << 8));
    this.storeImmediate({ displacement: at + 4 }, (this.next() & 0xff) | 0xc300);
    if (this.chance(50)) {
      a.emit(0xe8);
      a.word(at - (a.here + 4));
    } else {
      this.moveImmediate(R.edx, at);
      a.emit(0xff, 0xd2);
    }
  }
}
