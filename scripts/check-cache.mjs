/**
 * Shows that stages are cached by content: a second `bootstrap` is a full hit, and one changed byte of hex1's source
 * builds hex1 and what stands on it again, and nothing before it. Works in a copy of the checkout.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const copy = mkdtempSync(join(tmpdir(), 'fullsource-cache-'));

/** Runs `turbo run bootstrap` and returns the packages whose stage was built rather than taken from the cache. */
function bootstrap() {
  const { status, stdout, stderr } = spawnSync(
    join(copy, 'node_modules/.bin/turbo'),
    ['run', 'bootstrap', '--dry-run=json'],
    { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  assert.equal(status, 0, stderr);
  const plan = JSON.parse(stdout);
  execFileSync(join(copy, 'node_modules/.bin/turbo'), ['run', 'bootstrap', '--output-logs=errors-only'], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return plan.tasks
    .filter(
      ({ task, command, cache }) => task === 'bootstrap' && command !== '<NONEXISTENT>' && cache.status === 'MISS',
    )
    .map((task) => task.package.replace('@fullsource/', ''));
}

try {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of tracked.trim().split('\n')) cpSync(join(root, file), join(copy, file));
  execFileSync('git', ['init', '-q'], { cwd: copy });
  execFileSync('npx', ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--loglevel=error'], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

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
