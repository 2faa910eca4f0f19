import { fileURLToPath } from 'node:url';
import { artifacts, referenceSuite, truthSuite, vectorSuite } from '@fullsource/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assemble, hex0, kaem, stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = artifacts(packageRoot, stage.provides);

vectorSuite({
  packageRoot,
  tool: 'hex0',
  programs,
  notOurs: { 'letter-g': 'G is no digit here' },
});
vectorSuite({ packageRoot, tool: 'kaem-0', programs });
referenceSuite(packageRoot, 'hex0', assemble);
truthSuite(stage, {
  hex0: { sources: ['hex0/hex0.hex0'], program: programs.hex0! },
  'kaem-0': { sources: ['hex0/kaem-0.hex0'], program: programs['kaem-0']! },
});

describe('the seed', () => {
  const seed = stage.sources['hex0/hex0-seed']!;

  test('has at most 181 bytes, and headers that do not overlap', () => {
    const header = new DataView(seed.buffer, seed.byteOffset);
    const programHeader = header.getUint32(28, true);
    expect(seed.length).toBeLessThanOrEqual(181);
    expect(programHeader).toBe(52);
    expect(header.getUint32(24, true)).toBe(0x08048000 + programHeader + 32);
  });

  test('is what its source says, by a second opinion', () => {
    expect(assemble(stage.sources['hex0/hex0.hex0']!)).toEqual(seed);
  });

  test('builds itself, and what it built builds itself again', () => {
    expect(programs.hex0).toEqual(seed);
  });
});

describe('hex0 as a function', () => {
  test('gives what the reference gives, whatever the input', async () => {
    const source = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) => bytes.map((byte) => (byte < 128 ? byte : (byte % 24) + 34)));
    await fc.assert(
      fc.asyncProperty(source, async (bytes) => {
        const { outputs } = await hex0({ 'in.hex0': bytes });
        expect(outputs.in).toEqual(assemble(bytes));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('a missing file is an error', async () => {
    await expect(hex0({ a: new Uint8Array() }, { args: ['b', 'c'] })).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });
});

test('kaem runs a script of programs given to it', async () => {
  const script = new TextEncoder().encode('hex0 in.hex0 out # assemble\n');
  const inputs = { 'kaem.x86': script, hex0: programs.hex0!, 'in.hex0': new TextEncoder().encode('2A') };
  const { outputs, stdout } = await kaem(inputs);
  expect(outputs.out).toEqual(Uint8Array.of(0x2a));
  expect(new TextDecoder().decode(stdout)).toBe(' +> hex0 in.hex0 out \n');
});

test('an error in a script is explained', async () => {
  const inputs = { 'kaem.x86': new TextEncoder().encode('\n"open') };
  await expect(kaem(inputs)).rejects.toThrow('kaem.x86:line 2: the script ends inside quotes');
});
