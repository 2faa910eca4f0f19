import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { mescc } from '../../dist/index.js';
import { behaviour, checkSeeds, gcc, whatIsMissing } from './gcc.js';

/*
 * Random programs of csmith through gcc -m32 and mescc: the same checksum of all variables at the end?
 *
 *   tsx csmith.ts [count] [first seed]
 *
 * Programs that gcc's build does not finish are passed over.
 */

const HEADERS = '/usr/include/csmith';

export const missing = whatIsMissing('/usr/bin/csmith', `${HEADERS}/csmith.h`);

/** What differs, or null. */
export async function differences(seed: number): Promise<string | null> {
  // csmith leaves a file behind where it runs
  const options = ['--seed', String(seed), '--max-funcs', '5', '--concise'];
  const source = spawnSync('csmith', options, { cwd: tmpdir() }).stdout;
  const expected = await behaviour(gcc({ 'a.c': source }, 'a', '-static', `-I${HEADERS}`, 'a.c'));
  if (expected === null) return null;
  const headers = readdirSync(HEADERS)
    .filter((name) => name.endsWith('.h'))
    .map((name) => [`csmith/${name}`, new Uint8Array(readFileSync(`${HEADERS}/${name}`))] as const);
  const files = { 'a.c': new Uint8Array(source), ...Object.fromEntries(headers) };
  const { outputs } = await mescc(files, { args: ['-Icsmith', 'a.c', '-o', 'a'] });
  const actual = await behaviour(outputs.a!);
  return actual === expected ? null : `gcc: ${expected}, mescc: ${actual}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (missing === null) await checkSeeds(differences);
  else console.log(`skipped: ${missing}`);
}
