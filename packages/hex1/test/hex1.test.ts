import { fileURLToPath } from 'node:url';
import { artifacts, referenceSuite, truthSuite, vectorSuite } from '@fullsource/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assemble, hex1, stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = artifacts(packageRoot, stage.provides);

vectorSuite({ packageRoot, tool: 'hex1', programs });
referenceSuite(packageRoot, 'hex1', assemble);
truthSuite(stage, { hex1: { sources: ['hex1/hex1.hex0'], program: programs.hex1! } });

describe('hex1 as a function', () => {
  const token = fc.oneof(
    fc.constantFrom(':', '%').chain((mark) => fc.integer({ min: 1, max: 255 }).map((c) => [mark.charCodeAt(0), c])),
    fc
      .integer({ min: 0, max: 255 })
      .map((byte) => Array.from(byte.toString(16).padStart(2, '0'), (c) => c.charCodeAt(0))),
    fc
      .constantFrom('# comment\n', '; 41\r', ' ', '\n', 'z', '4')
      .map((text) => Array.from(text, (c) => c.charCodeAt(0))),
  );

  test('gives what the reference gives, whatever the input', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 60 }), async (tokens) => {
        const source = Uint8Array.from(tokens.flat());
        const { outputs } = await hex1({ 'in.hex1': source });
        expect(outputs.in).toEqual(assemble(source));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('an open comment is refused and explained', async () => {
    await expect(hex1({ 'in.hex1': new TextEncoder().encode('90 # open') })).rejects.toThrow(
      /in\.hex1:1:4: the comment/,
    );
  });
});
