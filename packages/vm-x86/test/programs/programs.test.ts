import { expect, test } from 'vitest';
import { Interpreter } from '../../src/interpret/index.js';
import { Translator } from '../../src/jit/index.js';
import { GuestProgram } from '../linux/helpers/guest-program.js';
import { runInBothEngines } from '../support/both-engines.js';
import { random } from '../support/bytes.js';
import { CheckedEngine } from '../support/checked-engine.js';
import { compareProgram } from './compare.js';
import { execute } from './engines.js';
import { generate } from './generate.js';

test.each([0, 1, 2, 3])('random programs %i mod 4 do the same in both engines', (part) => {
  for (let seed = 1 + part; seed <= 60; seed += 4) expect(compareProgram(seed)).toBe('');
});

test('random programs with floating point do the same in both engines', () => {
  for (let seed = 1; seed <= 30; seed++) expect(compareProgram(seed, true)).toBe('');
});

test.each(['any', 'floating'] as const)('random programs (%s) do the same in pieces of a few instructions', (kind) => {
  for (let seed = 1; seed <= 6; seed++) {
    const translator = new Translator({ interpreter: new Interpreter(), warmUp: 0, hot: 1, precise: true });
    const engine = new CheckedEngine(translator, { piece: 150, flags: true });
    expect(() => execute(engine, generate(seed, kind), 60_000)).not.toThrow();
  }
});

// Programs that the translator once got wrong.

test.each([
  [19, 'a fault where a handler could see flags that nothing else reads'],
  [1092, 'a call into code that is written later and leaves the flags of the caller alone'],
  [1154, 'the same, in a loop'],
  [3301, 'a rotation by cl between a sign and who reads it'],
  [1334, 'a store into code that a flag is carried through'],
])('random program %i: %s', (seed) => {
  expect(compareProgram(seed)).toBe('');
});

test('random program 98 with floating point: a look at what may be code, behind a return, makes no stack grow', () => {
  expect(compareProgram(98, true)).toBe('');
});

/** `mov ecx, count; again: body; dec ecx; jnz again` with ecx kept on the stack meanwhile. */
function repeat(program: GuestProgram, count: number, body: () => void): void {
  program.raw(0xb9, count & 255, count >> 8, 0, 0);
  const start = program.codeLength;
  program.raw(0x51);
  body();
  program.raw(0x59, 0x49, 0x0f, 0x85);
  const back = start - (program.codeLength + 4);
  program.raw(back & 255, (back >> 8) & 255, 0xff, 0xff);
}

/** `call` of code at an offset that `codeLength` told. */
function callCode(program: GuestProgram, offset: number): void {
  const distance = offset - (program.codeLength + 5);
  program.raw(0xe8, distance & 255, (distance >> 8) & 255, (distance >> 16) & 255, (distance >> 24) & 255);
}

test('a function that takes 8, 4 or no bytes of arguments off the stack, or returns elsewhere', async () => {
  const g = new GuestProgram();
  let entry = 0;
  const pops = g.routine(() => {
    entry = g.codeLength;
    // test cl, 3; jnz a; ret 8; a: test cl, 1; jnz b; ret 4; b: test cl, 2; jnz c; ret; c: inc dword [esp]; ret 8
    g.raw(0xf6, 0xc1, 3, 0x75, 3, 0xc2, 8, 0, 0xf6, 0xc1, 1, 0x75, 3, 0xc2, 4, 0);
    g.raw(0xf6, 0xc1, 2, 0x75, 1, 0xc3, 0xff, 0x04, 0x24, 0xc2, 8, 0);
  });
  g.raw(0x31, 0xdb); // xor ebx, ebx
  repeat(g, 400, () => {
    g.raw(0x89, 0xe6, 0x51, 0x51, 0x51); // mov esi, esp; push ecx; push ecx; push ecx
    callCode(g, entry);
    g.raw(0x43); // inc ebx
    g.raw(0x29, 0xe3, 0x01, 0xf3, 0x89, 0xf4); // sub ebx, esp; add ebx, esi; mov esp, esi
    g.raw(0x51, 0x51, 0x51, 0xb8).addressOf(pops).raw(0xff, 0xd0, 0x43); // the same through eax
    g.raw(0x29, 0xe3, 0x01, 0xf3, 0x89, 0xf4);
  });
  g.raw(0x89, 0xd8); // mov eax, ebx
  g.record();
  await runInBothEngines(g.finish());
});

test('a heap that grows by a system call in translated code', async () => {
  const g = new GuestProgram();
  const end = g.call('brk', 0);
  repeat(g, 200, () => {
    g.raw(0x8b, 0x1d).addressOf(end); // mov ebx, [end]
    g.raw(0x81, 0xc3, 0, 0, 2, 0); // add ebx, 0x20000
    g.raw(0xb8, 45, 0, 0, 0, 0xcd, 0x80); // brk(ebx)
    g.save(end);
    g.raw(0xff, 0x40, 0xfc); // inc dword [eax - 4]
  });
  g.recordWord(end);
  await runInBothEngines(g.finish());
});

test('a function of more blocks than the translator first has room for', async () => {
  const g = new GuestProgram();
  g.raw(0x31, 0xc0, 0x31, 0xd2); // xor eax, eax; xor edx, edx
  for (let n = 0; n < 900; n++) {
    // add eax, n; test al, 4; jz over; lea edx, [edx + eax + n]; over:
    g.raw(0x05, n & 255, n >> 8, 0, 0, 0xa8, 4, 0x74, 7, 0x8d, 0x94, 0x02, n & 255, n >> 8, 0, 0);
  }
  g.raw(0x01, 0xd0); // add eax, edx
  g.record();
  await runInBothEngines(g.finish());
});

test('a return whose stack pointer came through another register', async () => {
  const g = new GuestProgram();
  const f = g.routine(() => {
    // mov esi, esp; sub esp, 8; loop: mov [esi - 4], ecx; dec ecx; jnz loop; mov esp, esi; ret
    g.raw(0x89, 0xe6, 0x83, 0xec, 8, 0x89, 0x4e, 0xfc, 0x49, 0x75, 0xfa, 0x89, 0xf4, 0xc3);
  });
  repeat(g, 50, () => {
    g.raw(0xb9, 5, 0, 0, 0, 0xb8).addressOf(f).raw(0xff, 0xd0); // mov ecx, 5; mov eax, f; call eax
  });
  g.raw(0x89, 0xc8); // mov eax, ecx
  g.record();
  await runInBothEngines(g.finish());
});

test('calls through pointers one behind the other, of which a later callee reads what an earlier one left in the flags', async () => {
  const g = new GuestProgram();
  const sets = g.routine(() => {
    g.raw(0x39, 0xd2, 0xf9, 0xc3); // cmp edx, edx; stc; ret
  });
  const reads = g.routine(() => {
    g.raw(0x83, 0xd3, 0, 0xc3); // adc ebx, 0; ret
  });
  g.raw(0x31, 0xdb); // xor ebx, ebx
  repeat(g, 300, () => {
    g.raw(0xb8).addressOf(sets).raw(0xff, 0xd0); // mov eax, sets; call eax
    g.raw(0xb8).addressOf(reads).raw(0xff, 0xd0); // mov eax, reads; call eax
  });
  g.raw(0x89, 0xd8); // mov eax, ebx
  g.record();
  await runInBothEngines(g.finish());
});

test('a call through a pointer that is null ends the program where it would end natively', async () => {
  const g = new GuestProgram();
  g.raw(0x31, 0xc0, 0xff, 0xd0); // xor eax, eax; call eax
  const { exit } = await runInBothEngines(g.finish());
  expect(exit).toEqual({ signal: 11, signalName: 'SIGSEGV' });
});

test('text behind a call: the callee returns behind it, in a loop', async () => {
  const g = new GuestProgram();
  const skip = g.routine(() => {
    // pop esi; again: lodsb; add ebx, eax; test al, al; jnz again; jmp esi
    g.raw(0x5e, 0xac, 0x01, 0xc3, 0x84, 0xc0, 0x75, 0xf9, 0xff, 0xe6);
  });
  const swap = g.routine(() => {
    // xchg [esp], esi; again: inc esi; cmp byte [esi - 1], 0; jnz again; xchg [esp], esi; ret
    g.raw(0x87, 0x34, 0x24, 0x46, 0x80, 0x7e, 0xff, 0, 0x75, 0xf9, 0x87, 0x34, 0x24, 0xc3);
  });
  g.raw(0x31, 0xc0, 0x31, 0xdb); // xor eax, eax; xor ebx, ebx
  repeat(g, 300, () => {
    g.raw(0x31, 0xc0, 0xba).addressOf(skip).raw(0xff, 0xd2, 0x61, 0x62, 0); // call skip, 'ab'
    g.raw(0xba).addressOf(swap).raw(0xff, 0xd2, 0x64, 0x8d, 0x05, 0); // call swap, a text that looks like code
    g.raw(0x01, 0xf3); // add ebx, esi
  });
  g.raw(0x89, 0xd8); // mov eax, ebx
  g.record();
  await runInBothEngines(g.finish());
});

test('text behind a call: the callee returns behind it, or a byte further, with flags that count there', async () => {
  const g = new GuestProgram();
  let entry = 0;
  g.routine(() => {
    entry = g.codeLength;
    // xchg [esp], ebx; add ebx, 3; test cl, 3; jnz a; inc ebx; a: xchg [esp], ebx; cmp cl, 100; ret
    g.raw(0x87, 0x1c, 0x24, 0x83, 0xc3, 3, 0xf6, 0xc1, 3, 0x75, 1, 0x43, 0x87, 0x1c, 0x24, 0x80, 0xf9, 100, 0xc3);
  });
  g.raw(0x31, 0xf6, 0x31, 0xd2); // xor esi, esi; xor edx, edx
  repeat(g, 4000, () => {
    callCode(g, entry);
    g.raw(0x61, 0x62, 0); // "ab"
    g.raw(0x46, 0x83, 0xd2, 0); // inc esi; adc edx, 0
  });
  g.raw(0x89, 0xf0); // mov eax, esi
  g.record();
  g.raw(0x89, 0xd0); // mov eax, edx
  g.record();
  await runInBothEngines(g.finish());
});

test('a function that is called through a pointer and calls back deeper and deeper', async () => {
  const g = new GuestProgram();
  const f = g.routine(() => {
    // dec ecx; jz out; push ecx; call eax; pop ecx; add ebx, ecx; out: ret
    g.raw(0x49, 0x74, 6, 0x51, 0xff, 0xd0, 0x59, 0x01, 0xcb, 0xc3);
  });
  g.raw(0x31, 0xdb); // xor ebx, ebx
  repeat(g, 30, () => {
    g.raw(0xb9, 0, 0x20, 0, 0, 0xb8).addressOf(f).raw(0xff, 0xd0); // mov ecx, 8192; mov eax, f; call eax
  });
  g.raw(0x89, 0xd8); // mov eax, ebx
  g.record();
  await runInBothEngines(g.finish());
});

test('code that changes, and then a heap that grows', async () => {
  const g = new GuestProgram();
  const end = g.call('brk', 0);
  const changed = g.routine(() => {
    g.raw(0xb8, 1, 0, 0, 0, 0xc3); // mov eax, 1; ret
  });
  repeat(g, 100, () => {
    // mov edi, changed; inc byte [edi + 1]; call edi; add esi, eax
    g.raw(0xbf).addressOf(changed).raw(0xfe, 0x47, 1, 0xff, 0xd7, 0x01, 0xc6);
    g.raw(0x8b, 0x1d).addressOf(end); // mov ebx, [end]
    g.raw(0x81, 0xc3, 0, 0x10, 0, 0, 0xb8, 45, 0, 0, 0, 0xcd, 0x80); // brk(ebx + 4096)
    g.save(end);
  });
  g.raw(0x89, 0xf0); // mov eax, esi
  g.record();
  await runInBothEngines(g.finish());
});

test('repeated string instructions: up and down, one on top of the other, of other bytes, across what is mapped', async () => {
  const next = random(7);
  const [start, size] = [0x50000000, 0x2000];
  const g = new GuestProgram();
  g.plain('mmap2', start, size, 3, 0x32, -1, 0);
  // std or cld; mov edi, ..; mov esi, ..; mov ecx, ..; mov eax, ..; rep movs or stos; add [start], ecx; xor [start + 4], edi
  const word = (value: number) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
  const step = (down: boolean, to: number, from: number, count: number, eax: number, opcode: readonly number[]) => {
    g.raw(down ? 0xfd : 0xfc, 0xbf, ...word(to), 0xbe, ...word(from), 0xb9, ...word(count), 0xb8, ...word(eax));
    g.raw(...opcode, 0xfc, 0x01, 0x0d, ...word(start), 0x31, 0x3d, ...word(start + 4), 0x31, 0x35, ...word(start + 8));
  };
  const opcodes = [[0xa4], [0xa5], [0xaa], [0xab], [0x66, 0xa5], [0x66, 0xab]];
  const values = [0, -1, 0x20202020, 0x12345678, 0x00120012];
  repeat(g, 30, () => {
    for (let n = 0; n < 150; n++) {
      const to = start + 0x400 + (next() % 0x1000);
      const from = next() % 3 === 0 ? to + (next() % 9) - 4 : start + 0x400 + (next() % 0x1000);
      const opcode = [next() % 4 === 0 ? 0xf2 : 0xf3, ...opcodes[next() % opcodes.length]!];
      step(next() % 5 === 0, to, from, next() % 5 === 0 ? 0 : next() % 90, values[next() % values.length]!, opcode);
    }
  });
  g.plain('write', 1, start, size);
  // The last one runs off the end.
  step(false, start + size - 64, start, 100, 0, [0xf3, 0xa5]);
  await runInBothEngines(g.finish());
});
