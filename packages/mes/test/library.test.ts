import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../stage/module/', import.meta.url));

/** The names that a file of the library defines at its top level. */
function definitions(text: string): string[] {
  return [...text.matchAll(/^\(define(?:-macro|\*)? \(?([^\s()]+)/gm)].map(([, name]) => name!);
}

const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scm') && !['index.scm', 'boot.scm'].includes(name))
  .map((name) => [name, definitions(readFileSync(join(folder, name), 'latin1'))] as const);

test('no name of the library is defined twice: its modules share one name space', () => {
  const names = modules.flatMap(([, defined]) => defined);
  expect(names.length).toBeGreaterThan(500);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

/** Their names come from a table, from C, or from a macro. */
const OTHERS = ['mes/core/derived.scm', 'mes/core/main.scm', 'mes/primitives.scm'];

test('every module is in the index, and what the index promises is defined', () => {
  const entries = [...readFileSync(join(folder, 'index.scm'), 'latin1').matchAll(/\("([^"]+)"([^)]*)\)/g)];
  const promised = Object.fromEntries(entries.map(([, name, names]) => [`${name}.scm`, names!.split(/\s+/)]));
  for (const [name, defined] of modules) {
    expect(promised).toHaveProperty([name]);
    const missing = promised[name]!.filter((word) => word !== '' && word !== '#:syntax' && !defined.includes(word));
    if (!OTHERS.includes(name)) expect({ name, missing }).toEqual({ name, missing: [] });
  }
});
