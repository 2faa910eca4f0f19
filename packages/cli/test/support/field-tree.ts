import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stage as hex0 } from '@fullsource/hex0';
import { stage as hex1 } from '@fullsource/hex1';
import { stage as hex2 } from '@fullsource/hex2';
import { stage as m0 } from '@fullsource/m0';
import { stage as m2planet } from '@fullsource/m2-planet';
import { stage as mesccTools } from '@fullsource/mescc-tools';

const SEEDS = 'bootstrap-seeds/POSIX/x86';

/** Where the field's trees have what our stages call by the name of their package. The first that fits. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^hex0\/hex0-seed$/, `${SEEDS}/hex0-seed`],
  [/^m2-planet\/M2libc\//, 'M2libc/'],
  [/^m2-planet\/cc/, 'x86/cc'],
  [/^m2-planet\//, 'M2-Planet/'],
  [/^mescc-tools\//, 'mescc-tools/'],
  [/^[^/]+\//, 'x86/'],
];

/**
 * A tree laid out like the field's: seeds, sources by project, and scripts that begin with the seeds and end with a check of
 * digests, the tools named in `answers`.
 */
export function writeFieldTree(folder: string, runner: Uint8Array, answers: Readonly<Record<string, string>>): void {
  const write = (path: string, bytes: Uint8Array | string, mode = 0o644) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, { mode });
  };
  for (const { sources } of [hex0, hex1, hex2, m0, m2planet, mesccTools]) {
    for (const [name, bytes] of Object.entries(sources)) {
      const [pattern, place] = PLACES.find(([pattern]) => pattern.test(name))!;
      const path = name.replace(pattern, place);
      write(path, bytes, path.startsWith(SEEDS) ? 0o755 : 0o644);
    }
  }
  write(`${SEEDS}/kaem-optional-seed`, runner, 0o755);
  for (const empty of ['x86/artifact', 'x86/bin']) mkdirSync(join(folder, empty));
  cpSync(join(import.meta.dirname, '../field-tree'), folder, { recursive: true });
  const lines = Object.entries(answers).map(([path, digest]) => `${digest}  ${path}\n`);
  write('x86.answers', lines.join(''));
}

/** Digests by tool, from the lock that comes with the command. */
export function lockedDigests(): Readonly<Record<string, string>> {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../fullsource.lock.json'), 'utf8'));
  return Object.fromEntries(
    (lock.tools as { name: string; sha256: string }[]).map(({ name, sha256 }) => [name, sha256]),
  );
}
