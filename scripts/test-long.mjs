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
  ['vm-x86/test/floating/long.ts', times(500_000), '1'],
  ['vm-x86/test/programs/long.ts', times(100), '1'],
  ['m2-planet/test/fuzz/garbage-long.ts', times(50), '1'],
  ['cli/test/bare-kernel.ts', factor > 1 ? 'mes' : 'mescc-tools'],
  // The compiler's long proofs take a quarter of an hour: only when more is asked for.
  ...(factor > 1
    ? [
        ['mes/test/fuzz/abi.ts', times(6)],
        ['mes/test/fuzz/csmith.ts', times(3)],
        ['mes/test/fixpoint.ts'],
        ['mes/test/real-programs/run.ts'],
      ]
    : []),
];

/** The suites that try a sample of their cases by default, whole. */
const WHOLE_SUITES = ['m2-planet', 'mescc-tools', 'mes', 'cli/test/ddc.test.ts', 'vm-x86/test/linux/real-programs'];

let passed = 0;
let failed = 0;
/** Runs a tool of the workspace, and counts it as one test. */
function check(tool, args, env = {}) {
  const options = { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' };
  const { status } = spawnSync(join(root, 'node_modules/.bin', tool), args, options);
  if (status === 0) passed++;
  else failed++;
}

for (const [script, ...args] of SCRIPTS) {
  console.log(`-- ${script} ${args.join(' ')}`);
  check('tsx', [join(root, 'packages', script), ...args]);
}
console.log(`-- every case of ${WHOLE_SUITES.join(', ')}`);
const reporters = ['--reporter=dot', '--reporter=./scripts/plain-reporter.mjs'];
check('vitest', ['run', '--no-isolate', ...reporters, ...WHOLE_SUITES.map((suite) => `packages/${suite}`)], {
  FULLSOURCE_TESTS: 'all',
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
