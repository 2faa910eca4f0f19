import { describe, expect, test } from 'vitest';
import * as abi from './fuzz/abi.js';
import * as csmith from './fuzz/csmith.js';

/** One seed of each; the long tests run many. */
describe.each([
  ['structs and calls, half by gcc and half by mescc', abi],
  ['programs of csmith, by gcc and by mescc', csmith],
])('%s', (_, { differences, missing }) => {
  for (const seed of [1]) {
    if (missing !== null) test.skip(`seed ${seed}: skipped, ${missing}`, () => {});
    else
      test(`seed ${seed}`, async () => {
        expect(await differences(seed)).toBeNull();
      }, 600_000);
  }
});
