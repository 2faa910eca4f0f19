import { describe, expect, test } from 'vitest';
import { Reg } from '../../src/cpu/state.js';
import { Vector } from '../../src/faults.js';
import { compareBatch } from './batch.js';
import { runInterpreted } from './interpreted.js';
import type { Outcome } from './layout.js';
import { type Expectation, NAMED_CASES, windowOffset } from './named.js';
import { findProcessor } from './processor.js';

const processor = findProcessor();
const cases = NAMED_CASES.map(({ test: named }) => named);
const interpreted = runInterpreted(cases);

describe('named cases', () => {
  test.each(NAMED_CASES.map((named, n) => [named.test.name, named.expect, n] as const))('%s', (_, expected, n) => {
    check(interpreted[n]!, expected);
  });

  for (const named of cases) {
    const title = `on the host's processor: ${named.name}`;
    if (typeof processor === 'string') test.skip(`${title}: skipped, ${processor}`, () => {});
    else if (!processor.can(named)) test.skip(`${title}: skipped, there is no such thing ${processor.mode}`, () => {});
    else test(title, () => expect(compareBatch([named], processor)).toEqual({ compared: 1, failures: [] }));
  }
});

function check(outcome: Outcome, { vector = Vector.breakpoint, faultAddress = 0, regs = {}, words = {} }: Expectation) {
  expect([outcome.vector, outcome.faultAddress]).toEqual([vector, faultAddress]);
  for (const [register, value] of Object.entries(regs)) {
    expect(outcome.regs[Reg[register as keyof typeof Reg]], register).toBe(value | 0);
  }
  const view = new DataView(outcome.memory.buffer);
  for (const [address, word] of Object.entries(words)) {
    expect(view.getInt32(windowOffset(Number(address)), true), address).toBe(word | 0);
  }
}
