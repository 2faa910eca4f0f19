import { fileURLToPath } from 'node:url';
import { artifacts, truthSuite, vectorSuite } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';
import { m0, stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = artifacts(packageRoot, stage.provides);
const bytes = (text: string) => new TextEncoder().encode(text);

vectorSuite({ packageRoot, tool: 'M0', programs });
truthSuite(stage, { M0: { sources: ['hex2/ELF-i386.hex2', 'm0/M0.hex2'], program: programs.M0! } });

describe('as a function', () => {
  test('m0 assembles', async () => {
    const { outputs } = await m0({ 'prog.M1': bytes('DEFINE ret C3\nret %-1\n') });
    expect(new TextDecoder().decode(outputs['prog.hex2'])).toBe('C3\nFFFFFFFF\n');
  });

  test('m0 says what is wrong', async () => {
    await expect(m0({ 'prog.M1': bytes('"open\n') })).rejects.toThrow(/prog\.M1/);
  });
});
