import { describe, expect, test } from 'vitest';
import { type RunCost, type RunOptions, run } from '../../src/index.js';
import { GuestProgram } from './helpers/guest-program.js';

/** Counts down from ten million: long enough to be translated. */
function countDown(): Uint8Array {
  const g = new GuestProgram();
  g.raw(0xb8, 0x80, 0x96, 0x98, 0); // mov eax, 10000000
  g.untilNegative(() => g.raw(0x48)); // dec eax
  return g.exit(0);
}

async function costOf(options: RunOptions): Promise<RunCost> {
  const costs: RunCost[] = [];
  await run(countDown(), { ...options, onCost: (cost) => costs.push(cost) });
  expect(costs).toHaveLength(1);
  return costs[0]!;
}

describe('what a run cost the host', () => {
  test('has nothing translated when all is interpreted', async () => {
    const { translation } = await costOf({ engine: 'interpreter' });
    expect(translation).toEqual({ modules: 0, bytes: 0, milliseconds: 0 });
  });

  test('has what was translated for it, and not what an earlier run had left', async () => {
    const first = await costOf({ engine: 'jit' });
    expect(first.translation.modules).toBeGreaterThan(0);
    expect(first.translation.bytes).toBeGreaterThan(first.translation.modules * 8);
    const second = await costOf({ engine: 'jit' });
    expect(second.translation).toEqual({ modules: 0, bytes: 0, milliseconds: 0 });
  });
});
