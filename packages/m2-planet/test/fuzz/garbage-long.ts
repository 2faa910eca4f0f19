/** Damaged programs: `tsx garbage-long.ts [count] [first seed]`, 1000 for each compiler unless told otherwise. */
import artifacts from '@fullsource/m2-planet/artifacts';
import { misbehaviour, victims } from './garbage.js';

const count = Number(process.argv[2] ?? 1000);
const first = Number(process.argv[3] ?? 1);
let failed = 0;
for (const victim of victims(artifacts)) {
  for (let seed = first; seed < first + count; seed++) {
    const problem = await misbehaviour(victim, seed);
    if (problem === null) continue;
    failed++;
    console.log(`${victim.name}, seed ${seed}: ${problem}`);
  }
}
console.log(`${2 * count} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
