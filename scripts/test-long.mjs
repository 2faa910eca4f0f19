/** The tests that take minutes. Each is a script that says `N cases, N failed`; ends with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ten times the cases: `npm run test:long -- 10`. */
const factor = Number(process.argv[2] ?? 1);
if (!(factor >= 1)) throw new Error(`a factor of at least 1 was expected, not ${process.argv[2]}`);
const times = (count) => String(Math.round(count * factor));

/** Script below `packages/`, and its arguments. */
const SCRIPTS = [
  ['vm-x86/test/differential/long.ts', times(100_000), '1', 'integer'],
  ['vm-x86/test/differential/long.ts', times(40_000), '3', 'x87'],
  ['vm-x86/test/programs/long.ts', times(100), '1'],
  ['m2-planet/test/fuzz/garbage-long.ts', times(50), '1'],
  // The compiler's long proofs take a quarter of an hour: only when more is asked for.
  ...(factor > 1
    ? [['mes/test/fuzz/abi.ts', times(6)], ['mes/test/fuzz/csmith.ts', times(3)], ['mes/test/fixpoint.ts']]
    : []),
];

let passed = 0;
let failed = 0;
for (const [script, ...args] of SCRIPTS) {
  console.log(`-- ${script} ${args.join(' ')}`);
  const command = ['tsx', join(root, 'packages', script), ...args];
  const { status } = spawnSync(join(root, 'node_modules/.bin', command[0]), command.slice(1), { stdio: 'inherit' });
  if (status === 0) passed++;
  else failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
