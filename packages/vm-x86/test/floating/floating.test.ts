import { describe, expect, test } from 'vitest';
import { random } from '../support/bytes.js';
import { Bench } from './compare.js';

const CASES = 400;
/** Of the random operands, many of which are NaNs, infinities, denormals or missing, so many are for the function. */
const AT_LEAST = 0.05;

const bench = new Bench();
/** Its functions hand over to another import. */
const other = new Bench(2);

describe('functions of translated code do what the interpreter does', () => {
  test('for all instructions that programs do arithmetic with', () => {
    expect(bench.functions.length).toBeGreaterThan(80);
  });

  test('in modules whose imports are others', () => {
    const next = random(3);
    for (const floating of other.functions) {
      for (let n = 0; n < 20; n++) expect(other.compare(floating, next) ?? '').toBe('');
    }
  });

  for (const floating of bench.functions) {
    test(floating.name, () => {
      const next = random(1);
      let done = 0;
      for (let n = 0; n < CASES; n++) {
        const difference = bench.compare(floating, next);
        if (difference === null) continue;
        expect(difference).toBe('');
        done++;
      }
      expect(done / CASES).toBeGreaterThan(AT_LEAST);
    });
  }
});
