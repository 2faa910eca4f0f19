/** The tests that take minutes. Each is a script that says `N cases, N failed`; ends with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Script below `packages/`, and its arguments. */
const SCRIPTS = [
  ['vm-x86/test/differential/long.ts', '100000', '1', 'integer'],
  ['vm-x86/test/differential/long.ts', '40000', '3', 'x87'],
  ['m2-planet/test/fuzz/garbage-long.ts', '500', '1'],
  ['mes/test/fuzz/abi.ts', '30'],
  ['mes/test/fuzz/csmith.ts', '40'],
  ['vm-x86/test/programs/long.ts', '10000', '1'],
  ['mes/test/fixpoint.ts'],
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
