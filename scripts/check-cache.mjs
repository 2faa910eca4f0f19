/**
 * Shows that stages are cached by content: a second `bootstrap` is a full hit, and one changed byte of hex1's source
 * builds hex1 and what stands on it again, and nothing before it. Works in a copy of the checkout.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const copy = mkdtempSync(join(tmpdir(), 'fullsource-cache-'));

const author = ['-c', 'user.name=copy', '-c', 'user.email=copy@localhost'];

/** Runs the pinned pnpm in the copy; returns what it printed. */
const pnpm = (...args) =>
  execFileSync('npx', ['--yes', packageManager, ...args], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
const turbo = (...args) => pnpm('exec', 'turbo', ...args);

/** Runs `turbo run bootstrap` and returns the packages whose stage was built rather than taken from the cache. */
function bootstrap() {
  const plan = JSON.parse(turbo('run', 'bootstrap', '--dry-run=json'));
  turbo('run', 'bootstrap', '--output-logs=errors-only');
  return plan.tasks
    .filter(
      ({ task, command, cache }) => task === 'bootstrap' && command !== '<NONEXISTENT>' && cache.status === 'MISS',
    )
    .map((task) => task.package.replace('@fullsource/', ''));
}

try {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of tracked.trim().split('\n')) cpSync(join(root, file), join(copy, file));
  // Without a commit turbo hashes by other rules, which do not know what git ignores.
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    [...author, 'commit', '-q', '-m', 'copy'],
  ]) {
    execFileSync('git', args, { cwd: copy });
  }
  pnpm('install', '--frozen-lockfile', '--loglevel=error');

  const all = bootstrap();
  assert.ok(all.includes('hex0') && all.includes('m0'), `the first run builds every stage, it built ${all}`);
  assert.deepEqual(bootstrap(), [], 'a second run is a full cache hit');
  appendFileSync(join(copy, 'packages/hex1/stage/hex1.hex0'), '#\n');
  const again = bootstrap();
  assert.deepEqual(again.sort(), all.filter((name) => name !== 'hex0').sort(), 'hex1 and all after it, not hex0');
  console.log(`second run: nothing built; after a change in hex1: ${again.join(', ')}`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
