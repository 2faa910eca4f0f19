import { describeCase, differences } from './compare.js';
import { runInterpreted } from './interpreted.js';
import type { Case } from './layout.js';
import { runNatively } from './native.js';

/** Runs the cases on both sides; describes those that differ. */
export function compareBatch(cases: readonly Case[]): string[] {
  const native = runNatively(cases);
  const interpreted = runInterpreted(cases);
  return cases.flatMap((test, n) => {
    const lines = differences(test, native[n]!, interpreted[n]!);
    return lines.length === 0 ? [] : [`${describeCase(test)}\n${lines.map((line) => `    ${line}`).join('\n')}`];
  });
}
