/** Many random operands: `tsx long.ts [count] [seed]`, a million in all unless told otherwise. */
import { random } from '../support/bytes.js';
import { Bench } from './compare.js';

const count = Number(process.argv[2] ?? 1_000_000);
const next = random(Number(process.argv[3] ?? 1));
const SHOWN = 20;

const bench = new Bench();
let failed = 0;
let done = 0;
for (let n = 0; n < count; n++) {
  const difference = bench.compare(bench.functions[n % bench.functions.length]!, next);
  if (difference === null) continue;
  done++;
  if (difference !== '' && failed++ < SHOWN) console.log(difference);
}
console.log(`${done} of them without the interpreter`);
console.log(`${count} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
