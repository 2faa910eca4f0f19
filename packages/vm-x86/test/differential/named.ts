/** What comparing with processors once showed to be wrong, or what chance rarely makes: each with what must happen. */
import { Flag, Reg, USER_DS } from '../../src/cpu/state.js';
import { Vector } from '../../src/faults.js';
import { unhex } from '../support/bytes.js';
import { type Case, CODE, CONSTANT, DATA, HIGH_WINDOW, PAGE, WINDOW, X87_INITIAL } from './layout.js';

interface NamedCase {
  readonly name: string;
  readonly code: string;
  readonly regs?: Partial<Record<keyof typeof Reg, number>>;
  readonly eflags?: number;
  readonly segments?: Partial<Case['segments']>;
  /** Words that stand in the windows, by address. */
  readonly words?: Readonly<Record<number, number>>;
  readonly expect: Expectation;
}

/** What is checked of the outcome, besides that it is the processor's. No vector: the instruction does not fault. */
export interface Expectation {
  readonly vector?: number;
  readonly faultAddress?: number;
  readonly regs?: Partial<Record<keyof typeof Reg, number>>;
  readonly words?: Readonly<Record<number, number>>;
}

const STACK = HIGH_WINDOW + 128;
const END = DATA + PAGE;
const GP = Vector.generalProtection;
const PF = Vector.pageFault;

const CASES: readonly NamedCase[] = [
  {
    name: 'memory cannot be written through cs',
    code: '2e 01 03', // add [cs:ebx], eax
    regs: { ebx: DATA, eax: 1 },
    expect: { vector: GP },
  },
  {
    name: 'it can be read through cs',
    code: '2e 8b 03', // mov eax, [cs:ebx]
    regs: { ebx: DATA },
    words: { [DATA]: 7 },
    expect: { regs: { eax: 7 } },
  },
  {
    name: 'a pushed segment register moves esp by four',
    code: '1e', // push ds
    regs: { esp: STACK },
    expect: { regs: { esp: STACK - 4 }, words: { [STACK - 4]: USER_DS } },
  },
  {
    name: 'of a popped segment register only the selector is read',
    code: '1f', // pop ds, from the last two bytes of the page
    regs: { esp: END - 2 },
    words: { [END - 4]: USER_DS * 0x10000 },
    expect: { regs: { esp: END + 2 } },
  },
  {
    name: 'popa reads the slot of esp',
    code: '66 61', // popaw: the slot of sp lies across the end of the page
    regs: { esp: END - 7 },
    expect: { vector: PF, faultAddress: END, regs: { esp: END - 7 } },
  },
  {
    name: 'pusha writes from the top down',
    code: '60', // the third slot is not there
    regs: { esp: DATA + 8, eax: 0x11111111, ecx: 0x22222222 },
    expect: {
      vector: PF,
      faultAddress: DATA - 4,
      regs: { esp: DATA + 8 },
      words: { [DATA]: 0x22222222, [DATA + 4]: 0x11111111 },
    },
  },
  {
    name: 'cmps reads es:edi first',
    code: 'a7',
    regs: { esi: END, edi: DATA - 4 },
    expect: { vector: PF, faultAddress: DATA - 4 },
  },
  {
    name: 'movs reads its source before it looks at es',
    code: '64 a4', // fs movsb
    regs: { esi: END, edi: DATA },
    segments: { fs: USER_DS, es: 0 },
    expect: { vector: PF, faultAddress: END },
  },
  {
    name: 'arpl writes nothing when it changes nothing',
    code: '63 03', // arpl [ebx], ax
    regs: { ebx: CONSTANT, eax: 0 },
    expect: {},
  },
  {
    name: 'enter with a 16-bit operand size keeps the upper half of ebp',
    code: '66 c8 00 00 00',
    regs: { esp: STACK, ebp: 0x12345678 },
    expect: { regs: { ebp: 0x12340000 | ((STACK - 2) & 0xffff), esp: STACK - 2 } },
  },
  {
    name: 'enter faults where esp would end up, having pushed ebp',
    code: 'c8 00 20 00', // enter 0x2000, 0
    regs: { esp: STACK, ebp: 0x12345678 },
    expect: { vector: PF, faultAddress: STACK - 4 - 0x2000, regs: { esp: STACK }, words: { [STACK - 4]: 0x12345678 } },
  },
  {
    name: 'enter copies the frame pointers of enclosing procedures',
    code: 'c8 08 00 03', // enter 8, 3
    regs: { esp: STACK, ebp: DATA + 64 },
    words: { [DATA + 60]: 0x1111, [DATA + 56]: 0x2222 },
    expect: {
      regs: { ebp: STACK - 4, esp: STACK - 24 },
      words: { [STACK - 4]: DATA + 64, [STACK - 8]: 0x1111, [STACK - 12]: 0x2222, [STACK - 16]: STACK - 4 },
    },
  },
  {
    name: 'bound does not read the upper bound of an index below the lower',
    code: '62 0b', // bound ecx, [ebx]
    regs: { ebx: END - 4, ecx: 1 },
    words: { [END - 4]: 2 },
    expect: { vector: Vector.boundRange },
  },
  {
    name: 'a far return reads the selector first',
    code: 'cb',
    regs: { esp: END },
    expect: { vector: PF, faultAddress: END + 4 },
  },
  {
    name: 'pop to an address based on esp counts esp as moved',
    code: '8f 04 24', // pop dword [esp]
    regs: { esp: STACK },
    words: { [STACK]: 0x1234, [STACK + 4]: 0 },
    expect: { regs: { esp: STACK + 4 }, words: { [STACK + 4]: 0x1234 } },
  },
  {
    name: 'push esp pushes esp as it was, pop esp takes what was there',
    code: '54 5c', // push esp; pop esp
    regs: { esp: STACK },
    expect: { regs: { esp: STACK }, words: { [STACK - 4]: STACK } },
  },
  {
    name: 'a call through the stack reads its target before it pushes',
    code: 'ff 54 24 fc', // call dword [esp-4]
    regs: { esp: STACK },
    words: { [STACK - 4]: CODE },
    expect: { regs: { esp: STACK - 4 }, words: { [STACK - 4]: CODE + 0x804 } },
  },
  {
    name: 'a fault in repe cmps undoes the flags of its comparisons',
    code: 'f3 a6',
    regs: { esi: DATA, edi: END - 4, ecx: 10 },
    words: { [DATA]: 0, [END - 4]: 0 },
    eflags: Flag.cf | Flag.sf,
    expect: { vector: PF, faultAddress: END, regs: { ecx: 6, esi: DATA + 4, edi: END } },
  },
  {
    name: 'cmpxchg faults on read-only memory also when it would not store',
    code: '0f b1 0b', // cmpxchg [ebx], ecx
    regs: { ebx: CONSTANT, eax: 0 },
    expect: { vector: PF, faultAddress: CONSTANT, regs: { eax: 0 } },
  },
  {
    name: 'a quotient of 2^32 does not fit',
    code: 'f7 f1', // div ecx
    regs: { edx: 5, eax: 0, ecx: 5 },
    expect: { vector: Vector.divideError, regs: { edx: 5 } },
  },
  {
    name: 'the quotient -2^31 fits',
    code: 'f7 f9', // idiv ecx
    regs: { edx: -1, eax: -0x80000000, ecx: 1 },
    expect: { regs: { eax: -0x80000000, edx: 0 } },
  },
  {
    name: 'daa turns at 0x9a',
    code: '27',
    regs: { eax: 0x9a },
    expect: { regs: { eax: 0 } },
  },
  {
    name: 'a bit string reaches below its address',
    code: '0f ab 03', // bts [ebx], eax
    regs: { ebx: DATA + 64, eax: -33 },
    words: { [DATA + 56]: 0 },
    expect: { words: { [DATA + 56]: -0x80000000 } },
  },
];

export const NAMED_CASES: readonly { readonly test: Case; readonly expect: Expectation }[] = CASES.map((named) => ({
  test: buildCase(named),
  expect: named.expect,
}));

function buildCase({ name, code, regs = {}, eflags = 0, segments = {}, words = {} }: NamedCase): Case {
  const registers = new Int32Array(8);
  registers[Reg.esp] = STACK;
  for (const [register, value] of Object.entries(regs)) registers[Reg[register as keyof typeof Reg]] = value;
  const memory = new Uint8Array(2 * WINDOW);
  const view = new DataView(memory.buffer);
  for (const [address, word] of Object.entries(words)) view.setInt32(windowOffset(Number(address)), word | 0, true);
  return {
    name,
    code: unhex(code),
    at: CODE + 0x800,
    regs: registers,
    eflags: eflags | Flag.if | 2,
    segments: { es: USER_DS, ds: USER_DS, fs: 0, gs: 0, ...segments },
    memory,
    x87: X87_INITIAL,
  };
}

/** Place of an address in the windows of a case or an outcome. */
export function windowOffset(address: number): number {
  return address < HIGH_WINDOW ? address - DATA : address - HIGH_WINDOW + WINDOW;
}
