/**
 * Packs every package that will be published and tries the tarballs as a user would: publint and attw look at each, a
 * fresh project installs them all, type-checks against them, uses a tool as a function, and runs the command.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (tool) => join(root, 'node_modules/.bin', tool);
const scratch = mkdtempSync(join(tmpdir(), 'fullsource-pack-'));
const run = (cwd, command, ...args) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pnpm = (folder, ...args) => run(root, 'npx', '--yes', packageManager, '--dir', folder, ...args);

const packages = readdirSync(join(root, 'packages'))
  .map((name) => ({ name, folder: join(root, 'packages', name) }))
  .filter(({ folder }) => existsSync(join(folder, 'package.json')))
  .map((entry) => ({ ...entry, manifest: JSON.parse(readFileSync(join(entry.folder, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private);

/** Packs one package, after publint and attw had their say; returns the tarball's path. */
function pack({ name, folder, manifest }) {
  const target = join(scratch, 'tarballs', name);
  mkdirSync(target, { recursive: true });
  // publint calls pnpm itself: pnpm puts itself on the PATH of what it runs.
  pnpm(folder, 'exec', bin('publint'), '--strict');
  pnpm(folder, 'pack', '--pack-destination', target);
  const tarball = join(target, readdirSync(target)[0]);
  // The command package has no types to offer, and attw asks for some.
  if (manifest.exports) run(folder, bin('attw'), tarball, '--profile', 'esm-only', '--format', 'ascii');
  return tarball;
}

/** A project that has never heard of the workspace. */
function tryOut(tarballs) {
  const project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  run(project, 'npm', 'install', '--silent', '--no-audit', '--no-fund', ...tarballs);
  writeFileSync(
    join(project, 'use.ts'),
    `import { hex2 } from '@fullsource/hex2';
const { outputs } = await hex2({ 'prog.hex2': new TextEncoder().encode(':a %a>a 2A\\n') });
console.log(Array.from(outputs['prog']!).join(' '));
`,
  );
  const compilerOptions = {
    ...{ module: 'NodeNext', target: 'ES2022', lib: ['ES2023', 'DOM'], types: [] },
    ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  run(project, bin('tsc'), '-p', '.');
  assert.equal(run(project, 'node', 'use.js'), '0 0 0 0 42\n', 'the tool as a function');

  writeFileSync(join(project, 'in.hex2'), '2A 2B\n');
  run(project, 'npx', 'fullsource', 'exec', 'hex2-0', 'in.hex2', 'out');
  assert.deepEqual([...readFileSync(join(project, 'out'))], [0x2a, 0x2b], 'the tool on the command line');
}

try {
  const tarballs = packages.map(pack);
  tryOut(tarballs);
  console.log(`${packages.length} packages: ${packages.map(({ name }) => name).join(', ')}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
