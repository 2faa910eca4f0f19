import { describe, expect, test } from 'vitest';
import { Reg } from '../../src/cpu/state.js';
import { Vector } from '../../src/faults.js';
import { differences } from './compare.js';
import { runInterpreted } from './interpreted.js';
import type { Outcome } from './layout.js';
import { type Expectation, NAMED_CASES, windowOffset } from './named.js';
import { runNatively, whyNotNative } from './native.js';

const cases = NAMED_CASES.map(({ test: named }) => named);
const interpreted = runInterpreted(cases);
const reason = whyNotNative();
const native = reason === undefined ? runNatively(cases) : [];

describe('named cases', () => {
  test.each(NAMED_CASES.map((named, n) => [named.test.name, named.expect, n] as const))('%s', (_, expected, n) => {
    check(interpreted[n]!, expected);
  });

  test.skipIf(reason !== undefined).each(cases.map((named, n) => [named.name, n] as const))(
    `on the host's processor${reason === undefined ? '' : ` (skipped: ${reason})`}: %s`,
    (_, n) => {
      expect(differences(cases[n]!, native[n]!, interpreted[n]!)).toEqual([]);
    },
  );
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
