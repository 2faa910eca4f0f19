import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mescc } from '../dist/index.js';
import { behaviour, gcc, whatIsMissing } from './fuzz/gcc.js';

/* Programs that call a library function many times and print what it says: the same with the host's library? */

const folder = fileURLToPath(new URL('library-cases', import.meta.url));
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
);
const missing = whatIsMissing();

/** Instructions after which something must be wrong. */
const PATIENCE = 1_000_000_000;

for (const name of Object.keys(files).filter((file) => file.endsWith('.c'))) {
  if (missing !== null) test.skip(`${name}: skipped, ${missing}`, () => {});
  else
    test(name, async () => {
      const expected = await behaviour(gcc(files, 'a', '-static', '-fno-builtin', name), PATIENCE);
      expect(expected).toContain('{"code":0}');
      const { outputs } = await mescc(files, { args: ['-w', name, '-o', 'a'] });
      expect(await behaviour(outputs.a!, PATIENCE)).toBe(expected);
    }, 600_000);
}
