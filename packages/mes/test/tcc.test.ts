import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTree } from '@fullsource/stage/node';
import { artifacts } from '@fullsource/testing';
import { expect, test } from 'vitest';
import { stage, tccStage } from '../dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A tree laid out like TinyCC's. Its compiler makes copies of itself, so that the steps can be tried without TinyCC. */
const standIn = await readTree(join(root, 'test/stand-in-tcc'));

const earlier = () => ({
  ...artifacts(root, stage.provides),
  ...artifacts(join(root, '../mescc-tools'), ['M1', 'hex2', 'blood-elf', 'cp', 'chmod']),
});

test('the chain goes on to a compiler that mescc has compiled, and that has compiled itself three times', async () => {
  const { tools, steps } = await tccStage(standIn).build(earlier());
  const compiled = steps.filter(({ argv }) => argv.at(-1) === 'tcc/tcc.c').map(({ argv }) => argv[0]);
  expect(compiled).toEqual(['bin/mescc', 'tmp/tcc-0', 'tmp/tcc-1', 'tmp/tcc-2']);
  expect(tools.tcc).toEqual(tools['lib/tcc/libc.a']);
});

test('what is not needed of the tree, and a config.h of somebody else, stay outside', () => {
  const extra = new Uint8Array(0);
  const { sources } = tccStage({ ...standIn, 'config.h': extra, 'tests/a.c': extra, 'win32/b.c': extra });
  const names = Object.keys(sources).filter((name) => name.startsWith('tcc/'));
  expect(names.sort()).toEqual(['tcc/include/stddef.h', 'tcc/lib/libtcc1.c', 'tcc/libtcc.c', 'tcc/tcc.c', 'tcc/tcc.h']);
});

test('a tree that is not TinyCC is refused', () => {
  const { 'libtcc.c': _, ...rest } = standIn;
  expect(() => tccStage(rest)).toThrow(/this is no source tree of TinyCC: it has no libtcc\.c/);
});
