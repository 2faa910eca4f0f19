/** Many random programs in both engines: `tsx long.ts [count] [first seed]`, 10,000 programs unless told otherwise. */
import { compareProgram } from './compare.js';

const count = Number(process.argv[2] ?? 10_000);
const first = Number(process.argv[3] ?? 1);
const SHOWN = 20;

let failed = 0;
for (let seed = first; seed < first + count; seed++) {
  const found = compareProgram(seed) || compareProgram(seed, true);
  if (found === '') continue;
  if (failed++ < SHOWN) console.log(found);
}
console.log(`${count} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
