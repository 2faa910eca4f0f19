/**
 * The program that executes cases on the host's processor: an i386 executable of a hundred instructions, written here in
 * machine code so that no compiler is needed. `harness.test.ts` checks bytes against text.
 *
 * Linux does the hard part. The instruction under test always ends in an exception (int3 follows it), so a signal handler
 * gets every register in a signal frame; the handler stores them as the result, writes those of the next case into the
 * frame and returns from the signal, which loads them all at once.
 */
import { unhex } from '../support/bytes.js';
import { type Case, CODE, CONSTANT, CONSTANT_BYTES, DATA, PAGE, TLS_BASE, WINDOW } from './layout.js';

export const PROGRAM = 0x08048000;
export const ENTRY = PROGRAM + 0x100;
const HANDLER = 0x08048137;
const CONTROL = 0x08050000;
const SIGNAL_STACK = 0x08060000;
const SIGNAL_STACK_SIZE = 0x10000;
const CASES = 0x08100000;

/** A result: the signal number, a struct sigcontext, the x87 state in both formats that Linux keeps, the windows. */
export const CONTEXT_WORDS = 22;
/** That of fnsave (112 bytes with a status and a magic number of Linux), and the start of that of fxsave. */
export const FPSTATE_SIZE = 144;
export const FPSTATE_OFFSET = 4 + CONTEXT_WORDS * 4;
export const RESULT_SIZE = FPSTATE_OFFSET + FPSTATE_SIZE + 2 * WINDOW;

/** Longest code of a case. */
const CODE_SIZE = 32;

/** [bytes, instruction, reason]; text without bytes stands above what follows. */
export const HARNESS_CODE: readonly (readonly [bytes: string, text: string, why?: string])[] = [
  ['', 'start: an alternate signal stack, a thread-local segment, handlers'],
  ['b8 ba 00 00 00', 'mov eax, 0x000000ba', 'sigaltstack(&stack, 0)'],
  ['bb 00 01 05 08', 'mov ebx, 0x08050100'],
  ['31 c9', 'xor ecx, ecx'],
  ['cd 80', 'int 0x80'],
  ['b8 f3 00 00 00', 'mov eax, 0x000000f3', 'set_thread_area(&descriptor)'],
  ['bb 10 01 05 08', 'mov ebx, 0x08050110'],
  ['cd 80', 'int 0x80'],
  ['be 30 01 05 08', 'mov esi, 0x08050130', 'the list of signals'],
  ['ad', 'lodsd', '0x0804811f, for each'],
  ['85 c0', 'test eax, eax'],
  ['74 12', 'je 0x08048136'],
  ['89 c3', 'mov ebx, eax', 'sigaction(signal, &action, 0)'],
  ['b9 20 01 05 08', 'mov ecx, 0x08050120'],
  ['31 d2', 'xor edx, edx'],
  ['b8 43 00 00 00', 'mov eax, 0x00000043'],
  ['cd 80', 'int 0x80'],
  ['eb e9', 'jmp 0x0804811f'],
  ['cc', 'int3', '0x08048136, into the handler, with no result yet'],
  ['', 'handler: 0x08048137. [esp+4] = signal number, [esp+8] = struct sigcontext'],
  ['6a 02', 'push 0x02', 'forget ID, NT and AC, which sigreturn does not restore'],
  ['9d', 'popf'],
  ['8d 74 24 08', 'lea esi, [esp+0x08]'],
  ['8b 3d 04 00 05 08', 'mov edi, [0x08050004]', 'where the result goes; 0 the first time'],
  ['85 ff', 'test edi, edi'],
  ['74 31', 'je 0x08048179'],
  ['8b 44 24 04', 'mov eax, [esp+0x04]', 'result: signal, context, x87 state, windows'],
  ['ab', 'stosd'],
  ['b9 16 00 00 00', 'mov ecx, 0x00000016'],
  ['f3 a5', 'rep movsd'],
  ['8b 74 24 54', 'mov esi, [esp+0x54]', 'the x87 state, which the context points to'],
  ['b9 24 00 00 00', 'mov ecx, 0x00000024'],
  ['f3 a5', 'rep movsd'],
  ['be 00 00 00 20', 'mov esi, 0x20000000'],
  ['b9 40 00 00 00', 'mov ecx, 0x00000040'],
  ['f3 a5', 'rep movsd'],
  ['be 00 0f 00 20', 'mov esi, 0x20000f00'],
  ['b9 40 00 00 00', 'mov ecx, 0x00000040'],
  ['f3 a5', 'rep movsd'],
  ['eb 06', 'jmp 0x0804817f'],
  ['8b 3d 08 00 05 08', 'mov edi, [0x08050008]', '0x08048179, results begin where the cases end'],
  ['89 3d 04 00 05 08', 'mov [0x08050004], edi', '0x0804817f'],
  ['8b 35 00 00 05 08', 'mov esi, [0x08050000]', 'the next case'],
  ['3b 35 08 00 05 08', 'cmp esi, [0x08050008]'],
  ['74 6b', 'je 0x080481fe'],
  ['8d 7c 24 08', 'lea edi, [esp+0x08]', 'gs fs es ds edi esi ebp esp ebx edx ecx eax'],
  ['b9 0c 00 00 00', 'mov ecx, 0x0000000c'],
  ['f3 a5', 'rep movsd'],
  ['ad', 'lodsd', 'eip'],
  ['89 44 24 40', 'mov [esp+0x40], eax'],
  ['ad', 'lodsd', 'eflags'],
  ['89 44 24 48', 'mov [esp+0x48], eax'],
  ['c7 44 24 50 2b 00 00 00', 'mov dword [esp+0x50], 0x0000002b', 'ss'],
  ['bf 00 00 00 10', 'mov edi, 0x10000000', 'int3 all over the code page'],
  ['b8 cc cc cc cc', 'mov eax, 0xcccccccc'],
  ['b9 00 04 00 00', 'mov ecx, 0x00000400'],
  ['f3 ab', 'rep stosd'],
  ['ad', 'lodsd', 'the instruction, at its address'],
  ['89 c7', 'mov edi, eax'],
  ['b9 08 00 00 00', 'mov ecx, 0x00000008'],
  ['f3 a5', 'rep movsd'],
  ['bf 00 00 00 20', 'mov edi, 0x20000000', 'the windows'],
  ['b9 40 00 00 00', 'mov ecx, 0x00000040'],
  ['f3 a5', 'rep movsd'],
  ['bf 00 0f 00 20', 'mov edi, 0x20000f00'],
  ['b9 40 00 00 00', 'mov ecx, 0x00000040'],
  ['f3 a5', 'rep movsd'],
  ['8b 7c 24 54', 'mov edi, [esp+0x54]', 'the x87 state'],
  ['b9 1b 00 00 00', 'mov ecx, 0x0000001b'],
  ['f3 a5', 'rep movsd'],
  ['89 35 00 00 05 08', 'mov [0x08050000], esi'],
  ['83 c4 08', 'add esp, 0x08', 'sigreturn(), which finds the frame 8 bytes below esp'],
  ['b8 77 00 00 00', 'mov eax, 0x00000077'],
  ['cd 80', 'int 0x80'],
  ['', 'finish: 0x080481fe, write all results and exit'],
  ['8b 0d 08 00 05 08', 'mov ecx, [0x08050008]'],
  ['8b 15 04 00 05 08', 'mov edx, [0x08050004]', '0x08048204, what is left'],
  ['29 ca', 'sub edx, ecx'],
  ['74 14', 'je 0x08048222'],
  ['b8 04 00 00 00', 'mov eax, 0x00000004', 'write(1, ecx, edx)'],
  ['bb 01 00 00 00', 'mov ebx, 0x00000001'],
  ['cd 80', 'int 0x80'],
  ['85 c0', 'test eax, eax'],
  ['7e 04', 'jle 0x08048222'],
  ['01 c1', 'add ecx, eax'],
  ['eb e2', 'jmp 0x08048204'],
  ['b8 01 00 00 00', 'mov eax, 0x00000001', '0x08048222, exit(0)'],
  ['31 db', 'xor ebx, ebx'],
  ['cd 80', 'int 0x80'],
];

const READ = 4;
const WRITE = 2;
const EXECUTE = 1;

interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Size in memory when it is more than the bytes. */
  readonly size?: number;
  readonly flags: number;
}

/** The executable that runs `cases` and writes their results to its standard output. */
export function buildHarness(cases: readonly Case[]): Uint8Array {
  const records = concat(cases.map(record));
  return buildElf(ENTRY, [
    { address: ENTRY, bytes: concat(HARNESS_CODE.map(([bytes]) => unhex(bytes))), flags: READ | EXECUTE },
    { address: CONTROL, bytes: controlPage(CASES + records.length), flags: READ | WRITE },
    { address: SIGNAL_STACK, bytes: new Uint8Array(0), size: SIGNAL_STACK_SIZE, flags: READ | WRITE },
    { address: CASES, bytes: records, size: records.length + cases.length * RESULT_SIZE, flags: READ | WRITE },
    { address: CODE, bytes: new Uint8Array(0), size: PAGE, flags: READ | WRITE | EXECUTE },
    { address: CODE + PAGE, bytes: new Uint8Array(0), size: PAGE, flags: READ | WRITE },
    { address: DATA, bytes: new Uint8Array(0), size: PAGE, flags: READ | WRITE },
    { address: CONSTANT, bytes: CONSTANT_BYTES, flags: READ },
  ]);
}

/** Pointers at 0, 4, 8; structures for the system calls from 0x100 on. */
function controlPage(endOfCases: number): Uint8Array {
  const words = new Uint32Array(0x150 / 4);
  words.set([CASES, 0, endOfCases]);
  words.set([SIGNAL_STACK, 0, SIGNAL_STACK_SIZE], 0x100 / 4); // stack_t: sp, flags, size
  words.set([-1, TLS_BASE, 0xfffff, 0x51], 0x110 / 4); // user_desc: any entry, 32-bit data, limit in pages
  words.set([HANDLER, 0, 0x08000000, 0], 0x120 / 4); // old sigaction: handler, mask, SA_ONSTACK, restorer
  words.set([4, 5, 7, 8, 11, 0], 0x130 / 4); // ILL TRAP BUS FPE SEGV
  return new Uint8Array(words.buffer);
}

/** A case as the harness reads it. */
export function record({ regs, at, eflags, segments, code, memory, x87 }: Case): Uint8Array {
  const [eax, ecx, edx, ebx, esp, ebp, esi, edi] = regs;
  const words = [segments.gs, segments.fs, segments.es, segments.ds, edi, esi, ebp, esp, ebx, edx, ecx, eax];
  const head = Int32Array.from([...words, at, eflags, at] as number[]);
  const padded = new Uint8Array(CODE_SIZE).fill(0xcc);
  padded.set(code);
  return concat([new Uint8Array(head.buffer), padded, memory, x87]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}

const EHDR_SIZE = 52;
const PHDR_SIZE = 32;
const PT_LOAD = 1;
const PT_GNU_STACK = 0x6474e551;

/** A static i386 executable. A PT_GNU_STACK without the executable bit makes Linux keep data from being executed. */
function buildElf(entry: number, segments: readonly Segment[]): Uint8Array {
  const count = segments.length + 1;
  const offsets: number[] = [];
  let end = EHDR_SIZE + PHDR_SIZE * count;
  for (const { address, bytes } of segments) {
    end = Math.ceil(end / PAGE) * PAGE + (address % PAGE);
    offsets.push(end);
    end += bytes.length;
  }
  const elf = new Uint8Array(end);
  const view = new DataView(elf.buffer);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true); // ET_EXEC
  view.setUint16(18, 3, true); // EM_386
  view.setUint32(20, 1, true);
  view.setUint32(24, entry, true);
  view.setUint32(28, EHDR_SIZE, true); // program headers follow
  view.setUint16(40, EHDR_SIZE, true);
  view.setUint16(42, PHDR_SIZE, true);
  view.setUint16(44, count, true);
  const header = (n: number, words: readonly number[]) => {
    words.forEach((word, k) => {
      view.setUint32(EHDR_SIZE + n * PHDR_SIZE + k * 4, word, true);
    });
  };
  segments.forEach(({ address, bytes, size = bytes.length, flags }, n) => {
    header(n, [PT_LOAD, offsets[n]!, address, address, bytes.length, size, flags, PAGE]);
    elf.set(bytes, offsets[n]!);
  });
  header(segments.length, [PT_GNU_STACK, 0, 0, 0, 0, 0, READ | WRITE, 16]);
  return elf;
}
