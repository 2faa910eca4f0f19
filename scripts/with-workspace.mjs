/**
 * Runs the main jobs on a machine that has only Node and git: brings the pinned pnpm, installs the workspace, builds it,
 * and goes on with what was asked for.
 *
 *   node scripts/with-workspace.mjs start    the whole chain from the seed, with its table of digests
 *   node scripts/with-workspace.mjs test     every test that takes seconds
 *   node scripts/with-workspace.mjs turbo run build    a task of the packages
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/** Runs a command in the repository and ends with its status when it fails. */
function must(command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: isWindows });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const isWindows = process.platform === 'win32';
const local = (tool) => join(root, 'node_modules', '.bin', isWindows ? `${tool}.cmd` : tool);

/** pnpm need not be installed: npx brings it, and puts it on the PATH of what pnpm runs. */
const pnpm = (...args) => must('npx', '--yes', packageManager, ...args);

/** turbo asks the package manager on its PATH. */
const turbo = (...args) => pnpm('exec', 'turbo', ...args);

const jobs = {
  turbo(args) {
    turbo(...args);
  },
  start(args) {
    turbo('run', 'bootstrap', '--output-logs=errors-only');
    must(process.execPath, 'packages/cli/dist/bin.js', 'run', ...args);
  },
  test(args) {
    turbo('run', 'bootstrap', '--output-logs=errors-only');
    // Test files of a worker share modules, and with them what the machine has translated: a fifth less time.
    must(
      local('vitest'),
      'run',
      '--no-isolate',
      '--reporter=default',
      '--reporter=./scripts/plain-reporter.mjs',
      ...args,
    );
  },
};

const [job, ...args] = process.argv.slice(2);
if (!Object.hasOwn(jobs, job)) {
  console.error(`usage: node scripts/with-workspace.mjs ${Object.keys(jobs).join('|')}`);
  process.exit(2);
}
pnpm('install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn');
jobs[job](args);
