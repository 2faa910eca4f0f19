import { describeCase, differences } from './compare.js';
import { runInterpreted } from './interpreted.js';
import type { Case } from './layout.js';
import { dependsOnMaker } from './makers.js';
import type { Processor } from './processor.js';

/** Runs those cases that the processor can execute on both sides: how many these were, and descriptions of those that differ. */
export function compareBatch(cases: readonly Case[], processor: Processor): { compared: number; failures: string[] } {
  const tried = cases.filter((test) => processor.can(test) && !dependsOnMaker(test));
  const native = processor.run(tried);
  const interpreted = runInterpreted(tried);
  const failures = tried.flatMap((test, n) => {
    const lines = differences(test, native[n]!, interpreted[n]!);
    return lines.length === 0 ? [] : [`${describeCase(test)}\n${lines.map((line) => `    ${line}`).join('\n')}`];
  });
  return { compared: tried.length, failures };
}
