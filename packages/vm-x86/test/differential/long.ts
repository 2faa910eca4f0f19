/**
 * Many cases: `tsx long.ts [count] [seed] [which]`, 100,000 cases unless told otherwise. `which` chooses encodings: `integer`,
 * `x87`, or a mnemonic.
 */
import { compareBatch } from './batch.js';
import { CaseGenerator, COMPARABLE } from './generate.js';
import { findProcessor } from './processor.js';

const processor = findProcessor();
const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const which = process.argv[4];
const BATCH = 4000;
const SHOWN = 20;

if (typeof processor === 'string') {
  console.log(`skipped: ${processor}`);
  process.exit(0);
}
const encodings = COMPARABLE.filter(
  ({ extension, mnemonic }) => which === undefined || which === extension || which === mnemonic,
);
const generator = new CaseGenerator(seed, encodings);
let compared = 0;
let failed = 0;
while (compared < count) {
  const batch = compareBatch(generator.cases(Math.min(BATCH, count - compared)), processor);
  const { failures } = batch;
  compared += batch.compared;
  for (const failure of failures.slice(0, Math.max(0, SHOWN - failed))) console.log(failure);
  failed += failures.length;
}
console.log(`${compared} cases ${processor.mode}`);
console.log(`${compared} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
