/**
 * Many cases: `tsx long.ts [count] [seed] [which]`, 100,000 cases unless told otherwise. `which` chooses encodings: `integer`,
 * `x87`, or a mnemonic.
 */
import { compareBatch } from './batch.js';
import { CaseGenerator, COMPARABLE } from './generate.js';
import { whyNotNative } from './native.js';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const which = process.argv[4];
const BATCH = 4000;
const SHOWN = 20;

const reason = whyNotNative();
if (reason !== undefined) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}
const encodings = COMPARABLE.filter(
  ({ extension, mnemonic }) => which === undefined || which === extension || which === mnemonic,
);
const generator = new CaseGenerator(seed, encodings);
let failed = 0;
for (let done = 0; done < count; done += BATCH) {
  const failures = compareBatch(generator.cases(Math.min(BATCH, count - done)));
  for (const failure of failures.slice(0, Math.max(0, SHOWN - failed))) console.log(failure);
  failed += failures.length;
}
console.log(`${count} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
