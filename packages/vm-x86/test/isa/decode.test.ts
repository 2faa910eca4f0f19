import { describe, expect, test } from 'vitest';
import { DecodeStatus, decode, decodeOne } from '../../src/isa/decode.js';
import { Instruction, OperandKind } from '../../src/isa/instruction.js';
import { hex, random } from '../support/bytes.js';
import { disagreement } from './iced.js';

const ADDRESS = 0x08048000;

describe('against iced-x86: existence, length and text', { timeout: 60_000 }, () => {
  const ONE_BYTE: readonly number[] = [];
  const MAPS = [ONE_BYTE, [0x0f], [0x0f, 0x38], [0x0f, 0x3a]];
  const PREFIXES = new Set([0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3]);
  const ALL_MODRM = Array.from({ length: 256 }, (_, n) => n);
  /** Every reg field with memory and with a register, and the addressing forms. */
  const SOME_MODRM = ALL_MODRM.filter(
    (n) => [0x01, 0xc1].includes(n & 0xc7) || [0, 4, 5, 6, 0x44, 0x45, 0x84].includes(n),
  );

  test.each([
    ['no prefix', [], ALL_MODRM],
    ['operand size', [0x66], SOME_MODRM],
    ['address size', [0x67], SOME_MODRM],
    ['lock', [0xf0], SOME_MODRM],
    ['repne', [0xf2], SOME_MODRM],
    ['rep', [0xf3], SOME_MODRM],
    ['fs', [0x64], SOME_MODRM],
    ['operand and address size', [0x66, 0x67], SOME_MODRM],
  ])('every opcode with %s', (_, prefix, modrms) => {
    const tail = [0x44, 0x84, 0x08, 0x11, 0x22, 0x33, 0x44, 0x55];
    const differences: string[] = [];
    for (const map of MAPS) {
      for (let opcode = 0; opcode < 256; opcode++) {
        if (map === ONE_BYTE && (PREFIXES.has(opcode) || opcode === 0x0f)) continue;
        for (const modrm of map.length === 2 ? SOME_MODRM : modrms) {
          const bytes = Uint8Array.of(...prefix, ...map, opcode, modrm, ...tail);
          const difference = disagreement(bytes);
          if (difference !== undefined) differences.push(`${hex(bytes)}: ${difference}`);
        }
      }
    }
    expect(differences).toEqual([]);
  });

  test('random bytes', () => {
    const seed = 20240229;
    const next = random(seed);
    const differences: string[] = [];
    for (let n = 0; n < 50_000; n++) {
      const bytes = Uint8Array.from({ length: 15 }, () => next() & 0xff);
      const difference = disagreement(bytes);
      if (difference !== undefined) differences.push(`seed ${seed}, case ${n}: ${hex(bytes)}: ${difference}`);
    }
    expect(differences).toEqual([]);
  });
});

describe('the ends of an instruction', () => {
  const status = (...bytes: number[]) => decode(new Instruction(), Uint8Array.from(bytes), 0, bytes.length, ADDRESS);

  test('15 bytes are an instruction, 16 are not, nor are prefixes alone', () => {
    const prefixes = (count: number) => new Array<number>(count).fill(0x66);
    expect(status(...prefixes(14), 0x90)).toBe(DecodeStatus.ok);
    expect(status(...prefixes(15), 0x90)).toBe(DecodeStatus.tooLong);
    expect(status(...new Array(10).fill(0x65), 0xc7, 0x00, 0x11, 0x22, 0x33)).toBe(DecodeStatus.tooLong);
    expect(status(...prefixes(40))).toBe(DecodeStatus.tooLong);
  });

  test('bytes that end inside are told from bytes that are wrong', () => {
    expect(status()).toBe(DecodeStatus.truncated);
    expect(status(0x66)).toBe(DecodeStatus.truncated);
    expect(status(0x0f)).toBe(DecodeStatus.truncated);
    expect(status(0x8b)).toBe(DecodeStatus.truncated);
    expect(status(0x8b, 0x04)).toBe(DecodeStatus.truncated);
    expect(status(0xb8, 0x11, 0x22, 0x33)).toBe(DecodeStatus.truncated);
    expect(status(0x0f, 0x04)).toBe(DecodeStatus.invalid);
    expect(status(0x0f, 0x0b)).toBe(DecodeStatus.ok);
  });

  test('a byte outside of [start, end) is not looked at', () => {
    const bytes = Uint8Array.of(0x66, 0xb8, 0x11, 0x22, 0x33, 0x44);
    const instruction = new Instruction();
    expect(decode(instruction, bytes, 1, 6, ADDRESS)).toBe(DecodeStatus.ok);
    expect([instruction.length, instruction.op1.value, instruction.next]).toEqual([5, 0x44332211, ADDRESS + 5]);
    expect(decode(instruction, bytes, 1, 5, ADDRESS)).toBe(DecodeStatus.truncated);
  });
});

describe('prefixes', () => {
  test('lock is for instructions that change memory', () => {
    expect(decodeOne(Uint8Array.of(0xf0, 0x01, 0x00), ADDRESS)?.lock).toBe(true);
    expect(decodeOne(Uint8Array.of(0xf0, 0x01, 0xc0), ADDRESS)).toBeUndefined();
    expect(decodeOne(Uint8Array.of(0xf0, 0x03, 0x00), ADDRESS)).toBeUndefined();
    expect(decodeOne(Uint8Array.of(0xf0, 0x90), ADDRESS)).toBeUndefined();
  });

  test('the last of two segment or repeat prefixes counts', () => {
    expect(decodeOne(Uint8Array.of(0x64, 0x65, 0x8b, 0x00), ADDRESS)?.segment).toBe(5);
    expect(decodeOne(Uint8Array.of(0xf3, 0xf2, 0xa6), ADDRESS)?.repeat).toBe(0xf2);
  });
});

test('a decoded instruction leaves nothing behind for the next', () => {
  const reused = new Instruction();
  const first = Uint8Array.of(0xf3, 0x65, 0x67, 0x66, 0x81, 0x42, 0x10, 0x34, 0x12);
  const second = Uint8Array.of(0x55);
  decode(reused, first, 0, first.length, ADDRESS);
  decode(reused, second, 0, second.length, ADDRESS);
  expect(reused).toEqual(decodeOne(second, ADDRESS));
  expect(reused.op0.kind).toBe(OperandKind.register);
});
