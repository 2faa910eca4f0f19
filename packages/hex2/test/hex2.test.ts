import { fileURLToPath } from 'node:url';
import { artifacts, truthSuite, vectorSuite } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';
import { catm, hex2, stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = artifacts(packageRoot, stage.provides);
const bytes = (text: string) => new TextEncoder().encode(text);

vectorSuite({ packageRoot, tool: 'hex2-0', programs });
vectorSuite({ packageRoot, tool: 'catm', programs });
truthSuite(stage, {
  'hex2-0': { sources: ['hex2/hex2-0.hex1'], program: programs['hex2-0']! },
  catm: { sources: ['hex2/catm.hex2'], program: programs.catm! },
});

describe('as functions', () => {
  test('hex2 links', async () => {
    const { outputs } = await hex2({ 'prog.hex2': bytes(':a %a>a !a 2A\n') });
    expect(outputs.prog).toEqual(Uint8Array.of(0, 0, 0, 0, 0xfb, 0x2a));
  });

  test('hex2 names the label it does not know', async () => {
    await expect(hex2({ 'prog.hex2': bytes('2A\n&nowhere\n') })).rejects.toThrow('undefined label nowhere');
  });

  test('catm joins in the order of the inputs', async () => {
    const { outputs } = await catm({ b: bytes('1'), a: bytes('2') });
    expect(outputs.joined).toEqual(bytes('12'));
  });
});
