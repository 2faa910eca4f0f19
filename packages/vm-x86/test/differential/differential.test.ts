import { expect, test } from 'vitest';
import { compareBatch } from './batch.js';
import { CaseGenerator, COMPARABLE } from './generate.js';
import { whyNotNative } from './native.js';

const SAMPLE = 6000;
const SEED = 20240607;

const reason = whyNotNative();
const title = `the interpreter does what the host's processor does (${SAMPLE} cases, seed ${SEED})`;

test.skipIf(reason !== undefined)(
  reason === undefined ? title : `${title}: skipped, ${reason}`,
  { timeout: 60_000 },
  () => {
    expect(SAMPLE).toBeGreaterThan(10 * COMPARABLE.length); // every encoding, with different operands
    expect(compareBatch(new CaseGenerator(SEED).cases(SAMPLE))).toEqual([]);
  },
);
