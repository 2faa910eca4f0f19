import { fileURLToPath } from 'node:url';
import { artifacts, triesAll } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';
import { misbehaviour } from '../../m2-planet/test/fuzz/garbage.js';
import { stage } from '../dist/index.js';
import { victims } from './fuzz/victims.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const COUNT = triesAll ? 1000 : 60;

describe.each(victims(artifacts(packageRoot, stage.provides)))('damaged sources for $name', (victim) => {
  test.each(Array.from({ length: COUNT }, (_, i) => i + 1))('seed %i', async (seed) => {
    expect(await misbehaviour(victim, seed)).toBeNull();
  });
});
