import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import hex0 from '@fullsource/hex0/artifacts';
import { expect, it } from 'vitest';
import { filesIn, fullsource, scratch, textOf } from './support/cli.js';
import { lockedDigests, writeFieldTree } from './support/field-tree.js';

/** Tools that the tree builds in the same way as the chain does, and where it puts them. */
const PLACES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['hex0', 'kaem-0', 'hex1', 'hex2-0', 'M0', 'cc'].map((tool) => [tool, `x86/artifact/${tool}`])),
  ...Object.fromEntries(['M2-Planet', 'M2-Mesoplanet'].map((tool) => [tool, `x86/bin/${tool}`])),
};

it("runs a tree laid out like the field's, from its seeds to its own check of digests", {
  timeout: 900_000,
}, async () => {
  const cwd = scratch();
  const tree = join(cwd, 'tree');
  const digests = lockedDigests();
  const answers = Object.fromEntries(Object.entries(PLACES).map(([tool, path]) => [path, digests[tool]!]));
  writeFieldTree(tree, hex0['kaem-0']!, answers);
  const before = filesIn(tree);

  const built = await fullsource(['kaem', 'kaem.x86', '--root', 'tree', '-o', 'built'], { cwd });
  expect(built.stdout).toContain('\nLinux\n');
  expect(built.stdout).toContain('\nM1: OK\n');
  expect(built.stdout).toContain('\ncalled with -- first second\n');
  const checked = Object.keys(answers).map((path) => `${path}: OK\n`);
  expect(built.stdout.slice(-checked.join('').length)).toBe(checked.join(''));
  expect(built.status).toBe(0);
  expect(filesIn(tree)).toEqual(before);
  expect(filesIn(join(cwd, 'built'))).toEqual(expect.arrayContaining(['x86/bin/kaem', 'x86/yes/deep/sha256sum']));

  // The same check, with one answer that is wrong, by the runner that the tree built.
  cpSync(join(cwd, 'built'), tree, { recursive: true });
  writeFileSync(join(tree, 'x86.answers'), textOf(tree, 'x86.answers').replace(digests.cc!, digests.M0!));
  writeFileSync(join(tree, 'check.kaem'), '/x86/bin/kaem --file after.kaem\n');
  const checkedAgain = await fullsource(['kaem', 'check.kaem', '--root', 'tree'], { cwd });
  expect(checkedAgain.stdout).toContain('x86/artifact/M0: OK\n');
  expect(checkedAgain.stdout).not.toContain('x86/artifact/cc: OK\n');
  expect(checkedAgain.status).toBe(1);
});
