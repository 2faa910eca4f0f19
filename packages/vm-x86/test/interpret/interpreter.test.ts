import { describe, expect, test } from 'vitest';
import { Reg, Seg } from '../../src/cpu/state.js';
import { UnsupportedInstructionError } from '../../src/errors.js';
import { PageFault, Vector } from '../../src/faults.js';
import { Interpreter } from '../../src/interpret/index.js';
import { PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from '../../src/memory.js';
import { unhex } from '../support/bytes.js';
import { CODE, DATA, Program, STACK_END } from '../support/program.js';

describe('leaving the engine', () => {
  test('a system call leaves with eip behind it, and counts', () => {
    const program = new Program('b8 01 00 00 00  cd 80');
    expect(program.run()).toEqual({ kind: 'syscall' });
    expect([program.cpu.eip, program.cpu.instructions, program.reg('eax')]).toEqual([CODE + 7, 2, 1]);
  });

  test('the limit stops before the instruction that would exceed it', () => {
    const program = new Program('40 40 40 40 40');
    expect(program.run(3)).toEqual({ kind: 'limit' });
    expect([program.cpu.eip, program.cpu.instructions, program.reg('eax')]).toEqual([CODE + 3, 3, 3]);
    expect(program.run(3)).toEqual({ kind: 'limit' });
    expect(program.cpu.instructions).toBe(3);
    expect(program.run(4)).toEqual({ kind: 'limit' });
    expect(program.cpu.instructions).toBe(4);
  });

  test('int3 is a trap: eip behind it, counted', () => {
    const program = new Program('cc');
    expect(program.run()).toMatchObject({ kind: 'fault', fault: { vector: Vector.breakpoint } });
    expect([program.cpu.eip, program.cpu.instructions]).toEqual([CODE + 1, 1]);
  });

  test('a faulting instruction leaves eip at itself and is not counted', () => {
    const program = new Program('40  8b 03'); // inc eax; mov eax, [ebx] with ebx = 0
    expect(program.run()).toMatchObject({
      kind: 'fault',
      fault: { vector: Vector.pageFault, address: 0, access: 'read' },
    });
    expect([program.cpu.eip, program.cpu.instructions, program.reg('eax')]).toEqual([CODE + 1, 1, 1]);
  });

  test('what exists elsewhere is an error that names it', () => {
    const program = new Program('0f 28 c1'); // movaps xmm0, xmm1
    expect(() => program.run()).toThrow(UnsupportedInstructionError);
    expect(() => program.run()).toThrow('unsupported instruction (SSE) 0f 28 c1 at 0x08048000');
    expect(program.cpu.eip).toBe(CODE);
  });

  test('what exists nowhere is an invalid opcode', () => {
    for (const code of ['0f 0b', '0f 04', 'f0 90', 'ff ff', '8d c0']) {
      expect(new Program(code).run(), code).toMatchObject({ kind: 'fault', fault: { vector: Vector.invalidOpcode } });
    }
  });

  test('an instruction of 16 bytes is a general protection fault', () => {
    const program = new Program('66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 90');
    expect(program.run()).toMatchObject({ kind: 'fault', fault: { vector: Vector.generalProtection } });
  });

  test('single stepping is refused, not ignored', () => {
    expect(() => new Program('68 00 01 00 00  9d').run()).toThrow(/trap flag/); // push 0x100; popf
    const program = new Program('90');
    program.cpu.eflags = 0x100;
    expect(() => program.run()).toThrow(/trap flag/);
  });

  test('an observer sees every instruction before it is executed', () => {
    const seen: number[] = [];
    const engine = new Interpreter({ onInstruction: ({ cpu }) => seen.push(cpu.eip) });
    new Program('40  eb 01  cc  40  cd 80', engine).run();
    expect(seen).toEqual([CODE, CODE + 1, CODE + 4, CODE + 5]);
  });
});

describe('fetching', () => {
  test('from a page that is not executable', () => {
    const program = new Program('90');
    program.cpu.eip = DATA;
    expect(program.run()).toMatchObject({ fault: { vector: Vector.pageFault, address: DATA, access: 'execute' } });
  });

  test('an instruction that goes on into a page that is not', () => {
    const program = new Program('');
    const last = CODE + PAGE_SIZE - 2;
    program.memory.bytes.set(unhex('b8 01'), last);
    program.cpu.eip = last;
    expect(program.run()).toMatchObject({ fault: { vector: Vector.pageFault, address: CODE + PAGE_SIZE } });
    expect(program.cpu.eip).toBe(last);
    program.memory.map(CODE + PAGE_SIZE, PAGE_SIZE, PROT_READ | PROT_EXEC);
    program.run(1);
    expect([program.reg('eax'), program.cpu.eip]).toEqual([1, last + 5]);
    program.memory.protect(CODE + PAGE_SIZE, PAGE_SIZE, PROT_READ);
    program.cpu.eip = last;
    expect(program.run(2)).toMatchObject({ fault: { vector: Vector.pageFault } });
  });

  test('the last byte of the address space that is mapped', () => {
    const program = new Program('');
    program.memory.map(0xffffd000, PAGE_SIZE, PROT_READ | PROT_EXEC);
    program.memory.bytes[0xffffdfff] = 0x40;
    program.cpu.eip = 0xffffdfff;
    expect(program.run(1)).toEqual({ kind: 'limit' });
    expect([program.reg('eax'), program.cpu.eip]).toEqual([1, 0xffffe000]);
  });

  test('two processes with other code at the same address, one engine', () => {
    const engine = new Interpreter();
    const one = new Program('40 40 40', engine);
    const two = new Program('48 48 48', engine);
    for (let n = 1; n <= 3; n++) {
      one.run(n);
      two.run(n);
    }
    expect([one.reg('eax'), two.reg('eax')]).toEqual([3, -3]);
  });
});

describe('self-modifying code', () => {
  test('the next instruction is what was just written', () => {
    // mov byte [CODE+7], 0x48: what stands there is inc eax, and becomes dec eax
    const program = new Program('c6 05 07 80 04 08 48  40  cd 80');
    program.run();
    expect(program.reg('eax')).toBe(-1);
  });

  test('a loop that changes its own immediate every time', () => {
    // mov ecx, 5; again: add eax, 1; inc byte [CODE+7], the immediate; dec ecx; jne again
    const program = new Program('b9 05 00 00 00  83 c0 01  fe 05 07 80 04 08  49  75 f4  cd 80');
    program.run();
    expect(program.reg('eax')).toBe(1 + 2 + 3 + 4 + 5);
  });

  test.each([0, 3, 4, 7, 8, 9])('byte %i of a ten-byte instruction', (n) => {
    const code = unhex('c7 05 00 00 05 08 11 22 33 44'); // mov dword [DATA], 0x44332211
    const program = new Program('');
    program.memory.bytes.set(code, CODE);
    program.run(1);
    program.memory.bytes[CODE + n] = [0x81, 0, 0, 0xff, 0x05, 0, 0, 0x99, 0x99, 0x99][n]!;
    program.cpu.eip = CODE;
    const fresh = new Program('');
    fresh.memory.bytes.set(program.memory.bytes.subarray(CODE, CODE + 10), CODE);
    program.memory.bytes.fill(0, DATA, DATA + PAGE_SIZE);
    expect(program.run(2).kind).toBe(fresh.run(1).kind);
    expect(program.memory.bytes.subarray(DATA, DATA + PAGE_SIZE)).toEqual(
      fresh.memory.bytes.subarray(DATA, DATA + PAGE_SIZE),
    );
  });

  test('rep movs over its own successor', () => {
    // esi = DATA holds dec eax; edi = CODE+2; ecx = 1
    const program = new Program('f3 a4  40  cd 80');
    program.memory.bytes[DATA] = 0x48;
    program.cpu.regs.set([0, 1, 0, 0, STACK_END, 0, DATA, CODE + 2]);
    program.run();
    expect(program.reg('eax')).toBe(-1);
  });
});

describe('restarting after a fault', () => {
  /** Runs until the fault, maps the missing page, goes on; the program ends in a system call. */
  function repair(program: Program, page: number): void {
    const trap = program.run();
    expect(trap.kind === 'fault' && trap.fault instanceof PageFault).toBe(true);
    program.memory.map(page, PAGE_SIZE, PROT_READ | PROT_WRITE);
    expect(program.run()).toEqual({ kind: 'syscall' });
  }
  const LOWER = STACK_END - 2 * PAGE_SIZE;
  const BEHIND = DATA + PAGE_SIZE;

  test('push, pusha, enter and call do not move esp', () => {
    for (const [code, distance] of [
      ['50', 4],
      ['60', 32],
      ['c8 08 00 02', 20],
      ['ff d3', 4],
    ] as const) {
      const program = new Program(`${code} cd 80`);
      program.cpu.regs[Reg.esp] = LOWER + PAGE_SIZE + 2;
      program.cpu.regs[Reg.ebp] = STACK_END - 64;
      program.cpu.regs[Reg.ebx] = CODE + 2;
      const before = program.cpu.regs.slice();
      program.run();
      expect(program.cpu.regs, code).toEqual(before);
      repair(program, LOWER);
      expect(program.reg('esp'), code).toBe(LOWER + PAGE_SIZE + 2 - distance);
    }
  });

  test('pop to memory does not move esp', () => {
    const program = new Program('8f 03  cd 80');
    program.cpu.regs.set([0, 0, 0, BEHIND - 2, STACK_END - 4]);
    program.memory.store32(STACK_END - 4, 0x12345678);
    repair(program, BEHIND);
    expect([program.memory.load32(BEHIND - 2), program.reg('esp')]).toEqual([0x12345678, STACK_END]);
  });

  test('add to memory changes neither memory nor flags', () => {
    const program = new Program('01 03  cd 80');
    program.cpu.regs.set([1, 0, 0, BEHIND - 2]);
    const flags = program.cpu.eflags;
    program.memory.store16(BEHIND - 2, 0xffff);
    program.run();
    expect([program.memory.load16(BEHIND - 2), program.cpu.eflags]).toEqual([0xffff, flags]);
    repair(program, BEHIND);
    expect(program.memory.load32(BEHIND - 2)).toBe(0x10000);
  });

  test('xchg, cmpxchg and xadd change no register', () => {
    for (const code of ['87 0b', '0f b1 0b', '0f c1 0b', '0f c7 0b']) {
      const program = new Program(`${code} cd 80`);
      program.cpu.regs.set([5, 6, 7, BEHIND - 2]);
      const before = program.cpu.regs.slice();
      program.run();
      expect(program.cpu.regs, code).toEqual(before);
      repair(program, BEHIND);
    }
  });

  test('rep movs and rep stos stop at the element that faulted and go on there', () => {
    const program = new Program('f3 a4  cd 80');
    program.memory.bytes.fill(0x41, DATA, DATA + 32);
    program.cpu.regs.set([0, 20, 0, 0, STACK_END, 0, DATA, BEHIND - 6]);
    program.run();
    expect([program.reg('ecx'), program.reg('esi'), program.reg('edi')]).toEqual([14, DATA + 6, BEHIND]);
    repair(program, BEHIND);
    expect([program.reg('ecx'), program.reg('edi')]).toEqual([0, BEHIND + 14]);
    expect(program.memory.bytes.subarray(BEHIND - 6, BEHIND + 15)).toEqual(
      Uint8Array.from({ length: 21 }, (_, n) => (n < 20 ? 0x41 : 0)),
    );
  });

  test('a fault in repe cmps leaves the flags from before it', () => {
    const program = new Program('f3 a6  cd 80');
    program.cpu.regs.set([0, 20, 0, 0, STACK_END, 0, DATA, BEHIND - 6]);
    program.cpu.eflags = 0x8d7;
    program.run();
    expect([program.reg('ecx'), program.cpu.eflags]).toEqual([14, 0x8d7 | 0x202]);
  });
});

describe('repetition', () => {
  test('counts as one instruction however often', () => {
    const program = new Program('f3 aa  cd 80');
    program.cpu.regs.set([0x41, 1000, 0, 0, STACK_END, 0, 0, DATA]);
    program.run();
    expect(program.cpu.instructions).toBe(2);
    expect(program.memory.bytes.subarray(DATA, DATA + 1001).filter((byte) => byte === 0x41).length).toBe(1000);
  });

  test('a copy onto itself one byte on repeats the first byte', () => {
    const program = new Program('f3 a4  cd 80');
    program.memory.bytes.set([1, 2, 3, 4], DATA);
    program.cpu.regs.set([0, 8, 0, 0, STACK_END, 0, DATA, DATA + 1]);
    program.run();
    expect([...program.memory.bytes.subarray(DATA, DATA + 10)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
  });

  test('downwards, across a page, in words', () => {
    const program = new Program('fd  f3 66 a5  cd 80');
    program.memory.map(DATA + PAGE_SIZE, PAGE_SIZE, PROT_READ | PROT_WRITE);
    const source = DATA + PAGE_SIZE + 1;
    for (let n = 0; n < 10; n++) program.memory.store16(source - 2 * n, n + 1);
    program.cpu.regs.set([0, 10, 0, 0, STACK_END, 0, source, DATA + 100]);
    program.run();
    expect(Array.from({ length: 10 }, (_, n) => program.memory.load16(DATA + 100 - 2 * n))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });
});

describe('segments', () => {
  test('gs reaches thread-local storage once its selector is loaded', () => {
    const program = new Program('b8 63 00 00 00  8e e8  65 a1 04 00 00 00  cd 80');
    program.cpu.tlsBases[0] = DATA;
    program.memory.store32(DATA + 4, 0x1234);
    program.run();
    expect(program.reg('eax')).toBe(0x1234);
    expect([program.cpu.selectors[Seg.gs], program.cpu.segmentBases[Seg.gs]]).toEqual([0x63, DATA]);
  });

  test('an access through a segment register that holds no segment faults', () => {
    const program = new Program('65 a1 04 00 00 00');
    expect(program.run()).toMatchObject({ fault: { vector: Vector.generalProtection } });
  });

  test.each([0x2b, 0x28, 0x23, 0x33, 0x00, 0x03])('ds takes selector %i', (selector) => {
    const program = new Program('8e d8  cd 80');
    program.cpu.regs[Reg.eax] = selector;
    expect(program.run()).toEqual({ kind: 'syscall' });
    expect(program.cpu.selectors[Seg.ds]).toBe(selector);
  });

  test.each([0x08, 0x10, 0x63, 0x2f, 0x7b, 0xffff])('ds does not take selector %i', (selector) => {
    const program = new Program('8e d8  cd 80');
    program.cpu.regs[Reg.eax] = selector;
    expect(program.run()).toMatchObject({ fault: { vector: Vector.generalProtection } });
  });

  test('a far jump to the 64-bit code segment is an error, to no code segment a fault', () => {
    expect(() => new Program('ea 00 80 04 08 33 00').run()).toThrow(/64-bit/);
    expect(new Program('ea 00 80 04 08 2b 00').run()).toMatchObject({ fault: { vector: Vector.generalProtection } });
  });
});

describe('what the processor says about itself', () => {
  test('cpuid', () => {
    const program = new Program('31 c0  0f a2  cd 80');
    program.run();
    const letters = [program.reg('ebx'), program.reg('edx'), program.reg('ecx')].flatMap((word) =>
      [0, 8, 16, 24].map((shift) => String.fromCharCode((word >> shift) & 0xff)),
    );
    expect([program.reg('eax'), letters.join('')]).toEqual([1, 'fullsourceVM']);
  });

  test('rdtsc counts instructions', () => {
    const program = new Program('90 90 90  0f 31  cd 80');
    program.run();
    expect([program.reg('edx'), program.reg('eax')]).toEqual([0, 3]);
    program.cpu.eip = CODE + 3;
    program.cpu.instructions = 2 ** 40 + 7;
    program.run(2 ** 41);
    expect([program.reg('edx'), program.reg('eax')]).toEqual([256, 7]);
  });
});
