import { expect, test } from 'vitest';
import { compareBatch } from './batch.js';
import { CaseGenerator, COMPARABLE } from './generate.js';
import { findProcessor } from './processor.js';

const processor = findProcessor();
const SAMPLE = 6000;
const SEED = 20240607;
const title = `the interpreter does what the host's processor does (${SAMPLE} cases, seed ${SEED})`;

if (typeof processor === 'string') test.skip(`${title}: skipped, ${processor}`, () => {});
else
  test(`${title} ${processor.mode}`, { timeout: 60_000 }, () => {
    expect(SAMPLE).toBeGreaterThan(10 * COMPARABLE.length); // every encoding, with different operands
    const { compared, failures } = compareBatch(new CaseGenerator(SEED).cases(SAMPLE), processor);
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThan(SAMPLE / 2);
  });
