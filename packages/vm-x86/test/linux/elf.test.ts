import { describe, expect, test } from 'vitest';
import { BadElfError, file, run } from '../../src/index.js';
import { parseElf } from '../../src/linux/exec/elf.js';
import { parseScriptLine } from '../../src/linux/exec/script.js';
import { GuestProgram } from './helpers/guest-program.js';
import { runGuest, runNative, whyNotNative, wordsOf } from './helpers/native.js';

const BASE = 0x08048000;

interface Segment {
  readonly type?: number;
  readonly offset: number;
  readonly vaddr: number;
  readonly filesz: number;
  readonly memsz?: number;
  readonly flags: number;
}

/** An ELF file with the given program headers; `code` stands behind them. */
function elf(
  code: readonly number[],
  segments: (codeOffset: number, size: number) => Segment[],
  after: number[] = [],
  type = 2,
): Uint8Array {
  const count = segments(0, 0).length;
  const codeOffset = 52 + 32 * count;
  const size = codeOffset + code.length;
  const list = segments(codeOffset, size);
  const bytes = Uint8Array.from([...new Array<number>(codeOffset).fill(0), ...code, ...after]);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  for (const [at, value] of [
    [16, type],
    [18, 3],
    [40, 52],
    [42, 32],
    [44, count],
  ] as const)
    view.setUint16(at, value, true);
  const entry = list.find((segment) => segment.type === undefined && segment.offset === 0);
  view.setUint32(24, (entry?.vaddr ?? BASE) + codeOffset, true);
  view.setUint32(28, 52, true);
  list.forEach(({ type: kind = 1, offset, vaddr, filesz, memsz = filesz, flags }, i) => {
    [kind, offset, vaddr, vaddr, filesz, memsz, flags, 4096].forEach((word, n) => {
      view.setUint32(52 + 32 * i + 4 * n, word, true);
    });
  });
  return bytes;
}

const STACK_RW: Segment = { type: 0x6474e551, offset: 0, vaddr: 0, filesz: 0, flags: 6 };
const STACK_RWX: Segment = { ...STACK_RW, flags: 7 };
const image =
  (flags: number, memsz?: number) =>
  (_: number, size: number): Segment[] => [{ offset: 0, vaddr: BASE, filesz: size, memsz: memsz ?? size, flags }];
const word = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
/** mov ebx, eax; mov eax, 1; int 0x80 */
const EXIT = [0x89, 0xc3, 0xb8, 1, 0, 0, 0, 0xcd, 0x80];
const exitWithByteAt = (address: number): number[] => [0x0f, 0xb6, 0x05, ...word(address), ...EXIT];
/** push 0xc3c3c3c3 (ret); call esp; exit(42) */
const RUN_ON_STACK = [0x68, 0xc3, 0xc3, 0xc3, 0xc3, 0xff, 0xd4, 0xb8, 42, 0, 0, 0, ...EXIT];
/** mmap2 with `prot`, store a ret there, call it, exit(42) */
const runInMapping = (prot: number): number[] => [
  ...[
    0xb8,
    ...word(192),
    0x31,
    0xdb,
    0xb9,
    ...word(4096),
    0xba,
    ...word(prot),
    0xbe,
    ...word(0x22),
    0xbf,
    ...word(-1),
    0x31,
    0xed,
  ],
  ...[0xcd, 0x80, 0xc6, 0x00, 0xc3, 0xff, 0xd0, 0xb8, 42, 0, 0, 0, ...EXIT],
];
/** brk(0) + one page, store a ret there, call it, exit(42) */
const RUN_IN_HEAP = [
  ...[0xb8, 45, 0, 0, 0, 0x31, 0xdb, 0xcd, 0x80, 0x89, 0xc6, 0x8d, 0x98, 0, 0x10, 0, 0, 0xb8, 45, 0, 0, 0, 0xcd, 0x80],
  ...[0xc6, 0x06, 0xc3, 0xff, 0xd6, 0xb8, 42, 0, 0, 0, ...EXIT],
];

/** The program ends in the machine as it does on the host's kernel, and as `expected` says. */
function endsLikeOnLinux(name: string, program: Uint8Array, expected: number | string): void {
  test(name, async () => {
    const { exit } = await runGuest(program);
    expect('code' in exit ? exit.code : exit.signalName).toBe(expected);
    if (whyNotNative !== null) return;
    const native = runNative(program);
    expect(native.signal ?? native.status).toBe(expected);
  });
}

describe('what pages allow', () => {
  endsLikeOnLinux('a segment that is only executable can be read', elf(exitWithByteAt(BASE), image(1)), 0x7f);
  endsLikeOnLinux(
    'a segment that is not writable cannot be written',
    elf([0xc6, 0x05, ...word(BASE), 1], image(5)),
    'SIGSEGV',
  );
  endsLikeOnLinux('no PT_GNU_STACK: a readable segment is executable', elf([0xb8, 42, 0, 0, 0, ...EXIT], image(4)), 42);
  endsLikeOnLinux(
    'no PT_GNU_STACK: one that is only writable is not',
    elf([0xb8, 42, 0, 0, 0, ...EXIT], image(2)),
    'SIGSEGV',
  );
  endsLikeOnLinux(
    'no PT_GNU_STACK: one that allows nothing allows nothing',
    elf([0xb8, 42, 0, 0, 0, ...EXIT], image(0)),
    'SIGSEGV',
  );
  endsLikeOnLinux('no PT_GNU_STACK: the stack is executable', elf(RUN_ON_STACK, image(5)), 42);
  endsLikeOnLinux('no PT_GNU_STACK: the heap is executable', elf(RUN_IN_HEAP, image(5)), 42);
  endsLikeOnLinux('no PT_GNU_STACK: a readable mapping is executable', elf(runInMapping(3), image(5)), 42);
  endsLikeOnLinux(
    'no PT_GNU_STACK: one that is only writable is not either',
    elf(runInMapping(2), image(5)),
    'SIGSEGV',
  );
  for (const [name, stack, onStack] of [
    ['rw', STACK_RW, 'SIGSEGV'],
    ['rwx', STACK_RWX, 42],
  ] as const) {
    const withStack =
      (flags: number) =>
      (offset: number, size: number): Segment[] => [...image(flags)(offset, size), stack];
    endsLikeOnLinux(`PT_GNU_STACK ${name}: the stack`, elf(RUN_ON_STACK, withStack(5)), onStack);
    endsLikeOnLinux(`PT_GNU_STACK ${name}: a segment without x`, elf(EXIT, withStack(6)), 'SIGSEGV');
    endsLikeOnLinux(`PT_GNU_STACK ${name}: the heap`, elf(RUN_IN_HEAP, withStack(5)), 'SIGSEGV');
    endsLikeOnLinux(`PT_GNU_STACK ${name}: a mapping without x`, elf(runInMapping(3), withStack(5)), 'SIGSEGV');
    endsLikeOnLinux(`PT_GNU_STACK ${name}: a mapping with x`, elf(runInMapping(7), withStack(5)), 42);
  }
});

describe('what is in pages', () => {
  const size = 84 + 16;
  const behind = exitWithByteAt(BASE + size + 4);
  const trailing = new Array<number>(64).fill(0x55);
  endsLikeOnLinux('nothing behind the file: zero', elf(behind, image(7)), 0);
  endsLikeOnLinux('zero up to the memory size', elf(behind, image(7, size + 40), trailing), 0);
  endsLikeOnLinux('zero beyond the memory size, to the end of the page', elf(behind, image(7, size + 2), trailing), 0);
  endsLikeOnLinux('what the file holds, when memory and file size are the same', elf(behind, image(7), trailing), 0x55);
  endsLikeOnLinux(
    'what the file holds, when the segment cannot be written',
    elf(behind, image(5, size + 40), trailing),
    0x55,
  );
  endsLikeOnLinux('zero in pages that only memory has', elf(exitWithByteAt(BASE + 0x2345), image(7, 0x3000)), 0);
  endsLikeOnLinux(
    'a file size that goes beyond the file, in the last page',
    elf(exitWithByteAt(BASE + 0x400), () => [{ offset: 0, vaddr: BASE, filesz: 0x500, flags: 7 }]),
    0,
  );
  endsLikeOnLinux(
    'a second segment brings the bytes of its whole page',
    elf(
      exitWithByteAt(BASE + 0x1000),
      (_, end) => [
        { offset: 0, vaddr: BASE, filesz: end, flags: 5 },
        { offset: end, vaddr: BASE + 0x1000 + end, filesz: 4, flags: 6 },
      ],
      [1, 2, 3, 4],
    ),
    0x7f,
  );
  endsLikeOnLinux('a header that overlaps the program header', overlapping(), 42);
});

/** A header of 76 bytes: the program header begins inside the ELF header, at offset 44. */
function overlapping(): Uint8Array {
  const code = [0xb8, 42, 0, 0, 0, ...EXIT];
  const bytes = Uint8Array.from([...new Array<number>(76).fill(0), ...code]);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 3]);
  for (const [at, value] of [
    [16, 2],
    [18, 3],
    [40, 52],
    [42, 32],
    [44, 1],
  ] as const)
    view.setUint16(at, value, true);
  for (const [at, value] of [
    [20, 1],
    [24, BASE + 76],
    [28, 44],
    [44, 1],
    [52, BASE],
    [56, BASE],
    [60, bytes.length],
    [64, bytes.length],
    [68, 1],
    [72, 1],
  ] as const) {
    view.setUint32(at, value, true);
  }
  return bytes;
}

describe('registers and stack at the start', () => {
  /** pushf; pusha; push segments; write(1, esp, 60) */
  const DUMP = [
    0x9c,
    0x60,
    0x16,
    0x0e,
    0x1e,
    0x06,
    0x0f,
    0xa0,
    0x0f,
    0xa8,
    0xb8,
    4,
    0,
    0,
    0,
    0xbb,
    1,
    0,
    0,
    0,
    0x89,
    0xe1,
    0xba,
    60,
    0,
    0,
    0,
    0xcd,
    0x80,
    0x31,
    0xc0,
    ...EXIT,
  ];

  test('all zero but esp; flags and selectors as in Linux', async () => {
    const program = elf(DUMP, image(7));
    const { stdout } = await runGuest(program);
    const words = wordsOf(stdout);
    expect(words.slice(0, 6).map((selector) => selector & 0xffff)).toEqual([0, 0, 0x2b, 0x2b, 0x23, 0x2b]);
    const [edi, esi, ebp, esp, ebx, edx, ecx, eax] = words.slice(6, 14);
    expect([edi, esi, ebp, ebx, edx, ecx, eax]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(esp! + 4).toSatisfy((address: number) => address % 16 === 0);
    expect(words[14]).toBe(0x202);
    if (whyNotNative !== null) return;
    const native = wordsOf(runNative(program).stdout);
    native[9] = words[9]!;
    expect(words.slice(2)).toEqual(native.slice(2));
  });

  test('argc, argv, environment, auxiliary vector', async () => {
    // mov ecx, esp; write(1, ecx, 600): the stack itself
    const program = elf(
      [0xb8, 4, 0, 0, 0, 0xbb, 1, 0, 0, 0, 0x89, 0xe1, 0xba, ...word(600), 0xcd, 0x80, 0x31, 0xc0, ...EXIT],
      image(7),
    );
    const { stdout } = await run(program, {
      argv: ['name', 'one', ''],
      env: { A: 'b', LONG: 'x'.repeat(600) },
      cwd: '/d',
    });
    const words = wordsOf(stdout);
    expect(words[0]).toBe(3);
    expect(words[4]).toBe(0);
    expect(words[7]).toBe(0);
    const auxiliary = new Map<number, number>();
    for (let i = 8; words[i] !== 0; i += 2) auxiliary.set(words[i]!, words[i + 1]!);
    expect(auxiliary.get(3)).toBe(BASE + 52);
    expect(auxiliary.get(4)).toBe(32);
    expect(auxiliary.get(5)).toBe(1);
    expect(auxiliary.get(6)).toBe(4096);
    expect(auxiliary.get(9)).toBe(BASE + 84);
    expect(auxiliary.get(23)).toBe(0);
    const stack = words[1]! - 4 * words.length;
    expect(stack).toBeLessThan(words[1]!);
    expect(words[2]! - words[1]!).toBe('name'.length + 1);
    expect(words[3]! - words[2]!).toBe('one'.length + 1);
    expect(words[5]! - words[3]!).toBe(1);
    expect(words[6]! - words[5]!).toBe('A=b'.length + 1);
  });

  test('a stack below the image grows down to its limit, and no further', async () => {
    const grow = (bytes: number) => elf([0x81, 0xec, ...word(bytes), 0x6a, 0x2a, 0x58, ...EXIT], image(7));
    expect((await runGuest(grow(0x700000))).exit).toEqual({ code: 42 });
    expect((await runGuest(grow(0x900000))).exit).toMatchObject({ signalName: 'SIGSEGV' });
    expect((await runGuest(grow(0x900000), { limits: { stack: 0x1000000 } })).exit).toEqual({ code: 42 });
  });

  test('an image so low that no stack fits below', async () => {
    const program = elf([0x6a, 0x2a, 0x58, ...EXIT], (_, size) => [
      { offset: 0, vaddr: 0x10000, filesz: size, flags: 7 },
    ]);
    expect((await runGuest(program)).exit).toEqual({ code: 42 });
  });

  test('a position-independent program without a dynamic linker', async () => {
    const program = elf(
      [0xb8, 42, 0, 0, 0, ...EXIT],
      (_, size) => [{ offset: 0, vaddr: 0, filesz: size, flags: 7 }],
      [],
      3,
    );
    expect((await runGuest(program)).exit).toEqual({ code: 42 });
  });

  test('the dynamic linker of PT_INTERP gets control', async () => {
    const linker = elf(
      [0xb8, 43, 0, 0, 0, ...EXIT],
      (_, size) => [{ offset: 0, vaddr: 0, filesz: size, flags: 7 }],
      [],
      3,
    );
    const path = [...new TextEncoder().encode('/lib/ld\0')];
    const program = elf([0xb8, 42, 0, 0, 0, ...EXIT, ...path], (_, size) => [
      { offset: 0, vaddr: BASE, filesz: size, flags: 7 },
      { type: 3, offset: size - path.length, vaddr: BASE, filesz: path.length, flags: 4 },
    ]);
    expect((await runGuest(program, { files: { '/lib/ld': file(linker, 0o755) } })).exit).toEqual({ code: 43 });
    await expect(runGuest(program)).rejects.toMatchObject({ message: 'cannot start program: ENOENT' });
  });
});

describe('a bad ELF is refused, with what, where and what was expected', () => {
  const good = () => new GuestProgram().exit(0);
  const broken = (change: (view: DataView, bytes: Uint8Array) => void) => {
    const bytes = good();
    change(new DataView(bytes.buffer), bytes);
    return bytes;
  };
  const cases: [name: string, bytes: Uint8Array, message: string][] = [
    ['empty', new Uint8Array(0), 'bad ELF: magic number at offset 0x00000000 is missing, expected 7f 45 4c 46'],
    ['no ELF', new TextEncoder().encode('text'), 'magic number at offset 0x00000000 is 74 65 78 74'],
    [
      'cut in the header',
      good().slice(0, 51),
      'file at offset 0x00000000 is 51 bytes long, expected an ELF header of 52 bytes',
    ],
    ['a relocatable file', broken((view) => view.setUint16(16, 1, true)), 'e_type at offset 0x00000010 is 1'],
    [
      'another machine',
      broken((view) => view.setUint16(18, 62, true)),
      'e_machine at offset 0x00000012 is 62, expected 3 (i386)',
    ],
    ['program headers of another size', broken((view) => view.setUint16(42, 56, true)), 'e_phentsize'],
    ['no program header', broken((view) => view.setUint16(44, 0, true)), 'e_phnum'],
    ['program headers outside', broken((view) => view.setUint32(28, 0x7fffffff, true)), 'e_phoff'],
    ['nothing to load', broken((view) => view.setUint32(52, 4, true)), 'expected a PT_LOAD'],
    [
      'an offset that does not fit',
      broken((view) => view.setUint32(56, 1, true)),
      'program header 0: p_offset at offset 0x00000038',
    ],
    ['more file than memory', broken((view) => view.setUint32(72, 1, true)), 'program header 0: p_filesz'],
    [
      'an end beyond the address space',
      broken((view) => view.setUint32(72, 0xf8000000, true)),
      'program header 0: p_memsz',
    ],
  ];
  for (const [name, bytes, message] of cases) {
    test(name, async () => {
      expect(() => parseElf(bytes)).toThrow(BadElfError);
      expect(() => parseElf(bytes)).toThrow(message);
      await expect(run(bytes)).rejects.toMatchObject({ code: 'BAD_ELF' });
    });
  }

  test('what the kernel does not look at is not looked at', async () => {
    const bytes = broken((view, all) => {
      all.fill(0xff, 4, 16);
      view.setUint32(20, 99, true);
      view.setUint32(32, 0xdeadbeef, true);
      view.setUint16(40, 0, true);
    });
    expect((await run(bytes)).exit).toEqual({ code: 0 });
    if (whyNotNative === null) expect(runNative(bytes).status).toBe(0);
  });
});

describe('the first line of a script', () => {
  const line = (content: string) => parseScriptLine(new TextEncoder().encode(content));
  test.each([
    ['#!/bin/sh\n', { interpreter: '/bin/sh', argument: null }],
    ['#! \t/bin/sh \t\n', { interpreter: '/bin/sh', argument: null }],
    ['#!/bin/env  -S a b \nrest', { interpreter: '/bin/env', argument: '-S a b' }],
    ['#!/bin/sh', { interpreter: '/bin/sh', argument: null }],
    ['#!/bin/sh\0x\n', { interpreter: '/bin/sh', argument: null }],
    [`#!/bin/x ${'a'.repeat(300)}\n`, { interpreter: '/bin/x', argument: 'a'.repeat(255 - 9) }],
    [`#!/${'a'.repeat(300)}\n`, null],
    ['#!\n', null],
    ['#!  \n', null],
    ['# /bin/sh\n', null],
    ['', null],
  ])('%j', (content, expected) => {
    expect(line(content)).toEqual(expected);
  });
});

test('an error tells the process and where it was', async () => {
  const program = new GuestProgram().raw(0x0f, 0x34).exit(0);
  const error = await run(program).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'UNSUPPORTED_INSTRUCTION',
    process: { pid: 1, eip: BASE + 84, backtrace: ['0x08048054'] },
  });
});
