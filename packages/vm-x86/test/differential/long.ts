/**
 * Many cases: `tsx long.ts [count] [seed]`, 100,000 cases unless told otherwise.
 */
import { compareBatch } from './batch.js';
import { CaseGenerator } from './generate.js';
import { whyNotNative } from './native.js';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const BATCH = 4000;
const SHOWN = 20;

const reason = whyNotNative();
if (reason !== undefined) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}
const generator = new CaseGenerator(seed);
let failed = 0;
for (let done = 0; done < count; done += BATCH) {
  const failures = compareBatch(generator.cases(Math.min(BATCH, count - done)));
  for (const failure of failures.slice(0, Math.max(0, SHOWN - failed))) console.log(failure);
  failed += failures.length;
}
console.log(`${count} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
