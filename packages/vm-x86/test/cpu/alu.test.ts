import { describe, expect, test } from 'vitest';
import * as alu from '../../src/cpu/alu.js';
import { Flag, Flags } from '../../src/cpu/flags.js';

/** `CF SF`: the status flags that are set, as words. */
function words(flags: Flags): string {
  const names = [
    ['OF', Flag.of],
    ['SF', Flag.sf],
    ['ZF', Flag.zf],
    ['AF', Flag.af],
    ['PF', Flag.pf],
    ['CF', Flag.cf],
  ] as const;
  return names.flatMap(([name, bit]) => ((flags.status & bit) !== 0 ? [name] : [])).join(' ');
}

function flagsFrom(carry: boolean): Flags {
  const flags = new Flags();
  flags.status = carry ? Flag.cf : 0;
  return flags;
}

type Operation = (flags: Flags, a: number, b: number, size: number) => number;

/** Result in hexadecimal digits of the operand size, then the flags. */
function run(operation: Operation, a: number, b: number, size: number, carry = false): string {
  const flags = flagsFrom(carry);
  const result = operation(flags, alu.narrow(a, size), alu.narrow(b, size), size);
  return [
    (result >>> 0)
      .toString(16)
      .padStart(8, '0')
      .slice(-2 * size),
    words(flags),
  ]
    .join(' ')
    .trim();
}

describe('addition', () => {
  test.each([
    [0x01, 0x01, 1, '02'],
    [0x0f, 0x01, 1, '10 AF'],
    [0x7f, 0x01, 1, '80 OF SF AF'],
    [0xff, 0x01, 1, '00 ZF AF PF CF'],
    [0x80, 0x80, 1, '00 OF ZF PF CF'],
    [0x7fff, 0x0001, 2, '8000 OF SF AF PF'],
    [0xffff, 0xffff, 2, 'fffe SF AF CF'],
    [0x7fffffff, 0x00000001, 4, '80000000 OF SF AF PF'],
    [0xffffffff, 0x00000001, 4, '00000000 ZF AF PF CF'],
    [0x80000000, 0xffffffff, 4, '7fffffff OF PF CF'],
  ])('%i + %i in %i bytes', (a, b, size, expected) => {
    expect(run(alu.add, a, b, size)).toBe(expected);
  });

  test('with a carry in, which alone can carry out', () => {
    expect(run(alu.adc, 0xff, 0x00, 1, true)).toBe('00 ZF AF PF CF');
    expect(run(alu.adc, 0xffffffff, 0xffffffff, 4, true)).toBe('ffffffff SF AF PF CF');
    expect(run(alu.adc, 0x7f, 0x00, 1, true)).toBe('80 OF SF AF');
  });
});

describe('subtraction', () => {
  test.each([
    [0x05, 0x03, 1, '02'],
    [0x03, 0x05, 1, 'fe SF AF CF'],
    [0x80, 0x01, 1, '7f OF AF'],
    [0x00, 0x80, 1, '80 OF SF CF'],
    [0x10, 0x01, 2, '000f AF PF'],
    [0x00000000, 0x80000000, 4, '80000000 OF SF PF CF'],
    [0x12345678, 0x12345678, 4, '00000000 ZF PF'],
  ])('%i - %i in %i bytes', (a, b, size, expected) => {
    expect(run(alu.sub, a, b, size)).toBe(expected);
  });

  test('with a borrow in, which alone can borrow', () => {
    expect(run(alu.sbb, 0x00, 0x00, 1, true)).toBe('ff SF AF PF CF');
    expect(run(alu.sbb, 0x00, 0xffffffff, 4, true)).toBe('00000000 ZF AF PF CF');
  });
});

test('inc and dec leave the carry alone', () => {
  for (const carry of [false, true]) {
    const flags = flagsFrom(carry);
    expect(alu.inc(flags, -1, 1)).toBe(0);
    expect(words(flags)).toBe(carry ? 'ZF AF PF CF' : 'ZF AF PF');
    expect(alu.dec(flags, -128, 1)).toBe(127);
    expect(words(flags)).toBe(carry ? 'OF AF CF' : 'OF AF');
  }
});

test('every 8-bit sum and difference has the flags of its definition', () => {
  const flags = new Flags();
  const signed = (value: number) => (value << 24) >> 24;
  const parity = (value: number) => [...(value & 0xff).toString(2)].filter((bit) => bit === '1').length % 2 === 0;
  const wrong: string[] = [];
  for (let a = 0; a < 256; a++) {
    for (let b = 0; b < 256; b++) {
      for (const sign of [1, -1]) {
        const exact = a + sign * b;
        const result = (sign === 1 ? alu.add : alu.sub)(flags, signed(a), signed(b), 1);
        const truth =
          result === signed(exact) &&
          flags.cf === (exact < 0 || exact > 255) &&
          flags.of === (signed(a) + sign * signed(b) !== signed(exact)) &&
          flags.af === ((a & 15) + sign * (b & 15) < 0 || (a & 15) + sign * (b & 15) > 15) &&
          flags.zf === ((exact & 0xff) === 0) &&
          flags.sf === signed(exact) < 0 &&
          flags.pf === parity(exact);
        if (!truth) wrong.push(`${a} ${sign === 1 ? '+' : '-'} ${b}: ${words(flags)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('any combination of status flags can be stored and changed one by one', () => {
  const flags = new Flags();
  for (let n = 0; n < 64; n++) {
    const bits = [Flag.cf, Flag.pf, Flag.af, Flag.zf, Flag.sf, Flag.of].reduce(
      (sum, bit, k) => sum | ((n >> k) & 1 ? bit : 0),
      0,
    );
    flags.status = bits;
    expect(flags.status).toBe(bits);
    flags.setCarry(true);
    expect(flags.status).toBe(bits | Flag.cf);
    flags.setCarryAndOverflow(false, true);
    expect(flags.status).toBe((bits & ~Flag.cf) | Flag.of);
    flags.setZero(true);
    expect(flags.status).toBe((bits & ~Flag.cf) | Flag.of | Flag.zf);
  }
});

test('EFLAGS has its fixed bits and takes what user code may change', () => {
  const flags = new Flags();
  flags.word = 0xffffffff;
  expect(flags.word).toBe(0x2 | Flag.if | 0x8d5 | Flag.tf | Flag.df | Flag.nt | Flag.ac | Flag.id);
  flags.word = 0;
  expect(flags.word).toBe(0x202);
});

describe('shifts and rotates', () => {
  const shift = (operation: Operation, a: number, count: number, size: number, carry = false) => {
    const flags = flagsFrom(carry);
    const result = operation(flags, alu.narrow(a, size), count, size);
    return `${(result >>> 0)
      .toString(16)
      .padStart(8, '0')
      .slice(-2 * size)} ${words(flags)}`.trim();
  };

  test('a count of 0, or 32, changes nothing', () => {
    for (const operation of [alu.shl, alu.shr, alu.sar, alu.rol, alu.ror, alu.rcl, alu.rcr]) {
      expect(shift(operation, 0x81, 0, 1, true)).toBe('81 CF');
      expect(shift(operation, 0x80000001, 32, 4, true)).toBe('80000001 CF');
    }
  });

  test.each([
    ['shl', alu.shl, 0x81, 1, 1, '02 OF CF'],
    ['shl', alu.shl, 0x40000000, 1, 4, '80000000 OF SF PF'],
    ['shr', alu.shr, 0x81, 1, 1, '40 OF CF'],
    ['shr', alu.shr, 0x80000000, 31, 4, '00000001 OF'],
    ['sar', alu.sar, 0x81, 1, 1, 'c0 SF PF CF'],
    ['sar', alu.sar, 0x80000000, 31, 4, 'ffffffff SF PF'],
    ['rol', alu.rol, 0x81, 1, 1, '03 OF CF'],
    ['ror', alu.ror, 0x01, 1, 1, '80 OF CF'],
    ['rol', alu.rol, 0x1234, 4, 2, '2341 OF CF'],
    ['rcl', alu.rcl, 0x80, 1, 1, '00 OF CF'],
    ['rcr', alu.rcr, 0x01, 1, 1, '00 CF'],
  ] as const)('%s of %#', (_, operation, a, count, size, expected) => {
    expect(shift(operation, a, count, size)).toBe(expected);
  });

  test('a rotate through the carry comes back after bits + 1 positions', () => {
    for (const [size, bits] of [
      [1, 8],
      [2, 16],
    ] as const) {
      const flags = flagsFrom(true);
      let value = alu.narrow(0x5a5a, size);
      for (let n = 0; n <= bits; n++) value = alu.rcl(flags, value, 1, size);
      expect([value, flags.cf]).toEqual([alu.narrow(0x5a5a, size), true]);
    }
  });
});

describe('multiplication and division', () => {
  test('high halves of products', () => {
    const corners = [0, 1, 2, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0x12345678];
    for (const a of corners) {
      for (const b of corners) {
        expect(alu.mulHigh(a, b) >>> 0).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
        const signed = (BigInt(a | 0) * BigInt(b | 0)) >> 32n;
        expect(alu.mulHigh(a | 0, b | 0)).toBe(Number(signed));
      }
    }
  });

  test('64-bit dividends, and quotients that do not fit', () => {
    expect(alu.divideUnsigned(0xfffffffe, 0xffffffff, 0xffffffff)).toBe(true);
    expect([alu.quotient.value >>> 0, alu.quotient.remainder >>> 0]).toEqual([0xffffffff, 0xfffffffe]);
    expect(alu.divideUnsigned(1, 0, 1)).toBe(false);
    expect(alu.divideUnsigned(0, 1, 0)).toBe(false);
    expect(alu.divideUnsigned(0x1fffff, 0xffffffff, 0x200000)).toBe(true);
    expect([alu.quotient.value >>> 0, alu.quotient.remainder]).toEqual([0xffffffff, 0x1fffff]);
    expect(alu.divideSigned(-1, -7, 2)).toBe(true);
    expect([alu.quotient.value, alu.quotient.remainder]).toEqual([-3, -1]);
    expect(alu.divideSigned(-1, -(2 ** 31), -1)).toBe(false);
    expect(alu.divideSigned(0, -(2 ** 31), -1)).toBe(true); // 2^31 / -1
    expect(alu.quotient.value).toBe(-(2 ** 31));
    expect(alu.divideSigned(0, -(2 ** 31), 1)).toBe(false);
  });
});
