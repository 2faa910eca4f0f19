import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A C file of a folder of cases, the file beside it that says what must come of it, and options for the compiler. */
export interface CCase {
  readonly name: string;
  readonly file: string;
  readonly source: Uint8Array;
  readonly flags: readonly string[];
  readonly expected: string;
}

/** The `NAME.c` of a folder that have a `NAME` + `ending` beside them, and perhaps `NAME.flags`; sorted by name. */
export function loadCCases(folder: string, ending: string): CCase[] {
  const read = (file: string) => readFileSync(join(folder, file), 'latin1');
  const isThere = (file: string) => existsSync(join(folder, file));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.c'))
    .map((file) => ({ file, name: file.slice(0, -'.c'.length) }))
    .filter(({ name }) => isThere(name + ending))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ file, name }) => ({
      name,
      file,
      source: new Uint8Array(readFileSync(join(folder, file))),
      flags: isThere(`${name}.flags`) ? read(`${name}.flags`).trim().split('\n') : [],
      expected: read(name + ending),
    }));
}
