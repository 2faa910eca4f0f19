import { fileURLToPath } from 'node:url';
import { artifacts } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';
import { stage } from '../dist/index.js';
import { misbehaviour, victims } from './fuzz/garbage.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/** A sample of what `fuzz/garbage-long.ts` runs. */
describe.each(victims(artifacts(packageRoot, stage.provides)))('damaged programs for $name', (victim) => {
  test.each(Array.from({ length: 40 }, (_, i) => i + 1))('seed %i', async (seed) => {
    expect(await misbehaviour(victim, seed)).toBeNull();
  });
});
